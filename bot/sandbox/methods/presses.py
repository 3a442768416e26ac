"""Answers to pressed buttons."""

from __future__ import annotations

from bot.sandbox.methods.table import plays
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.world import World


@plays("answerCallbackQuery")
def answer_callback_query(world: World, given: Json) -> bool:
    """Stop the button's spinner, with a toast or an alert."""
    press = world.presses.find(given["callback_query_id"])
    if press is None or press.old:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answered = True
    press.text = given.get("text")
    press.show_alert = given.get("show_alert", False)
    press.url = given.get("url")
    world.presses.keep(press)
    world.changes.tell(press.person)
    return True
