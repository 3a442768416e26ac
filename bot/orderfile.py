"""A file of the hotline's work orders: told by its columns, read in a process of its own, without who called."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import child
from bot.rules import orders, spreadsheets
from bot.rules.hotline import Order, OrderLabels, OrderPolicy
from bot.rules.spreadsheets import Problem

PART = "orders"
"""What the file holds, beside the parts of a town."""
HEAD = 4_096
"""Bytes in which the first row stands."""


@dataclass(frozen=True, slots=True)
class OrderFile:
    """What was read, what was left out and why, and the columns about callers, which were not read."""

    name: str
    orders: tuple[Order, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_fit(self) -> bool:
        """Whether it can be taken over, without what was left out."""
        return all(each.line for each in self.problems)

    def dump(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "part": PART,
            "name": self.name,
            "orders": [dump_order(each) for each in self.orders],
            "problems": [asdict(each) for each in self.problems],
            "unread": list(self.unread),
        }

    @staticmethod
    def load(said: Mapping[str, Any]) -> OrderFile:
        """Return what `dump` wrote."""
        problems = tuple(Problem(**each) for each in said["problems"])
        return OrderFile(said["name"], tuple(map(load_order, said["orders"])), problems, tuple(said["unread"]))


def dump_order(order: Order) -> list[str]:
    """Return an order as JSON values."""
    moments = (each.isoformat() if each else "" for each in (order.received, order.due))
    return [order.number, *moments, order.term, order.where, order.wish]


def load_order(said: list[str]) -> Order:
    """Return what `dump_order` wrote."""
    number, received, due, term, where, wish = said
    told, until = (datetime.fromisoformat(each) if each else None for each in (received, due))
    return Order(number, told, until, term, where, wish)


def is_one(content: bytes, labels: OrderLabels) -> bool:
    """Tell whether the content of a file is a list of orders."""
    head = content[:HEAD]
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        if orders.is_one(head.decode(encoding, "ignore").partition("\n")[0], labels):
            return True
    return False


def read(name: str, content: bytes, policy: OrderPolicy, zone: ZoneInfo, now: datetime) -> OrderFile:
    """Read a file; its name is only repeated in what is wrong with it."""
    if len(content) > policy.most_bytes:
        return unfit(name, "too_large", str(policy.most_bytes // 1_000_000))
    try:
        text = spreadsheets.decode(content)
    except spreadsheets.NotText:
        return unfit(name, "not_text")
    found = orders.read_csv(text, policy, zone, now)
    return OrderFile(name, found.orders, found.problems, found.unread)


def unfit(name: str, code: spreadsheets.Code, detail: str = "") -> OrderFile:
    """Return a file of which nothing can be taken."""
    return OrderFile(name, (), (Problem(0, code, detail),))


async def read_apart(name: str, content: bytes, policy: OrderPolicy, zone: ZoneInfo, now: datetime) -> OrderFile:
    """Read a file in a process of its own, since anybody may have made it."""
    given = {"name": name, "policy": asdict(policy), "zone": str(zone), "now": now.isoformat()}
    try:
        made = await child.run("bot.orderfile", content, json.dumps(given))
    except child.Unfit:
        return unfit(name, "too_heavy")
    return OrderFile.load(json.loads(made))


def _be_the_child(content: bytes) -> bytes:
    given = json.loads(sys.argv[1])
    labels = {part: tuple(each) for part, each in given["policy"].pop("labels").items()}
    policy = OrderPolicy(**given["policy"], labels=OrderLabels(**labels))
    found = read(given["name"], content, policy, ZoneInfo(given["zone"]), datetime.fromisoformat(given["now"]))
    return json.dumps(found.dump()).encode()


if __name__ == "__main__":
    child.work(_be_the_child)
