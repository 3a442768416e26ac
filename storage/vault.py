"""Encryption of columns and files, blind indexes and signatures, all from one keyring outside the database."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Blindable: TypeAlias = str | int | bytes

_VERSION = b"\x01"
_KEY_SIZE = 32
_NONCE_SIZE = 12
_TAG_SIZE = 16
_HEAD_SIZE = 3
_NONCE_END = _HEAD_SIZE + _NONCE_SIZE
_PERSON_HEAD = _VERSION + b"\x00\x00"  # key id 0 is no key of the ring: the value opens with a person's own key
_PERSON_PLACE = "people.key"

_IRREPLACEABLE = (
    "Without this file nothing that was encrypted can ever be read again: names, contacts, texts, photos. "
    "Keep a copy in a safe place away from the database, and never inside the database's backup."
)


class VaultError(Exception):
    """What the vault refuses; its message never holds a key or anything that was sealed."""


@dataclass(frozen=True)
class Keyring:
    """The master keys by their number (1 to 65535) and which of them seals what is new."""

    active: int
    keys: Mapping[int, bytes] = field(repr=False)

    @classmethod
    def open(cls, path: Path, create: bool = True) -> Keyring:
        """Read the keyring file, or make it when it is missing and `create` allows; VaultError says what to do."""
        try:
            if create and not path.exists():
                _make(path)
            return _read(path)
        except OSError as error:
            raise VaultError(f"The keyring {path} cannot be used ({error.strerror}). {_IRREPLACEABLE}") from None

    @property
    def first(self) -> int:
        """The number of the oldest key."""
        return min(self.keys)


def _read(path: Path) -> Keyring:
    if not path.exists():
        raise VaultError(f"The keyring {path} is missing: put the copy you kept back there. {_IRREPLACEABLE}")
    _refuse_mode(path, 0o077, "is open to other users of this machine", "600")
    _refuse_mode(path.parent, 0o022, "can be changed by other users of this machine", "700")
    keyring = _parsed(path.read_bytes())
    if keyring is None:
        raise VaultError(f"The keyring {path} is damaged: put the copy you kept back there. {_IRREPLACEABLE}")
    return keyring


def _refuse_mode(path: Path, forbidden: int, complaint: str, wanted: str) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & forbidden:
        raise VaultError(f"{path} {complaint} (mode {mode:o}). Run: chmod {wanted} {path}")


def _parsed(raw: bytes) -> Keyring | None:
    # None instead of an exception: json's and base64's errors carry the text that they could not read.
    try:
        content = json.loads(raw)
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in content["keys"].items()}
        active = content["active"]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return None
    sound = all(0 < number < 0x10000 and len(key) == _KEY_SIZE for number, key in keys.items())
    return Keyring(active, keys) if sound and type(active) is int and active in keys else None


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_mode(path.parent, 0o022, "can be changed by other users of this machine", "700")
    key = base64.b64encode(secrets.token_bytes(_KEY_SIZE)).decode()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_durably(temporary, json.dumps({"active": 1, "keys": {"1": key}}).encode() + b"\n")
        # A link, unlike a rename, never replaces: of two processes at their first start one ring wins for both.
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _write_durably(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Vault:
    """Seals values so that they open only at the place (`table.column`) and row that they were sealed for.

    A sealed value is `0x01 | key number (2 bytes) | nonce (12) | AES-256-GCM ciphertext and tag`, 31 bytes longer than
    its plain text. Places are names that stand in the code, never made from data: a key is kept in memory for each.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._ciphers: dict[tuple[int, str], AESGCM] = {}
        self._mac_keys: dict[tuple[int, str], bytes] = {}
        self._head = _head(keyring.active)
        self._first = keyring.first

    def seal(self, place: str, row: bytes, plain: bytes) -> bytes:
        """Encrypt a value for one place and row with the active key."""
        return _sealed(self._cipher(self._keyring.active, place), self._head, place, row, plain)

    def open(self, place: str, row: bytes, sealed: bytes) -> bytes:
        """Decrypt a value; VaultError when it was changed, moved to another place or row, or its key is not here."""
        number = int.from_bytes(sealed[1:_HEAD_SIZE], "big")
        if number not in self._keyring.keys:
            raise VaultError(f"Sealed with a key that the keyring does not hold: {place}")
        return _opened(self._cipher(number, place), place, row, sealed)

    def seal_json(self, place: str, row: bytes, value: object, step: int = 1) -> bytes:
        """Encrypt a value that JSON can hold, padded to a multiple of `step` bytes, so that its length tells little."""
        return self.seal(place, row, padded(msgspec.json.encode(value), step))

    def open_json(self, place: str, row: bytes, sealed: bytes) -> Any:
        """Decrypt what `seal_json` made."""
        return msgspec.json.decode(self.open(place, row, sealed))

    def blind(self, place: str, value: Blindable) -> bytes:
        """Return the 16-byte index under which a value is found again without being readable.

        A number and its decimal digits have the same index. The key is always the oldest one: an index can only be
        compared, not opened and made anew, so with a new key nobody would be found any more.
        """
        # A bent update may name half a character.
        content = value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")
        return self._mac(self._first, f"blind/{place}", content)[:16]

    def sign(self, purpose: str, message: bytes, size: int = 12) -> bytes:
        """Return a signature of `size` bytes (8 to 32) with the active key; a new active key ends older signatures."""
        if not 8 <= size <= 32:
            raise ValueError("a signature has 8 to 32 bytes")
        return self._mac(self._keyring.active, f"sign/{purpose}", message)[:size]

    def verify(self, purpose: str, message: bytes, mac: bytes) -> bool:
        """Say, in constant time, whether `sign` made this signature."""
        return 8 <= len(mac) <= 32 and hmac.compare_digest(self.sign(purpose, message, len(mac)), mac)

    def new_person_key(self) -> bytes:
        """Return a fresh key for all that is kept of one person; destroying it makes that unreadable for good."""
        return secrets.token_bytes(_KEY_SIZE)

    def wrap(self, row: bytes, person_key: bytes) -> bytes:
        """Encrypt a person's key for their row."""
        return self.seal(_PERSON_PLACE, row, person_key)

    def unwrap(self, row: bytes, wrapped: bytes) -> bytes:
        """Decrypt a person's key."""
        return self.open(_PERSON_PLACE, row, wrapped)

    def seal_for(self, person_key: bytes, place: str, row: bytes, plain: bytes) -> bytes:
        """Encrypt a value with a person's own key, for one place and row."""
        return _sealed(AESGCM(person_key), _PERSON_HEAD, place, row, plain)

    def open_for(self, person_key: bytes, place: str, row: bytes, sealed: bytes) -> bytes:
        """Decrypt what `seal_for` made."""
        if sealed[:_HEAD_SIZE] != _PERSON_HEAD:
            raise VaultError(f"Not sealed with a person's key: {place}")
        return _opened(AESGCM(person_key), place, row, sealed)

    def _cipher(self, number: int, place: str) -> AESGCM:
        cipher = self._ciphers.get((number, place))
        if cipher is None:
            cipher = self._ciphers[number, place] = AESGCM(self._derived(number, f"field/{place}"))
        return cipher

    def _mac(self, number: int, purpose: str, content: bytes) -> bytes:
        key = self._mac_keys.get((number, purpose))
        if key is None:
            key = self._mac_keys[number, purpose] = self._derived(number, purpose)
        return hmac.digest(key, content, "sha256")

    def _derived(self, number: int, purpose: str) -> bytes:
        expand = HKDF(algorithm=SHA256(), length=_KEY_SIZE, salt=None, info=purpose.encode())
        return expand.derive(self._keyring.keys[number])


