"""The vault: what opens, what does not, and what the keyring file refuses."""

from __future__ import annotations

import base64
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import Keyring, Vault, VaultError

ROW = b"\x07" * 16
PLACE = "tips.text"
WORDS = "三栋二单元的出口堵了".encode()


def ring(active: int = 1, *numbers: int) -> Keyring:
    return Keyring(active, {number: bytes([number % 256]) * 32 for number in (numbers or (active,))})


VAULT = Vault(ring())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keyring.json"


@given(st.binary(max_size=400), st.binary(max_size=20))
def test_what_is_sealed_opens_again(plain: bytes, row: bytes) -> None:
    assert VAULT.open(PLACE, row, VAULT.seal(PLACE, row, plain)) == plain


def test_a_sealed_value_is_31_bytes_longer_and_never_the_same_twice() -> None:
    first, second = VAULT.seal(PLACE, ROW, WORDS), VAULT.seal(PLACE, ROW, WORDS)
    assert len(first) == len(WORDS) + 31
    assert first != second
    assert first[:3] == b"\x01\x00\x01"
    assert WORDS[:6] not in first


@pytest.mark.parametrize("at", range(len(VAULT.seal(PLACE, ROW, b"four"))))
def test_a_change_of_any_byte_is_noticed(at: int) -> None:
    sealed = bytearray(VAULT.seal(PLACE, ROW, b"four"))
    sealed[at] ^= 1
    with pytest.raises(VaultError):
        VAULT.open(PLACE, ROW, bytes(sealed))


@pytest.mark.parametrize(
    ("place", "row"),
    [("tips.note", ROW), (PLACE, b"\x08" * 16), (PLACE, b""), ("tips.text\x00", ROW), ("people.text", ROW)],
)
def test_a_value_opens_only_at_its_place_and_row(place: str, row: bytes) -> None:
    with pytest.raises(VaultError, match="Tampered") as refusal:
        VAULT.open(place, row, VAULT.seal(PLACE, ROW, b"secret words"))
    assert "secret" not in str(refusal.value)


def test_place_and_row_cannot_be_shifted_into_each_other() -> None:
    person_key = VAULT.new_person_key()
    sealed = VAULT.seal_for(person_key, "a.b", b"cd", WORDS)
    with pytest.raises(VaultError, match="Tampered"):
        VAULT.open_for(person_key, "a.bc", b"d", sealed)


@pytest.mark.parametrize("junk", [b"", b"\x01", b"\x01\x00\x01", b"\x02" * 60, b"\x01\x00\x01" + b"x" * 27])
def test_what_is_no_sealed_value_is_refused(junk: bytes) -> None:
    with pytest.raises(VaultError):
        VAULT.open(PLACE, ROW, junk)


def test_a_key_number_moved_onto_another_key_does_not_open() -> None:
    vault = Vault(ring(1, 1, 2))
    sealed = bytearray(vault.seal(PLACE, ROW, WORDS))
    sealed[2] = 2
    with pytest.raises(VaultError, match="Tampered"):
        vault.open(PLACE, ROW, bytes(sealed))


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key() -> None:
    old = Vault(ring(1)).seal(PLACE, ROW, WORDS)
    rotated = Vault(ring(300, 1, 300))
    assert rotated.open(PLACE, ROW, old) == WORDS
    assert rotated.seal(PLACE, ROW, WORDS)[:3] == b"\x01\x01\x2c"
    with pytest.raises(VaultError, match="does not hold"):
        Vault(ring(1)).open(PLACE, ROW, rotated.seal(PLACE, ROW, WORDS))


def test_json_comes_back_as_it_was_and_is_stored_compactly() -> None:
    value = {"hazard": "出口", "photos": [1, 2], "note": None}
    sealed = VAULT.seal_json(PLACE, ROW, value)
    assert VAULT.open_json(PLACE, ROW, sealed) == value
    assert VAULT.open(PLACE, ROW, sealed) == '{"hazard":"出口","photos":[1,2],"note":null}'.encode()


def test_a_blind_index_is_stable_and_differs_by_place_value_and_keyring() -> None:
    index = VAULT.blind("people.chat", 10001)
    assert len(index) == 16
    assert index == VAULT.blind("people.chat", "10001") == VAULT.blind("people.chat", b"10001")
    others = [
        VAULT.blind("people.phone", 10001),
        VAULT.blind("people.chat", 10002),
        Vault(ring(2)).blind("people.chat", 10001),
    ]
    assert index not in others
    assert index == Vault(ring(2, 1, 2)).blind("people.chat", 10001), "a rotation must not lose people"


def test_a_signature_holds_for_its_purpose_and_message_only() -> None:
    mac = VAULT.sign("button", b"screen 4")
    assert len(mac) == 12
    assert VAULT.verify("button", b"screen 4", mac)
    assert not VAULT.verify("admin-code", b"screen 4", mac)
    assert not VAULT.verify("button", b"screen 5", mac)
    assert not VAULT.verify("button", b"screen 4", mac[:7])
    assert not VAULT.verify("button", b"screen 4", b"")
    assert not Vault(ring(2, 1, 2)).verify("button", b"screen 4", mac), "a new active key ends older signatures"


