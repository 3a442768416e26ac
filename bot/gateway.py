"""The Telegram edge, the only file that speaks Telegram: raw update to Incoming, Outgoing to API call."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Literal, TypeAlias

# Read when an error is made: without it the library warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

import httpx
import segno
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, InputMediaPhoto
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot import shapes
from bot.shapes import File, Membership, Message, Press, User
from bot.speech import Attached, Group, Incoming, Medium, Outgoing
from bot.transport import InProcess, Line, NotSent, Seam
from bot.wire import Wire

Json: TypeAlias = Mapping[str, Any]

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""
GROUPS = ("group", "supergroup")


class Unreadable(Exception):
    """An update is not of the shape that the Bot API promises."""


class Stopped(Exception):
    """The bot cannot go on with this token; `code` is what the process should end with."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


SPINNER_SECONDS = 5

EXIT_CONFLICT = 75
EXIT_TOKEN = 78
BAD_TOKEN = "Telegram does not know this BOT_TOKEN. Copy it again from @BotFather."  # noqa: S105


def address(raw: object) -> tuple[str, int, str]:
    """Return what makes an update itself, whose it is (0: nobody's), and its press to acknowledge ("": none).

    Never fails, whatever was sent. The update's number is no identity: Telegram may begin to count anew. A press in a
    group is answered by its turn, in words that its person alone sees.
    """
    update = raw if isinstance(raw, dict) else {}
    person = _number(update, "callback_query", "from", "id")
    press = _at(update, "callback_query", "id")
    if isinstance(press, str):
        in_group = _at(update, "callback_query", "message", "chat", "type") in GROUPS
        return f"press {press}", person, "" if in_group else press
    for kind in ("message", "edited_message"):
        chat, message = _number(update, kind, "chat", "id"), _number(update, kind, "message_id")
        if chat and message:
            edited = _number(update, kind, "edit_date")
            said = _digest(update[kind])
            return f"message {chat} {message} {edited} {said}", _number(update, kind, "from", "id") or chat, ""
    number = _at(update, "update_id")
    return f"update {number} {_digest(raw)}", _number(update, "my_chat_member", "from", "id"), ""


def _digest(raw: object) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:24]


def _at(raw: Any, *path: str) -> Any:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw


