"""What Telegram demands of keyboards beyond their types."""

from __future__ import annotations

from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json

MOST_BUTTONS = 100
MOST_IN_ROW = 8
_REQUESTS = {"request_contact": "phone number", "request_location": "location", "request_poll": "poll"}
_LOOKS = {"text", "style", "icon_custom_emoji_id"}


def checked(markup: Json | None, *, private: bool) -> Json | None:
    """Return a keyboard that Telegram would take; an inline one without buttons is none."""
    if markup is not None and "keyboard" in markup and not private:
        _refuse_requests(markup["keyboard"])
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows: list[list[Json]] = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check(button)
    return {"inline_keyboard": rows} if rows else None


def _refuse_requests(rows: list[list[Json]]) -> None:
    buttons = [button for row in rows for button in row if isinstance(button, dict)]
    for name, wish in _REQUESTS.items():
        if any(button.get(name) for button in buttons):
            raise bad_request(f"{wish} can be requested in private chats only")


def _check(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = set(button) - _LOOKS
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
