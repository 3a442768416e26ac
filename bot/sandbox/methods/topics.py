"""The topics of forums."""

from __future__ import annotations

from bot.sandbox.groups import Group
from bot.sandbox.methods.places import may_govern, place_of
from bot.sandbox.methods.table import plays
from bot.sandbox.refusals import Refused, bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.topics import USUAL_COLOR, Topic
from bot.sandbox.world import World


@plays("createForumTopic")
def create_forum_topic(world: World, given: Json) -> Json:
    """Start a topic; it is named after the number of the message that tells of it."""
    forum = _forum(world, given, "create a topic")
    if not given["name"].strip():
        raise bad_request("TOPIC_TITLE_EMPTY")
    color, emoji = given.get("icon_color", USUAL_COLOR), given.get("icon_custom_emoji_id")
    draft = Topic(forum.id, 0, given["name"].strip(), color, emoji)
    kept = world.post(forum, {"forum_topic_created": draft.looks()}, None)
    draft.id = kept.id
    world.topics.keep(draft)
    kept.message |= {"message_thread_id": kept.id, "is_topic_message": True}
    world.touched(kept)
    world.deliver("message", kept)
    return draft.shape()


@plays("editForumTopic")
def edit_forum_topic(world: World, given: Json) -> bool:
    """Change the name or the icon of a topic."""
    topic = _topic(world, given)
    wish = {name: given[name] for name in ("name", "icon_custom_emoji_id") if name in given}
    news = {name: value for name, value in wish.items() if getattr(topic, name) != value}
    if not news:
        raise _not_modified()
    for name, value in news.items():
        setattr(topic, name, value)
    return _changed(world, topic, {"forum_topic_edited": news})


@plays("closeForumTopic")
def close_forum_topic(world: World, given: Json) -> bool:
    """Let nobody but administrators write into a topic."""
    topic = _topic(world, given)
    if topic.closed:
        raise _not_modified()
    topic.closed = True
    return _changed(world, topic, {"forum_topic_closed": {}})


@plays("reopenForumTopic")
def reopen_forum_topic(world: World, given: Json) -> bool:
    """Let everybody write into a closed topic again."""
    topic = _topic(world, given)
    if not topic.closed:
        raise _not_modified()
    topic.closed = False
    return _changed(world, topic, {"forum_topic_reopened": {}})


@plays("deleteForumTopic")
def delete_forum_topic(world: World, given: Json) -> bool:
    """Delete a topic with all its messages."""
    topic = _topic(world, given)
    for kept in world.chats.of(topic.chat_id):
        if kept.lies_in(topic.id):
            world.chats.remove(kept)
    world.topics.remove(topic)
    world.tell(topic.chat_id)
    return True


def _forum(world: World, given: Json, deed: str) -> Group:
    place = place_of(world, given)
    if not isinstance(place, Group) or not place.forum:
        raise bad_request("the chat is not a forum")
    if not may_govern(world, place):
        raise bad_request(f"not enough rights to {deed}")
    return place


def _topic(world: World, given: Json) -> Topic:
    forum = _forum(world, given, "edit the topic")
    topic = world.topics.find(forum.id, given["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _changed(world: World, topic: Topic, event: Json) -> bool:
    world.topics.keep(topic)
    forum = world.groups.find(topic.chat_id)
    if forum is not None:
        world.announce(forum, {"message_thread_id": topic.id, "is_topic_message": True, **event}, None)
    return True


def _not_modified() -> Refused:
    return bad_request("TOPIC_NOT_MODIFIED")
