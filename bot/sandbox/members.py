"""Who is in a group, and what happens when that changes."""

from __future__ import annotations

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.shapes import Json
from bot.sandbox.world import World

STATUSES = ("member", "administrator", "restricted", "left", "kicked")
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
)
_SENDING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_NO_RIGHTS = (
    "is_anonymous",
    "can_be_edited",
    "can_promote_members",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


def shape(group: Group, user: Json, status: str) -> Json:
    """Return the Bot API ChatMember of that status."""
    more: Json = {}
    if status == "creator":
        more = {"is_anonymous": False}
    elif status == "administrator":
        more = {**dict.fromkeys(_NO_RIGHTS, False), **dict.fromkeys(_RIGHTS, True)}
        more |= {"can_manage_topics": True} if group.kind == "supergroup" else {}
    elif status == "restricted":
        more = {**dict.fromkeys(_SENDING, False), "is_member": True, "until_date": 0}
    elif status == "kicked":
        more = {"until_date": 0}
    return {"status": status, "user": user, **more}


def change(world: World, group: Group, user: Json, status: str, by: Person | None) -> int | None:
    """Give somebody a status, as a person or the bot (None) does; returns the number of the update about it."""
    before = group.status(user["id"])
    if status == before:
        return None
    was_there = group.has(user["id"])
    group.members[user["id"]] = status
    world.changed(group)
    number = _tell_bot(world, group, user, before, by)
    if group.has(user["id"]) != was_there:
        news = {"left_chat_member": user} if was_there else {"new_chat_members": [user]}
        world.announce(group, news, by)
    world.changes.tell(user["id"])
    return number


def _tell_bot(world: World, group: Group, user: Json, before: str, by: Person | None) -> int | None:
    body = {
        "chat": group.chat(),
        "from": by.user() if by else world.bot,
        "date": world.now(),
        "old_chat_member": shape(group, user, before),
        "new_chat_member": shape(group, user, group.status(user["id"])),
    }
    if user["id"] == world.bot["id"]:
        return world.updates.put("my_chat_member", body)
    return world.updates.put("chat_member", body) if group.governs(world.bot["id"]) else None
