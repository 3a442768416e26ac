"""Who is in a chat."""

from __future__ import annotations

from bot.sandbox import members
from bot.sandbox.groups import Group
from bot.sandbox.methods.places import place_of
from bot.sandbox.methods.table import plays
from bot.sandbox.people import Person
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.world import World


@plays("getChatMember")
def get_chat_member(world: World, given: Json) -> Json:
    """Tell what somebody is in a chat; who never was in it has left it."""
    place = place_of(world, given)
    user = world.user(given["user_id"])
    private = isinstance(place, Person)
    if user is None or (private and user["id"] not in (place.id, world.bot["id"])):
        raise bad_request("member not found")
    if isinstance(place, Group):
        return members.shape(place, user, place.status(user["id"]))
    return {"status": "member", "user": user}


@plays("getChatAdministrators")
def get_chat_administrators(world: World, given: Json) -> list[Json]:
    """List the administrators of a group."""
    group = _group(world, given, "there are no administrators in the private chat")
    people = ((world.user(one), status) for one, status in group.members.items() if group.governs(one))
    return [members.shape(group, user, status) for user, status in people if user is not None]


@plays("getChatMemberCount")
def get_chat_member_count(world: World, given: Json) -> int:
    """Count who is in a chat, the bot included."""
    place = place_of(world, given)
    return len(place.present()) if isinstance(place, Group) else 2


@plays("leaveChat")
def leave_chat(world: World, given: Json) -> bool:
    """Let the bot leave a group."""
    group = _group(world, given, "chat member status can't be changed in private chats")
    members.change(world, group, world.bot, "left", None)
    return True


def _group(world: World, given: Json, otherwise: str) -> Group:
    place = place_of(world, given)
    if isinstance(place, Person):
        raise bad_request(otherwise)
    return place
