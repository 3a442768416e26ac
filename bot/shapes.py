"""The parts of a Bot API update that are read, each with its type; everything else in an update is passed over."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct, ValidationError, convert, field

Id: TypeAlias = Annotated[int, Meta(ge=-(1 << 52), le=1 << 52)]
"""A number by which Telegram names something: never of more than 52 bits."""


class User(Struct):
    """Who did it."""

    id: Id
    first_name: str = ""
    last_name: str = ""
    language_code: str = ""

    @property
    def full_name(self) -> str:
        """First and last name as one."""
        return f"{self.first_name} {self.last_name}".strip()


class Chat(Struct):
    """Where it was done."""

    id: Id
    type: str
    title: str = ""
    is_forum: bool = False


class Entity(Struct):
    """A marked part of a text; offset and length count UTF-16 units."""

    type: str
    offset: int


class File(Struct):
    """A file of any kind, a photo in one of its sizes; a kind tells only some of these."""

    file_id: str
    file_unique_id: str
    file_size: int = 0
    duration: int = 0
    mime_type: str = ""
    file_name: str = ""


class Location(Struct):
    """A point on the map, in degrees of WGS-84."""

    latitude: float
    longitude: float


class Message(Struct):
    """Something said, sent or joined."""

    message_id: Id
    date: int
    chat: Chat
    sender: User | None = field(default=None, name="from")
    text: str | None = None
    caption: str | None = None
    entities: list[Entity] = []
    photo: list[File] = []
    voice: File | None = None
    video: File | None = None
    video_note: File | None = None
    animation: File | None = None
    document: File | None = None
    location: Location | None = None
    media_group_id: str = ""
    via_bot: User | None = None
    forward_origin: dict[str, Any] | None = None
    sender_chat: dict[str, Any] | None = None
    message_thread_id: Id = 0
    is_topic_message: bool = False
    migrate_to_chat_id: Id = 0


class Press(Struct):
    """A button that was pressed."""

    id: str
    sender: User = field(name="from")
    message: Message | None = None
    data: str = ""


class Member(Struct):
    """What somebody is in a chat now."""

    status: str


class Membership(Struct):
    """A change of what the bot is in a chat."""

    chat: Chat
    sender: User = field(name="from")
    new_chat_member: Member
    old_chat_member: Member | None = None


class Update(Struct):
    """One thing that happened."""

    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Press | None = None
    my_chat_member: Membership | None = None


def read(raw: bytes) -> Update:
    """Read the JSON of an update; `ValueError` or `RecursionError` when it has another shape.

    Null is the same as nothing: other servers write out what Telegram leaves away.
    """
    found = json.loads(raw)
    try:
        return convert(found, Update)
    except ValidationError:
        return convert(_without_nulls(found), Update)


def _without_nulls(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _without_nulls(value) for name, value in found.items() if value is not None}
    return [_without_nulls(each) for each in found] if isinstance(found, list) else found
