"""What is said through Telegram's Bot API: each Outgoing becomes a call, and each refusal a verdict."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeAlias

import httpx
import segno
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, InputMediaPhoto
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.gateway.verdicts import Delivery, verdict_of
from bot.speech import Medium, Outgoing
from bot.transport import Seam, line_to

Json: TypeAlias = Mapping[str, Any]


SPINNER_SECONDS = 5


class Gateway:
    """Says things through the Bot API."""

    def __init__(self, api_url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._line = line_to(api_url, transport)
        self._methods = f"{api_url}/bot{token}/"
        self._seam, self._whole = Seam(self._line, whole=False), Seam(self._line, whole=True)
        self._bot, self._asking = (
            Bot(
                token,
                base_url=f"{api_url}/bot",
                base_file_url=f"{api_url}/file/bot",
                request=seam,
                get_updates_request=seam,
            )
            for seam in (self._seam, self._whole)
        )
        self._username = ""

    async def close(self) -> None:
        """Close the connections."""
        for seam in (self._seam, self._whole):
            await seam.shutdown()

    async def poll(self, question: Json, patience: float) -> tuple[int, bytes]:
        """Ask for updates and return the answer as it came: one update that cannot be read must not hide the others."""
        body = json.dumps(question).encode()
        return await self._line.post(f"{self._methods}getUpdates", "application/json", body, patience)

    async def say(self, outgoing: Outgoing) -> Delivery:
        """Send, edit or delete a message, and tell what became of it."""
        try:
            number = await self._call(outgoing)
        except TelegramError as error:
            return await self._refused(outgoing, error)
        return Delivery("sent", number=number)

    async def acknowledge(self, press: str) -> None:
        """Stop the spinner on a pressed button; best effort, since it is worth nothing when late."""
        try:
            await self._seam.call(f"{self._methods}answerCallbackQuery", {"callback_query_id": press}, SPINNER_SECONDS)
        except TelegramError:
            return

    async def set_commands(self, commands: Sequence[tuple[str, str]], language: str = "") -> bool:
        """Offer everybody a menu of commands in their own chat, for one language; tells whether that worked."""
        try:
            await self._bot.set_my_commands(_menu(commands), BotCommandScopeAllPrivateChats(), language or None)
        except TelegramError:
            return False
        return True

    async def _link(self, code: str) -> str:
        return f"https://t.me/{await self._name()}?start={code}"

    async def _name(self) -> str:
        self._username = self._username or (await self._asking.get_me()).username or ""
        return self._username

    async def _call(self, outgoing: Outgoing, html_mode: bool = True) -> int:
        """Make the call; returns the number of what is new, where something is to come back of it."""
        if outgoing.delete:
            await self._bot.delete_message(outgoing.chat, outgoing.delete)
        elif outgoing.commands:
            await self._bot.set_my_commands(_menu(outgoing.commands), scope=BotCommandScopeChat(outgoing.chat))
        elif outgoing.press:
            told = _without_tags(outgoing.text)[:MOST_TOAST]
            await self._bot.answer_callback_query(outgoing.press, told or None)
        elif outgoing.topic:
            return (await self._asking.create_forum_topic(outgoing.chat, outgoing.topic[:MOST_TOPIC])).message_thread_id
        elif outgoing.leave:
            with suppress(TelegramError):  # where it may not speak it goes without a word
                await self._say(outgoing, html_mode)
            await self._bot.leave_chat(outgoing.chat)
        elif not outgoing.named or outgoing.named.casefold() == (await self._name()).casefold():
            return await self._say(outgoing, html_mode)
        return 0

    async def _say(self, outgoing: Outgoing, html_mode: bool) -> int:
        mode = "HTML" if html_mode else None
        text = outgoing.text if html_mode else _without_tags(outgoing.text)
        markup = _keyboard(outgoing) if outgoing.buttons else None
        if outgoing.edit:
            await self._edit(outgoing, {"text": text, "parse_mode": mode, "reply_markup": markup})
            return outgoing.edit if outgoing.minutes else 0
        if outgoing.start:
            link = await self._link(outgoing.start)
            await self._bot.send_photo(
                outgoing.chat, _to_scan(link), caption=f"{text}\n{link}", parse_mode=mode, reply_markup=markup
            )
        elif outgoing.enclosed:
            return await self._enclose(outgoing, {"caption": text or None, "parse_mode": mode}, markup)
        else:
            return await self._write(outgoing, {"text": text, "parse_mode": mode, "reply_markup": markup})
        return 0

    # Not through the library's methods: their checks and conversions take longer than all the rest of the call.

    async def _edit(self, outgoing: Outgoing, words: Json) -> None:
        await self._seam.call(f"{self._methods}editMessageText", _said(outgoing, message_id=outgoing.edit, **words))

    async def _write(self, outgoing: Outgoing, words: Json) -> int:
        how = {"disable_notification": outgoing.notice, "message_thread_id": outgoing.thread}
        said = _said(outgoing, **words, **how, protect_content=outgoing.in_group)
        numbered = outgoing.back or outgoing.minutes
        sent = await (self._whole if numbered else self._seam).call(f"{self._methods}sendMessage", said)
        return int(sent["message_id"]) if numbered else 0

    async def _enclose(self, outgoing: Outgoing, said: dict[str, Any], markup: Any) -> int:
        first, *more = outgoing.enclosed
        if more:
            album = [InputMediaPhoto(each.content) for each in outgoing.enclosed]
            await self._bot.send_media_group(outgoing.chat, album, **said)
            return 0
        bot = self._asking if outgoing.minutes else self._bot
        send: dict[Medium, Callable[..., Awaitable[Any]]] = {
            "photo": bot.send_photo,
            "voice": bot.send_voice,
            "video": bot.send_video,
            "document": bot.send_document,
        }
        # On one line: it stands in a header of the call.
        name = {"filename": " ".join(first.name.split())} if first.name else {}
        sent = await send[first.kind](outgoing.chat, first.content, reply_markup=markup, **said, **name)
        return int(sent.message_id) if outgoing.minutes else 0

    async def _refused(self, outgoing: Outgoing, error: TelegramError) -> Delivery:
        if (outgoing.press or outgoing.leave) and isinstance(error, BadRequest | Forbidden):
            return Delivery("sent")  # the press is too old, or the bot is out already
        if isinstance(error, BadRequest):
            return await self._bad_request(outgoing, error)
        return verdict_of(error)

    async def _bad_request(self, outgoing: Outgoing, error: BadRequest) -> Delivery:
        reason = error.message.lower()
        if "not modified" in reason:  # it was said before, and its answer was lost: it has to vanish all the same
            return Delivery("sent", number=outgoing.edit if outgoing.minutes else 0)
        if outgoing.delete:
            return Delivery("sent")
        if "chat not found" in reason:
            return Delivery("blocked")
        if outgoing.edit and any(each in reason for each in NOT_EDITABLE):
            return await self.say(replace(outgoing, edit=0))
        if "can't parse entities" in reason:
            try:
                number = await self._call(outgoing, html_mode=False)
            except TelegramError as again:
                return verdict_of(again)
            return Delivery("sent", number=number)
        return verdict_of(error)


NOT_EDITABLE = ("message to edit not found", "can't be edited", "no text in the message")
"""Why words become a new message instead: the old one is gone, too old, or a photo."""

MOST_TOAST = 200
MOST_TOPIC = 128
"""Characters of an answer to a press, and of a topic's name."""


def _said(outgoing: Outgoing, **values: object) -> Json:
    """Return what a call says, as the wire has it; what is empty is left out."""
    told = {name: value for name, value in values.items() if value}
    return {"chat_id": outgoing.chat, **told, "link_preview_options": {"is_disabled": True}}


def _menu(commands: Sequence[tuple[str, str]]) -> list[BotCommand]:
    return [BotCommand(name, meaning) for name, meaning in commands]


def _to_scan(link: str) -> bytes:
    picture = BytesIO()
    segno.make_qr(link).save(picture, kind="png", scale=8)
    return picture.getvalue()


def _keyboard(outgoing: Outgoing) -> Any:
    # As the wire has it: the library's own objects would be built only to be taken apart again.
    rows = [[{"text": text, "callback_data": data} for text, data in row] for row in outgoing.buttons]
    return {"inline_keyboard": rows}


def _without_tags(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))