def _number(raw: Any, *path: str) -> int:
    found = _at(raw, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 1 << 63 else 0


def parse(raw: bytes) -> Incoming | None:
    """Return what a person did; None for what is not for us; `Unreadable` when it makes no sense."""
    try:
        update = shapes.read(raw)
        if update.callback_query is not None:
            return _press(update.callback_query)
        if update.message is not None:
            return _message(update.message) or _in_group(update.message)
        if update.edited_message is not None:
            return _edit(update.edited_message)
        if update.my_chat_member is not None:
            return _membership(update.my_chat_member)
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error
    return None


def _press(query: Press) -> Incoming | None:
    if query.message is None or query.message.chat.type not in ("private", *GROUPS):
        return None
    return Incoming(
        kind="press",
        chat=query.message.chat.id,
        person=query.sender.id,
        language=query.sender.language_code,
        name=query.sender.full_name,
        message=query.message.message_id,
        press=query.data,
        press_id=query.id,
        group=_group(query.message) if query.message.chat.type in GROUPS else None,
    )


def _message(message: Message) -> Incoming | None:
    if message.chat.type != "private" or message.sender is None or message.via_bot is not None:
        return None
    said = _from(message.sender, message)
    attached = _attached(message)
    if attached is not None:
        return replace(said, kind=attached.kind, text=message.caption or "", attached=attached)
    if message.location is not None:
        return replace(said, kind="location", at=(message.location.latitude, message.location.longitude))
    if message.text is None:
        return replace(said, text=message.caption or "")
    command, rest = _command(message)
    # A command in a forwarded message is somebody else's word.
    if command and message.forward_origin is None:
        return replace(said, kind="command", command=command, text=rest)
    return replace(said, kind="text", text=message.text)


def _from(sender: User, message: Message) -> Incoming:
    return Incoming(
        kind="other",
        chat=message.chat.id,
        person=sender.id,
        language=sender.language_code,
        name=sender.full_name,
        message=message.message_id,
        album=message.media_group_id,
    )


def _in_group(message: Message) -> Incoming | None:
    """Return a command that somebody gave in a group themselves, or that the group moved; other talk is not for us."""
    if message.chat.type not in GROUPS:
        return None
    if message.migrate_to_chat_id:
        return Incoming("moved", message.chat.id, 0, group=Group(moved_to=message.migrate_to_chat_id))
    # An anonymous admin, a channel, another bot's words and somebody else's: nobody whose role can be known.
    veiled = message.sender_chat is not None or message.via_bot is not None or message.forward_origin is not None
    command, rest = _command(message)
    if not command or veiled or message.sender is None:
        return None
    there = replace(_group(message), named=(message.text or "").split()[0].partition("@")[2])
    return replace(_from(message.sender, message), kind="command", command=command, text=rest, group=there)


def _group(message: Message) -> Group:
    # An answer outside topics bears a thread too, which is no topic: nothing can be sent into it.
    thread = message.message_thread_id if message.is_topic_message else 0
    return Group(message.chat.title, message.chat.is_forum, thread)


PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
"""What counts as a photo when it is sent as a file."""
MOST_NAME = 100


def _attached(message: Message) -> Attached | None:
    if message.photo:
        return _file("photo", message.photo[-1])
    if message.voice:
        return _file("voice", message.voice)
    if moving := message.video or message.video_note or message.animation:
        return _file("video", moving)
    if message.document:
        return _file("photo" if message.document.mime_type in PICTURES else "document", message.document)
    return None


def _file(kind: Medium, file: File) -> Attached:
    name = file.file_name[:MOST_NAME]
    return Attached(kind, file.file_id, file.file_unique_id, file.file_size, file.duration, file.mime_type, name)


def _edit(message: Message) -> Incoming | None:
    said = _message(message)
    return replace(said, kind="edit", attached=None) if said is not None and said.text else None


def _command(message: Message) -> tuple[str, str]:
    text = message.text or ""
    if not any(entity.type == "bot_command" and entity.offset == 0 for entity in message.entities):
        return "", text
    first, *rest = text.split(maxsplit=1)
    return first[1:].partition("@")[0].lower(), "".join(rest)


OUTSIDE = ("left", "kicked")


def _membership(change: Membership) -> Incoming | None:
    if change.chat.type not in ("private", *GROUPS):
        return None
    is_out = change.new_chat_member.status in OUTSIDE
    said = Incoming("blocked" if is_out else "unblocked", change.chat.id, change.sender.id)
    if change.chat.type == "private":
        return said
    before = change.old_chat_member.status if change.old_chat_member else "left"
    group = Group(change.chat.title, change.chat.is_forum, joined=before in OUTSIDE and not is_out)
    return replace(said, language=change.sender.language_code, group=group)


# -- saying ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of something that was said.

    `sent`; `later`: try again after `wait` seconds (0: when the sender thinks fit), `certain` that nothing arrived;
    `blocked`: the person stopped the bot; `moved` to `chat`; `failed` for good; `stopped`: the token is not valid.
    `number` is that of the new message or topic, where something is to come back of it.
    """

    verdict: Literal["sent", "later", "blocked", "moved", "failed", "stopped"]
    wait: float = 0
    certain: bool = True
    chat: int = 0
    fault: str = ""
    number: int = 0


class Gateway:
    """Says things through the Bot API."""

    def __init__(self, api_url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._line: Line = InProcess(transport) if transport else Wire(api_url)
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
        return _verdict(error)

    async def _bad_request(self, outgoing: Outgoing, error: BadRequest) -> Delivery:
        reason = error.message.lower()
        if "not modified" in reason or outgoing.delete:
            return Delivery("sent")
        if "chat not found" in reason:
            return Delivery("blocked")
        if outgoing.edit and any(each in reason for each in NOT_EDITABLE):
            return await self.say(replace(outgoing, edit=0))
        if "can't parse entities" in reason:
            try:
                number = await self._call(outgoing, html_mode=False)
            except TelegramError as again:
                return _verdict(again)
            return Delivery("sent", number=number)
        return _verdict(error)


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


def _verdict(error: TelegramError) -> Delivery:
    if isinstance(error, RetryAfter):
        return Delivery("later", wait=_seconds(error.retry_after))
    if isinstance(error, Forbidden):
        return Delivery("blocked")
    if isinstance(error, ChatMigrated):
        return Delivery("moved", chat=error.new_chat_id)
    if isinstance(error, InvalidToken):
        return Delivery("stopped")
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return Delivery("later", certain=isinstance(error, NotSent))
    if type(error) is TelegramError:  # an answer that is no answer: cut short, or somebody else's page
        return Delivery("later", certain=False)
    return Delivery("failed", fault=_code_of(error))


def _seconds(wait: Any) -> float:
    return float(wait.total_seconds()) if hasattr(wait, "total_seconds") else float(wait)


def _code_of(error: TelegramError) -> str:
    # Telegram's words about our call, never ours or a person's; made a code so that a log and a screen may show it.
    return re.sub(r"[^a-z0-9]+", "_", error.message.lower())[:60].strip("_") or type(error).__name__


def _keyboard(outgoing: Outgoing) -> Any:
    # As the wire has it: the library's own objects would be built only to be taken apart again.
    rows = [[{"text": text, "callback_data": data} for text, data in row] for row in outgoing.buttons]
    return {"inline_keyboard": rows}


def _without_tags(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))
