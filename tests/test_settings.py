"""Settings: what is read, what is refused, and what is never shown."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from bot.settings import SETTINGS, SettingsError, read

TOKEN = "10001:not-a-real-token"


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = read({})
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///data/anju.db"
    assert settings.data_dir == Path("data")
    assert settings.keyring_file == Path("data/keyring.json")
    assert settings.policy_file is None
    assert settings.log_level == "INFO"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read({setting.name: " " for setting in SETTINGS}) == read({})


def test_the_database_and_the_keyring_follow_the_data_folder() -> None:
    settings = read({"DATA_DIR": "/srv/anju"})
    assert settings.database_url == "sqlite:////srv/anju/anju.db"
    assert settings.keyring_file == Path("/srv/anju/keyring.json")


def test_every_variable_of_the_table_is_read(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.touch()
    given = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": "http://127.0.0.1:8081/",
        "DATABASE_URL": "postgresql+asyncpg://anju@db/anju",
        "DATA_DIR": "/srv/anju",
        "KEYRING_FILE": "/srv/keys/ring.json",
        "POLICY_FILE": str(policy),
        "LOG_LEVEL": "debug",
    }
    assert set(given) == {setting.name for setting in SETTINGS}
    for name in given:
        assert read(given) != read({**given, name: ""}), f"{name} changes nothing"
    settings = read(given)
    assert (settings.policy_file, settings.log_level) == (policy, "DEBUG")
    assert settings.keyring_file == Path("/srv/keys/ring.json")


def test_addresses_of_methods_and_files_are_those_of_the_bot_api() -> None:
    settings = read({"BOT_TOKEN": TOKEN, "BOT_API_URL": "http://127.0.0.1:8081/api//"})
    assert settings.method_url("getMe") == f"http://127.0.0.1:8081/api/bot{TOKEN}/getMe"
    assert settings.file_url("photos/1.jpg") == f"http://127.0.0.1:8081/api/file/bot{TOKEN}/photos/1.jpg"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "not a token"),
        ("BOT_TOKEN", "10001:"),
        ("BOT_TOKEN", f"bot{TOKEN}"),
        ("BOT_TOKEN", f"{TOKEN}/x"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_API_URL", "ftp://api.telegram.org"),
        ("BOT_API_URL", "https://"),
        ("BOT_API_URL", "http://[::1"),
        ("BOT_API_URL", "http://127.0.0.1:port"),
        ("BOT_API_URL", "https://api.telegram.org/?a=b"),
        ("DATABASE_URL", "postgresql://anju:hush@db/anju"),
        ("DATABASE_URL", "mysql:///anju"),
        ("DATABASE_URL", "anju.db"),
        ("POLICY_FILE", "/nowhere/policy.toml"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name}.*(Write|Copy)") as refusal:
        read({name: value})
    secret = name in ("BOT_TOKEN", "DATABASE_URL")
    assert not (secret and value in str(refusal.value))


def test_a_missing_token_says_how_to_get_one() -> None:
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN.*@BotFather.*/newbot"):
        read({}).require_token()
    assert read({"BOT_TOKEN": TOKEN}).require_token() == TOKEN


def test_secrets_are_not_shown() -> None:
    shown = repr(read({"BOT_TOKEN": TOKEN, "DATABASE_URL": "postgresql+asyncpg://anju:hush@db/anju"}))
    assert "not-a-real-token" not in shown
    assert "hush" not in shown


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        read({}).log_level = "DEBUG"  # type: ignore[misc]
