"""Photos, documents, voice messages and albums of the bot."""

from __future__ import annotations

from bot.sandbox.files import Stored, Upload
from bot.sandbox.methods.places import reachable
from bot.sandbox.methods.sending import captioned, post
from bot.sandbox.methods.table import plays
from bot.sandbox.refusals import bad_request, not_played
from bot.sandbox.shapes import Json
from bot.sandbox.world import World

_NAMES = {"photo": "Photo", "document": "Document", "voice": "VoiceNote", "video": "Video"}


@plays("sendPhoto")
def send_photo(world: World, given: Json) -> Json:
    """Send a photo: an upload, or the id of one sent before."""
    return _send(world, "photo", given)


@plays("sendDocument")
def send_document(world: World, given: Json) -> Json:
    """Send a file of any kind."""
    return _send(world, "document", given)


@plays("sendVoice")
def send_voice(world: World, given: Json) -> Json:
    """Send a voice message."""
    return _send(world, "voice", given)


@plays("sendVideo")
def send_video(world: World, given: Json) -> Json:
    """Send a video."""
    return _send(world, "video", given)


@plays("sendMediaGroup")
def send_media_group(world: World, given: Json) -> list[Json]:
    """Send an album, which is several messages of one group."""
    place = reachable(world, given)
    items: list[Json] = given["media"]
    kinds = {item["type"] for item in items}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    contents = [{**attachment(world, item["type"], item["media"], item), **captioned(item)} for item in items]
    album = world.files.new_album()
    return [post(world, place, given, {**content, "media_group_id": album}) for content in contents]


def attachment(world: World, kind: str, file: Upload | str, about: Json) -> Json:
    """Return the part of a message that carries an uploaded or known file."""
    if kind not in _NAMES:
        raise not_played(f"media of type {kind}")
    if isinstance(file, str):
        return _known(world, kind, file).content()
    if kind == "photo":
        return {"photo": world.files.add_photo(file.body)}
    if kind == "document":
        return world.files.add_document(file).content()
    if kind == "video":
        return world.files.add_video(file, about.get("duration") or 0).content()
    return world.files.add_voice(file, about.get("duration", 0)).content()


def _send(world: World, kind: str, given: Json) -> Json:
    content = captioned(given)
    place = reachable(world, given)
    return post(world, place, given, {**attachment(world, kind, given[kind], given), **content})


def _known(world: World, kind: str, file_id: str) -> Stored:
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.find(file_id)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {_NAMES[stored.kind]} as {_NAMES[kind]}")
    return stored
