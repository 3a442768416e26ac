"""People the house knows by choice: staff, and residents who gave their name or chose a language."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, insert, select, update

from bot.rules.people import INVITED
from bot.speech import Incoming
from storage.engine import Transaction
from storage.tables import people, used_codes


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the house knows; `id` is ours and random, `language` is empty while they have not chosen one."""

    id: bytes
    role: str
    language: str
    scope: str = ""

    @property
    def handle(self) -> str:
        """Eight characters by which a button or an admin names the person; they tell nothing of them."""
        return self.id[:_HANDLE].hex()


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person: their private chat, the name that they show, and their messenger's language."""

    chat: int
    name: str
    language: str = ""


_SIZE, _HANDLE = 16, 4
_PERSON = (people.c.id, people.c.role, people.c.language, people.c.scope)
_BY_FINDER = select(people.c.finder, *_PERSON).where(people.c.finder.in_(bindparam("finders", expanding=True)))


async def load(tx: Transaction, numbers: Iterable[int]) -> dict[int, Person]:
    """Return those of these Telegram accounts that the house knows."""
    by_finder = {tx.vault.blind("people.finder", number): number for number in numbers}
    found = await tx.execute(_BY_FINDER, {"finders": list(by_finder)})
    return {by_finder[finder]: Person(*person) for finder, *person in found}


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
    """Return the person who speaks, with the way to reach them and the name they show: they agreed to be known."""
    person = await enter(tx, incoming)
    wrapped = (await tx.execute(select(people.c.key).where(people.c.id == person.id))).scalar_one()
    contact = f"{incoming.chat}/{incoming.language} {incoming.name}".encode()
    sealed = tx.vault.seal_for(tx.vault.unwrap(person.id, wrapped), "people.contact", person.id, contact)
    values = {"contact": sealed, "consent": tx.policy.consent.version}
    await tx.execute(update(people).where(people.c.id == person.id).values(values))
    return person


async def contact(tx: Transaction, person: bytes) -> Contact | None:
    """Return how to reach a person; None when they did not choose to be known."""
    found = (await tx.execute(select(people.c.key, people.c.contact).where(people.c.id == person))).first()
    if found is None:
        return None
    key = tx.vault.unwrap(person, found.key)
    head, _, name = tx.vault.open_for(key, "people.contact", person, found.contact).decode().partition(" ")
    chat, _, language = head.partition("/")
    return Contact(int(chat), name, language) if chat else None


async def set_role(tx: Transaction, person: bytes, role: str, scope: str = "") -> None:
    """Give a person a role, and what it is bound to."""
    await tx.execute(update(people).where(people.c.id == person).values(role=role, scope=scope))


async def get(tx: Transaction, person: bytes) -> Person | None:
    """Return the person of that id."""
    found = (await tx.execute(select(*_PERSON).where(people.c.id == person))).first()
    return Person(*found) if found else None


async def by_handle(tx: Transaction, handle: str) -> Person | None:
    """Return the person of that handle; None when there is none, or more than one."""
    if len(handle) != _HANDLE * 2 or set(handle) - set("0123456789abcdef"):
        return None
    first = bytes.fromhex(handle)
    within = people.c.id.between(first.ljust(_SIZE, b"\x00"), first.ljust(_SIZE, b"\xff"))
    found = (await tx.execute(select(*_PERSON).where(within))).all()
    return Person(*found[0]) if len(found) == 1 else None


async def with_roles(tx: Transaction, most: int, skip: int = 0) -> list[Person]:
    """Return those who have a role, staff first."""
    rank = case({role: place for place, role in enumerate(INVITED)}, value=people.c.role)
    listed = select(*_PERSON).where(people.c.role.in_(INVITED)).order_by(rank, people.c.id).limit(most).offset(skip)
    return [Person(*row) for row in await tx.execute(listed)]


async def of_role(tx: Transaction, role: str) -> list[Person]:
    """Return everybody who has a role."""
    return [Person(*row) for row in await tx.execute(select(*_PERSON).where(people.c.role == role))]


async def count_roles(tx: Transaction) -> dict[str, int]:
    """Return how many people have each role."""
    found = await tx.execute(select(people.c.role, func.count()).group_by(people.c.role))
    return {role: count for role, count in found}  # noqa: C416 - rows are no pairs to the type checker


async def set_language(tx: Transaction, person: bytes, language: str) -> None:
    """Remember the language a person chose."""
    await tx.execute(update(people).where(people.c.id == person).values(language=language))


async def agreed(tx: Transaction, person: bytes) -> int:
    """Return which version of the notice a person agreed to; 0 for none."""
    return int((await tx.execute(select(people.c.consent).where(people.c.id == person))).scalar() or 0)


async def use_code(tx: Transaction, code: bytes) -> bool:
    """Use a single-use code; False when it was used before."""
    row = tx.vault.blind("used_codes.code", code)
    if (await tx.execute(select(used_codes).where(used_codes.c.code == row))).first():
        return False
    await tx.execute(insert(used_codes).values(code=row))
    return True
