"""What a person sends: words, photos, voices, documents, places, contacts and what others said."""

from __future__ import annotations

from bot.sandbox.acts import MOST_CAPTION, MOST_TEXT, Impossible, fitting, place_of
from bot.sandbox.chats import Kept
from bot.sandbox.entities import found
from bot.sandbox.files import Upload
from bot.sandbox.groups import GENERAL, Group
from bot.sandbox.people import Person
from bot.sandbox.shapes import Json
from bot.sandbox.threads import placed
from bot.sandbox.world import Place, World

Uploads = dict[str, list[Upload]]


def send(world: World, person: Person, wish: Json, files: Uploads) -> Json:
    """Send what is wished; returns the message and the number of its update, of an album the first and `all`."""
    place = place_of(world, person, wish)
    contents = _contents(world, person, wish, files)
    replied = _replied(world, place, wish)
    where = placed(world, place, _thread(world, person, place, wish, replied), replied)
    origin = {"forward_origin": _origin(world, wish["forward"])} if wish.get("forward") else {}
    sent = [_post(world, person, place, {**where, **origin, **content}) for content in contents]
    return {**sent[0], "all": sent} if "photo" in files or len(sent) > 1 else sent[0]


def _post(world: World, person: Person, place: Place, content: Json) -> Json:
    kept = world.post(place, content, person)
    return {"update_id": world.deliver("message", kept), "message": kept.seen()}


def _contents(world: World, person: Person, wish: Json, files: Uploads) -> list[Json]:
    """Return what the messages say: one, or as many as there are photos or documents."""
    if files:
        return _with_caption(world, wish, _attached(world, wish, files))
    if wish.get("location"):
        return [{"location": _location(wish["location"])}]
    if wish.get("contact"):
        return [{"contact": _contact(person, wish["contact"])}]
    return [_text(wish)]


def _text(wish: Json) -> Json:
    given = (wish.get("forward") or {}).get("text") if "text" not in wish else None
    text = fitting(str(wish["text"] if given is None else given), MOST_TEXT)
    if not text:
        raise Impossible("the text is empty")
    return {"text": text, "entities": found(text)}


def _attached(world: World, wish: Json, files: Uploads) -> list[Json]:
    if len(files) > 1:
        raise Impossible("photos, a voice and documents go in messages of their own")
    ((kind, uploads),) = files.items()
    if kind == "photo":
        return [{"photo": world.files.add_photo(upload.body)} for upload in uploads]
    if kind == "document":
        return [world.files.add_document(upload).content() for upload in uploads]
    if kind == "voice" and len(uploads) == 1:
        return [world.files.add_voice(uploads[0], int(wish.get("duration") or 1)).content()]
    if kind == "video" and len(uploads) == 1:
        return [world.files.add_video(uploads[0], int(wish.get("duration") or 1)).content()]
    raise Impossible("what can be attached are photos, documents, one voice or one video")


def _with_caption(world: World, wish: Json, contents: list[Json]) -> list[Json]:
    """Put the caption under the first; several make an album."""
    caption = fitting(str(wish.get("caption") or wish.get("text") or ""), MOST_CAPTION)
    if len(contents) > 1:
        album = world.files.new_album()
        contents = [{"media_group_id": album, **content} for content in contents]
    if caption:
        contents[0] |= {"caption": caption, "caption_entities": found(caption)}
    return contents


def _location(given: Json) -> Json:
    latitude, longitude = float(given["latitude"]), float(given["longitude"])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Impossible("there is no such place on the map")
    return {"latitude": latitude, "longitude": longitude}


def _contact(person: Person, given: Json) -> Json:
    """Return a contact: the person's own, unless another user or nobody is named."""
    contact = {"phone_number": str(given["phone_number"]), "first_name": str(given.get("first_name") or person.name)}
    user_id = given.get("user_id", person.id)
    return contact if user_id is None else {**contact, "user_id": int(user_id)}


def _origin(world: World, given: Json) -> Json:
    """Return who said first what is forwarded: a name, `from_person` or the bot by number, or a `from_channel`."""
    date = int(given.get("date", world.now()))
    if "from_person" in given:
        user = world.user(int(given["from_person"]))
        if user is None:
            raise Impossible("nobody has this id")
        return {"type": "user", "sender_user": user, "date": date}
    if "from_channel" in given:
        chat = {"id": -1_009_000_000_001, "title": str(given["from_channel"]), "type": "channel"}
        return {"type": "channel", "chat": chat, "message_id": 1, "date": date}
    return {"type": "hidden_user", "sender_user_name": str(given["from_name"]), "date": date}


def _replied(world: World, place: Place, wish: Json) -> Kept | None:
    if not wish.get("reply_to"):
        return None
    kept = world.chats.find(place.id, int(wish["reply_to"]))
    if kept is None:
        raise Impossible(f"there is no message {wish['reply_to']}")
    return kept


def _thread(world: World, person: Person, place: Place, wish: Json, replied: Kept | None) -> int | None:
    """Return the topic to write into, if it is open to this person."""
    thread = int(wish.get("thread") or GENERAL)
    if thread == GENERAL and replied is not None and replied.message.get("is_topic_message"):
        thread = int(replied.message["message_thread_id"])
    if thread == GENERAL:
        return None
    topic = world.topics.find(place.id, thread)
    if topic is None or not isinstance(place, Group):
        raise Impossible(f"there is no topic {thread}")
    if topic.closed and not place.governs(person.id):
        raise Impossible("the topic is closed")
    return thread