@pytest.mark.parametrize("size", [0, 7, 33, -1])
def test_a_signature_too_short_to_protect_is_not_made(size: int) -> None:
    with pytest.raises(ValueError, match="8 to 32"):
        VAULT.sign("button", b"", size)


def test_without_the_persons_key_what_is_kept_of_them_stays_shut() -> None:
    person_key = VAULT.new_person_key()
    kept = VAULT.seal_for(person_key, "people.name", ROW, WORDS)
    assert VAULT.open_for(VAULT.unwrap(ROW, VAULT.wrap(ROW, person_key)), "people.name", ROW, kept) == WORDS
    with pytest.raises(VaultError, match="Tampered"):
        VAULT.open_for(VAULT.new_person_key(), "people.name", ROW, kept)
    with pytest.raises(VaultError):
        VAULT.open("people.name", ROW, kept)
    with pytest.raises(VaultError):
        VAULT.open_for(person_key, "people.name", ROW, VAULT.seal("people.name", ROW, WORDS))


def test_a_wrapped_key_opens_in_its_own_row_only() -> None:
    with pytest.raises(VaultError, match="Tampered"):
        VAULT.unwrap(b"another row", VAULT.wrap(ROW, VAULT.new_person_key()))


def test_the_first_start_makes_a_private_keyring_and_later_ones_read_it(file: Path) -> None:
    made = Keyring.open(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert Keyring.open(file) == made
    assert Keyring.open(file, create=False) == made
    assert [path.name for path in file.parent.iterdir()] == ["keyring.json"]
    assert made.active == made.first == 1
    assert len(made.keys[1]) == 32


def test_processes_that_start_together_end_up_with_one_keyring(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: Keyring.open(file), range(8)))
    assert all(made.keys == rings[0].keys for made in rings)
    assert [path.name for path in file.parent.iterdir()] == ["keyring.json"]


def test_a_missing_keyring_is_not_made_when_there_is_data_already(file: Path) -> None:
    with pytest.raises(VaultError, match=r"is missing.*can ever be read again"):
        Keyring.open(file, create=False)
    assert not file.exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_keyring_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    Keyring.open(file)
    file.chmod(mode)
    with pytest.raises(VaultError, match="chmod 600"):
        Keyring.open(file)


def test_a_folder_that_others_can_write_is_refused_before_anything_is_made(file: Path) -> None:
    file.parent.mkdir()
    file.parent.chmod(0o777)
    with pytest.raises(VaultError, match="chmod 700"):
        Keyring.open(file)
    assert list(file.parent.iterdir()) == []


KEY = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"active": 1}',
        json.dumps({"active": 2, "keys": {"1": KEY}}).encode(),
        json.dumps({"active": "1", "keys": {"1": KEY}}).encode(),
        json.dumps({"active": 1, "keys": {}}).encode(),
        json.dumps({"active": 1, "keys": {"1": KEY[:-4]}}).encode(),
        json.dumps({"active": 1, "keys": {"1": "!" + KEY}}).encode(),
        json.dumps({"active": 1, "keys": {"1": 5}}).encode(),
        json.dumps({"active": 0, "keys": {"0": KEY}}).encode(),
        json.dumps({"active": 1, "keys": {"1": KEY, "65536": KEY}}).encode(),
        json.dumps({"active": 1, "keys": {"1": KEY}}).encode()[:-9],
    ],
)
def test_a_damaged_keyring_is_refused_and_left_alone(file: Path, content: bytes) -> None:
    file.parent.mkdir(mode=0o700)
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(VaultError, match=r"is damaged.*never inside the database's backup") as refusal:
        Keyring.open(file)
    assert file.read_bytes() == content
    assert KEY[:8] not in str(refusal.value)
    assert refusal.value.__context__ is None, "the parser's own error holds the text it read"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file in the way")
    with pytest.raises(VaultError, match="cannot be used"):
        Keyring.open(tmp_path / "keys" / "keyring.json")


def test_keys_are_shown_nowhere(file: Path) -> None:
    made = Keyring.open(file)
    shown = repr(made) + str(made) + repr(Vault(made)) + repr(vars(Vault(made)))
    key = made.keys[1]
    assert key.hex() not in shown
    assert repr(key)[2:-1] not in shown
    assert base64.b64encode(key).decode() not in shown


def test_the_keyring_survives_a_leftover_of_an_interrupted_first_start(file: Path) -> None:
    file.parent.mkdir(mode=0o700)
    (file.parent / ".keyring.json.0011223344556677").write_bytes(os.urandom(20))
    assert Keyring.open(file) == Keyring.open(file)
