"""Files for download."""

from __future__ import annotations

from bot.sandbox.files import MOST_DOWNLOAD
from bot.sandbox.methods.table import plays
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.world import World


@plays("getFile")
def get_file(world: World, given: Json) -> Json:
    """Tell where a file can be downloaded."""
    stored = world.files.find(given["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.file_size > MOST_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.shape()
