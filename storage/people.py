"""People the house knows by choice: staff, and residents who gave their name or chose a language."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select, update

from bot.speech import Incoming
from storage.engine import Transaction
from storage.tables import people, used_codes


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the house knows; `id` is ours and random, `language` is empty while they have not chosen one."""

    id: bytes
    role: str
    language: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person: their private chat, and the name that they show."""

    chat: int
    name: str


_BY_FINDER = select(people.c.finder, people.c.id, people.c.role, people.c.language).where(
    people.c.finder.in_(bindparam("finders", expanding=True))
)


async def load(tx: Transaction, numbers: Iterable[int]) -> dict[int, Person]:
    """Return those of these Telegram accounts that the house knows."""
    by_finder = {tx.vault.blind("people.finder", number): number for number in numbers}
    found = await tx.execute(_BY_FINDER, {"finders": list(by_finder)})
    return {by_finder[finder]: Person(row, role, language) for finder, row, role, language in found}


async def enter(tx: Transaction, incoming: Incoming) -> Person:
    """Return the person who speaks, entered as a resident if the house does not know them yet; no name is kept."""
    known = (await load(tx, [incoming.person])).get(incoming.person)
    if known is not None:
        return known
    row, key = secrets.token_bytes(16), tx.vault.new_person_key()
    await tx.execute(
        insert(people).values(
            id=row,
            finder=tx.vault.blind("people.finder", incoming.person),
            key=tx.vault.wrap(row, key),
            contact=tx.vault.seal_for(key, "people.contact", row, b""),
            role="resident",
            language="",
        )
    )
    return Person(row, "resident", "")


async def introduce(tx: Transaction, incoming: Incoming) -> Person:
    """Return the person who speaks, with the way to reach them and the name they show: they chose to be known."""
    person = await enter(tx, incoming)
    wrapped = (await tx.execute(select(people.c.key).where(people.c.id == person.id))).scalar_one()
    contact = f"{incoming.chat} {incoming.name}".encode()
    sealed = tx.vault.seal_for(tx.vault.unwrap(person.id, wrapped), "people.contact", person.id, contact)
    await tx.execute(update(people).where(people.c.id == person.id).values(contact=sealed))
    return person


async def contact(tx: Transaction, person: bytes) -> Contact | None:
    """Return how to reach a person; None when they did not choose to be known."""
    found = (await tx.execute(select(people.c.key, people.c.contact).where(people.c.id == person))).first()
    if found is None:
        return None
    key = tx.vault.unwrap(person, found.key)
    chat, _, name = tx.vault.open_for(key, "people.contact", person, found.contact).decode().partition(" ")
    return Contact(int(chat), name) if chat else None


async def set_role(tx: Transaction, person: bytes, role: str) -> None:
    """Give a person a role."""
    await tx.execute(update(people).where(people.c.id == person).values(role=role))


async def set_language(tx: Transaction, person: bytes, language: str) -> None:
    """Remember the language a person chose."""
    await tx.execute(update(people).where(people.c.id == person).values(language=language))


async def use_code(tx: Transaction, code: bytes) -> bool:
    """Use a single-use code; False when it was used before."""
    row = tx.vault.blind("used_codes.code", code)
    if (await tx.execute(select(used_codes).where(used_codes.c.code == row))).first():
        return False
    await tx.execute(insert(used_codes).values(code=row))
    return True
