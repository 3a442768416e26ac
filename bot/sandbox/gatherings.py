"""Groups come to be, change their members and move."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.sandbox import members
from bot.sandbox.acts import Impossible
from bot.sandbox.groups import LEAST_SUPER, Group
from bot.sandbox.people import Person
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import Json
from bot.sandbox.world import World


def gather(world: World, wish: Json) -> Group:
    """Make a group of people and the bot, or change the title and add members of the one with this id.

    The first member owns it. The bot comes as an administrator unless `"bot": "member"` is wished.
    """
    people = [_person(world, each) for each in wish.get("members", [])]
    known = world.groups.find(int(wish["id"])) if wish.get("id") is not None else None
    group = known or _new(world, wish, people)
    group.title = str(wish.get("title", group.title))
    world.changed(group)
    for person in people:
        if not group.has(person.id):
            members.change(world, group, person.user(), "member", _owner(world, group))
    return group


def _new(world: World, wish: Json, people: list[Person]) -> Group:
    """Make a group of its first member, and let the bot in."""
    forum = bool(wish.get("forum"))
    number = int(wish["id"]) if wish.get("id") is not None else world.groups.new_id(supergroup=forum)
    if number >= 0 or (forum and -number < LEAST_SUPER):
        raise ValueError("a group's id is below zero, and a forum's begins with -100")
    if not people:
        raise ValueError("a group has at least one member")
    status = str(wish.get("bot", "administrator"))
    if status not in ("member", "administrator"):
        raise ValueError('the bot is "member" or "administrator"')
    group = Group(number, str(wish["title"]), forum, {people[0].id: "creator"})
    members.change(world, group, world.bot, status, people[0])
    return group


def change_member(world: World, group: Group, wish: Json) -> Json:
    """Let somebody, or the bot by its own id, join, rise, step down or leave."""
    status = str(wish["status"])
    if status not in members.STATUSES:
        raise ValueError(f"a status is one of {', '.join(members.STATUSES)}")
    _still_here(group)
    user = world.user(int(wish["person"]))
    if user is None:
        raise Refused(404, "Not Found: nobody has this id")
    own = world.people.find(user["id"])
    alone = own if {status, group.status(user["id"])} == {"member", "left"} else None
    number = members.change(world, group, user, status, alone or _owner(world, group))
    return {"update_id": number, **shape(world, group)}


def migrate(world: World, group: Group) -> Group:
    """Turn a basic group into a supergroup, which is another chat with the same members."""
    _still_here(group)
    if group.kind != "group":
        raise Impossible("it is a supergroup already")
    owner = _owner(world, group)
    moved = Group(world.groups.new_id(supergroup=True), group.title, members=dict(group.members))
    world.changed(moved)
    world.announce(group, {"migrate_to_chat_id": moved.id}, owner)
    group.migrated_to = moved.id
    world.changed(group)
    world.announce(moved, {"migrate_from_chat_id": group.id}, owner)
    return moved


def shape(world: World, group: Group) -> Json:
    """Return a group as /sim shows it, with its topics."""
    return {**asdict(group), "type": group.kind, "topics": topics(world, group)}


def topics(world: World, group: Group) -> list[Json]:
    """Return the topics of a group as /sim shows them."""
    return [{**topic.shape(), "closed": topic.closed} for topic in world.topics.of(group.id)]


def _still_here(group: Group) -> None:
    if group.migrated_to is not None:
        raise Impossible(f"the group moved to {group.migrated_to}")


def _owner(world: World, group: Group) -> Person:
    """Return who acts for the group: its owner, or who came first."""
    present = [person for one in group.members if (person := world.people.find(one))]
    return next((person for person in present if group.status(person.id) == "creator"), present[0])


def _person(world: World, number: Any) -> Person:
    person = world.people.find(int(number))
    if person is None:
        raise Refused(404, f"Not Found: nobody has the id {number}")
    return person
