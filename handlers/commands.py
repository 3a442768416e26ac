"""Commands and menus that anyone may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.dialogue import gather
from bot.rules import rights
from bot.rules.people import STAFF
from bot.speech import Button, Text
from bot.texts import LANGUAGES, _
from handlers import banners, conversation, limits
from handlers.turn import MENU, Turn
from storage import people

COMMANDS: Mapping[str, Text] = {
    "report": _("Report a danger"),
    "visit": _("Ask somebody to come and look"),
    "mytips": _("My tips"),
    "reward": _("Rewards: would I get one, where does mine stand"),
    "impact": _("What my reports led to"),
    "follow": _("Follow my building"),
    "mydata": _("What is kept of me, and delete it"),
    "help": _("What I can do"),
    "language": _("语言 / Language"),
    "cancel": _("Stop what is open"),
}
"""What everyone finds in the menu, in its order."""

STAFF_COMMANDS: Mapping[str, Text] = {
    "triage": _("What is new, one by one"),
    "work": _("What lies with me"),
    "backlog": _("Backlog and errors"),
    "approvals": _("What waits for a second person"),
    "rewards": _("All rewards, and the budget"),
    "payout": _("Counter: hand over a reward"),
    "deputy": _("Who stands in for me"),
    "listen": _("Voice messages to listen to"),
    "ties": _("Homes that I am tied to"),
    "tip": _("One tip: /tip and its number"),
    "reportfor": _("Report for somebody who told me"),
    "hotline": _("Work orders of 12345"),
    "invite": _("Invite somebody to a role"),
    "people": _("Who has which role"),
    "audit": _("Who did what"),
    "town": _("The town: buildings and grids"),
    "notice": _("Tell the public something"),
    "phrases": _("Words ready at hand"),
    "group": _("Staff groups"),
}
"""What those find behind it whose role has the right to it."""

NEEDS: Mapping[str, str] = {
    "triage": "triage.read",
    "work": "work.read",
    "backlog": "backlog.read",
    "approvals": "approval.read",
    "rewards": "rewards.read",
    "payout": "payout.read",
    "deputy": "deputy.set",
    "listen": "voice.listen",
    "ties": "ties.declare",
    "tip": "tip.read",
    "reportfor": "report.proxy",
    "hotline": "hotline.enter",
    "invite": "invite.make",
    "people": "people.read",
    "audit": "audit.read",
    "town": "town.change",
    "notice": "notice.set",
    "phrases": "phrases.change",
    "group": "group.link",
}
"""The right that a command of staff needs."""

VISIT = "V01"

HELLO = _(
    "<b>Hello, I am Anju, the home-safety helper of your subdistrict.</b>\n"
    "Tell me of a danger in a rented home: the office looks into it, and here you see what became of it.\n"
    "You may stay anonymous: then no one at the office sees who you are, and only a sealed way to answer you is kept.\n"
    "Please never send ID numbers here, for Telegram itself can see this chat and its servers are abroad."
)
EMERGENCY = _("In an emergency call first: fire {fire} · police {police} · ambulance {ambulance}.")
VISITED = _("Somebody of the office comes and looks. I ask where, when it suits you, and who may know.")
REFUSED = _("That belongs to a role that you do not have now. Nothing was changed. /help lists what you can do.")


async def start(turn: Turn) -> None:
    """Say what the bot does and keeps, and show the menu."""
    numbers = turn.tx.policy.emergency.numbers
    called = EMERGENCY(fire=numbers.fire, police=numbers.police, ambulance=numbers.ambulance)
    await banners.say_notices(turn)
    turn.say(HELLO, called, buttons=menu(turn))


async def show_help(turn: Turn) -> None:
    """List what the person can do."""
    listed = [Text("/{name} {meaning}")(name=name, meaning=meaning) for name, meaning in offered(turn.role).items()]
    numbers = turn.tx.policy.emergency.numbers
    called = EMERGENCY(fire=numbers.fire, police=numbers.police, ambulance=numbers.ambulance)
    told = _("You can also simply write what you saw, or send a photo. Every button can be typed as well.")
    turn.say(_("<b>What I can do</b>"), *listed, told, called)


async def report(turn: Turn) -> None:
    """Begin to report a danger."""
    if turn.draft is None:
        await banners.say_notices(turn)
        await limits.say_used_up(turn)
    await conversation.begin(turn, "report")


async def visit(turn: Turn) -> None:
    """Begin to ask for a visit: the same conversation, with its first question answered."""
    if turn.draft is None and VISIT in turn.tx.policy.hazards:
        turn.draft = conversation.new_draft("report")
        turn.draft.journal["hazard"] = VISIT
        turn.say(VISITED)
        return await conversation.go_on(turn, None)
    return await conversation.begin(turn, "report")


async def cancel(turn: Turn) -> None:
    """Say that nothing is open; an open conversation has its own way to stop."""
    turn.say(_("Nothing is open right now."), buttons=menu(turn))


async def language(turn: Turn) -> None:
    """Let the person choose a language, and remember it."""
    chosen = turn.incoming.text
    if chosen not in LANGUAGES:
        buttons = [[Button(Text("{name}")(name=name), f"{MENU}.language.{code}")] for code, name in LANGUAGES.items()]
        turn.say(_("Which language shall I speak?"), buttons=buttons)
        return
    person = await people.enter(turn.tx, turn.incoming)
    await people.set_language(turn.tx, person.id, chosen)
    turn.person = replace(person, language=chosen)
    turn.say(_("I will speak English with you."), buttons=menu(turn), in_place=True)
    turn.offer(turn.incoming.chat, chosen, offered(turn.role))


async def unknown(turn: Turn) -> None:
    """Say that there is no such command."""
    turn.say(_("I do not know that command. This is what I can do:"), buttons=menu(turn))


async def refuse(turn: Turn) -> None:
    """Say kindly that the role does not allow it; to a resident who types a command of staff, there is none."""
    if turn.role not in STAFF and not turn.incoming.press_id:
        return await unknown(turn)
    if turn.role in STAFF:
        await turn.record("refused", turn.incoming.command)
    turn.say(REFUSED, buttons=menu(turn))
    return None


async def offer_report(turn: Turn, alarm: Text | None = None) -> None:
    """Offer to report what was said or shown out of the blue: nothing of it has to be sent again."""
    turn.draft = conversation.new_draft("report")
    await banners.say_notices(turn)
    await limits.say_used_up(turn)
    most = turn.tx.policy.report.what.most
    if len(turn.incoming.text) > most:
        turn.say(kept_first(len(turn.incoming.text), most))
    gather(conversation.DIALOGUES["report"], turn.draft, replace(turn.incoming, text=turn.incoming.text[:most]))
    if turn.incoming.at:
        turn.draft.journal["where"] = {"at": list(turn.incoming.at)}
    turn.draft.aside = "alarm" if alarm else "offer"
    if alarm:
        turn.say(alarm)
    if turn.incoming.album and not alarm:
        return await conversation.show_later(turn)
    return await conversation.go_on(turn, None)


def kept_first(length: int, most: int) -> Text:
    """Return what is said of a text that is longer than what is kept of it."""
    return _("That is {length} characters; I keep the first {most}. You can still change it.")(length=length, most=most)


async def old_button(turn: Turn) -> None:
    """Answer a button of something that is over."""
    turn.say(_("That was dealt with before; this button does nothing any more."), buttons=menu(turn))


async def not_understood(turn: Turn) -> None:
    """Say what can be sent."""
    told = _("I take text, photos, voice messages and short videos. Please tell me in one of these ways.")
    turn.say(told, buttons=() if turn.draft else menu(turn))


def menu(turn: Turn) -> Sequence[Sequence[Button]]:
    """Return the menu of the person's role, one big button a line."""
    labels = offered(turn.role)
    first = "triage" if "triage" in labels else "work"
    names = (first, "backlog" if "backlog" in labels else "audit", "report", "mytips", "help", "language")
    return [[Button(labels[name], f"{MENU}.{name}.")] for name in names if name in labels]


def offered(role: str) -> Mapping[str, Text]:
    """Return the commands that a role may use, with their meanings: first those of its work, which it needs daily."""
    return {**{name: STAFF_COMMANDS[name] for name in STAFF_COMMANDS if _may_ever(role, NEEDS[name])}, **COMMANDS}


def _may_ever(role: str, action: str) -> bool:
    return any(role in roles for roles in rights.matrix()[action].values())


def as_command(turn: Turn) -> tuple[str, str] | None:
    """Return the command and its argument that a menu button, or its words, stand for; None for anything else."""
    incoming = turn.incoming
    if incoming.kind == "text":
        labels = offered(turn.role)
        said = incoming.text.strip().casefold()
        return next(((name, "") for name, label in labels.items() if turn.words(label).casefold() == said), None)
    parts = incoming.press.split(".", 2)
    return (parts[1], parts[2]) if incoming.kind == "press" and len(parts) == 3 and parts[0] == MENU else None