def padded(plain: bytes, step: int) -> bytes:
    """Return text with as many spaces behind it as make its length a multiple of `step`; JSON reads the same."""
    return plain.ljust(-(-len(plain) // step) * step)


def _head(number: int) -> bytes:
    return _VERSION + number.to_bytes(2, "big")


def _bound(head: bytes, place: str, row: bytes) -> bytes:
    # The head has a fixed size and no place holds a zero byte, so no two (place, row) give the same bytes.
    return head + place.encode() + b"\x00" + row


def _sealed(cipher: AESGCM, head: bytes, place: str, row: bytes, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE_SIZE)
    return head + nonce + cipher.encrypt(nonce, plain, _bound(head, place, row))


def _opened(cipher: AESGCM, place: str, row: bytes, sealed: bytes) -> bytes:
    if sealed[:1] != _VERSION or len(sealed) < _NONCE_END + _TAG_SIZE:
        raise VaultError(f"Not a sealed value: {place}")
    bound = _bound(sealed[:_HEAD_SIZE], place, row)
    try:
        return cipher.decrypt(sealed[_HEAD_SIZE:_NONCE_END], sealed[_NONCE_END:], bound)
    except InvalidTag:
        raise VaultError(f"Tampered: this is not what was sealed at {place} for this row") from None
