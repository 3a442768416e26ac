"""The environment read once into a frozen Settings; what is missing or wrong is named in the error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

DATABASES = ("sqlite://", "sqlite+aiosqlite://", "postgresql+asyncpg://")
"""The second is an older spelling of the first."""
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


class SettingsError(Exception):
    """A setting that is missing or wrong; the message names it and says what to write, never a secret's value."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment, as the documentation lists it."""

    name: str
    meaning: str
    default: str = ""


SETTINGS = (
    Setting("BOT_TOKEN", "The bot's token from @BotFather (secret)."),
    Setting("BOT_API_URL", "Address of the Bot API server.", "https://api.telegram.org"),
    Setting(
        "DATABASE_URL",
        "Database: sqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME (secret).",
        "the file anju.db in DATA_DIR",
    ),
    Setting("DATA_DIR", "Folder for the database and its backups.", "data"),
    Setting("KEYRING_FILE", "The encryption keys; keep a copy away from the database.", "keyring.json in DATA_DIR"),
    Setting("POLICY_FILE", "A TOML file whose values replace those of the policy packs.", "none"),
    Setting("LOG_LEVEL", f"How much is logged: {', '.join(LEVELS)}.", "INFO"),
)


@dataclass(frozen=True)
class Settings:
    """How this bot is deployed."""

    token: str = field(repr=False)
    api_url: str
    database_url: str = field(repr=False)
    data_dir: Path
    keyring_file: Path
    policy_file: Path | None
    log_level: str

    def require_token(self) -> str:
        """Return the token; SettingsError says how to get one when there is none."""
        if not self.token:
            raise SettingsError(
                "BOT_TOKEN is not set. Open @BotFather in Telegram, send /newbot, answer its questions, "
                "and write the token it gives you into the environment as BOT_TOKEN=..."
            )
        return self.token

    def method_url(self, method: str) -> str:
        """Return the address of one method of the Bot API."""
        return f"{self.api_url}/bot{self.require_token()}/{method}"

    def file_url(self, path: str) -> str:
        """Return the address of a file whose `file_path` the Bot API gave."""
        return f"{self.api_url}/file/bot{self.require_token()}/{path}"


def read(environ: Mapping[str, str]) -> Settings:
    """Read the settings; an empty variable counts as not set, a wrong one raises SettingsError."""
    given = {setting.name: environ.get(setting.name, "").strip() for setting in SETTINGS}
    data_dir = Path(given["DATA_DIR"] or "data")
    return Settings(
        token=_token(given["BOT_TOKEN"]),
        api_url=_api_url(given["BOT_API_URL"] or "https://api.telegram.org"),
        database_url=_database_url(given["DATABASE_URL"] or f"sqlite:///{data_dir / 'anju.db'}"),
        data_dir=data_dir,
        keyring_file=Path(given["KEYRING_FILE"] or data_dir / "keyring.json"),
        policy_file=_policy_file(given["POLICY_FILE"]),
        log_level=_log_level(given["LOG_LEVEL"] or "INFO"),
    )


def _token(value: str) -> str:
    if value and not _TOKEN.fullmatch(value):
        raise SettingsError(
            "BOT_TOKEN is not a bot token. Copy it whole from @BotFather: digits, a colon, then letters and digits."
        )
    return value


def _api_url(value: str) -> str:
    if not _is_web_address(value):
        raise SettingsError(
            "BOT_API_URL is not a web address. Write http:// or https://, a host and, where needed, a port and path, "
            "as in https://api.telegram.org"
        )
    return value.rstrip("/")


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or " " in value)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def _database_url(value: str) -> str:
    if not value.startswith(DATABASES):
        raise SettingsError(
            "DATABASE_URL names a database that is not supported. Write sqlite:///FILE "
            "or postgresql+asyncpg://USER:PASSWORD@HOST/NAME, or leave it out for a file in DATA_DIR."
        )
    return value


def _policy_file(value: str) -> Path | None:
    if value and not Path(value).is_file():
        raise SettingsError(f"POLICY_FILE: there is no file {value}. Write the path of a TOML file, or leave it out.")
    return Path(value) if value else None


def _log_level(value: str) -> str:
    if value.upper() not in LEVELS:
        raise SettingsError(f"LOG_LEVEL is {value!r}. Write one of {', '.join(LEVELS)}.")
    return value.upper()
