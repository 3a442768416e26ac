"""What people ask in plain words: a greeting, who will know, taking something back."""

from __future__ import annotations

from bot.speech import Text
from bot.texts import _
from handlers.commands import menu
from handlers.turn import Turn

GREETINGS = _("hello / hi / hey / ok / okay / bye / test / good morning / good afternoon / good evening")
THANKS = _("thanks / thank you / thanks a lot / thank you very much / thx / many thanks")
WELCOME = _("You are welcome. Write to me whenever you see something.")
ASKING = _("? / does the / does my / will my / will the / will he / will they / can my / can the / who will / who can")
PRIVACY_WORDS = _(
    "anonym / landlord know / landlord see / landlord find / landlord get / landlord hear / tell my landlord / "
    "tell the landlord / who will know / who can see / know it was me / is it safe / safe to tell / find out / "
    "my name / who i am / trouble"
)
PRIVACY = _(
    "<b>Who will know?</b>\n"
    "Anonymous: neither the office nor the landlord sees that it was you. A sealed way to answer you is kept, "
    "which no screen shows; your receipt code is the only key to your tip.\n"
    "Known to the office: your name is sealed. Nobody sees it on a screen: it is opened only for a reason, if a second "
    "person (a custodian) agrees, and once. /mydata shows you who saw it, when and for what. The landlord never does.\n"
    "Telegram itself can see your account and this chat. If you fear for your safety, go in person or call 12345."
)
NOTICE = _(
    "<b>What you agree to with “Send” (notice {version})</b>\n"
    "The subdistrict office keeps what you send (danger, place, words, photos) to look into the danger and to answer "
    "you, and for nothing else. Under your name, also the name you show and this chat. No ID numbers.\n"
    "You need not agree: in person or by phone (12345) the office takes it as well. "
    "/mydata shows what is kept; /forget takes your agreement back and deletes it."
)
WITHDRAW_WORDS = _("withdraw / take it back / take back my / delete my report / delete my tip / undo")
WITHDRAW = _(
    "Open the tip with /mytips, or by sending its receipt code: as long as nobody looks into it, it can be withdrawn "
    "there. What is kept of you is deleted with /forget."
)


def is_greeting(turn: Turn) -> bool:
    """Tell whether a message is just a greeting."""
    return _is_one_of(turn, GREETINGS)


def is_thanks(turn: Turn) -> bool:
    """Tell whether a message just thanks, while nothing is being written."""
    return (turn.draft is None or turn.draft.aside == "offer") and _is_one_of(turn, THANKS)


async def welcome(turn: Turn) -> None:
    """Answer thanks."""
    turn.say(WELCOME)


def _is_one_of(turn: Turn, words: Text) -> bool:
    said = turn.incoming.text.strip().strip(".。!！~～?？,，").casefold()
    return turn.incoming.kind == "text" and said in turn.words(words).split(" / ")


def asks_about_privacy(turn: Turn) -> bool:
    """Tell whether a message asks who will know."""
    said = turn.incoming.text.casefold()
    asks = any(sign in said for sign in turn.words(ASKING).split(" / "))
    about = any(word in said for word in turn.words(PRIVACY_WORDS).split(" / "))
    return turn.incoming.kind == "text" and asks and about and len(said) < 60


async def privacy(turn: Turn) -> None:
    """Say who will know what, and what one agrees to."""
    turn.say(PRIVACY)
    if turn.incoming.kind == "command":
        turn.say(NOTICE(version=turn.tx.policy.consent.version))


def asks_to_withdraw(turn: Turn) -> bool:
    """Tell whether a message asks to take back what was sent, while nothing is being written."""
    said = turn.incoming.text.casefold()
    wanted = any(word in said for word in turn.words(WITHDRAW_WORDS).split(" / "))
    idle = turn.draft is None or turn.draft.aside == "offer"
    return turn.incoming.kind == "text" and idle and wanted and len(said) < 60


async def withdraw(turn: Turn) -> None:
    """Say honestly what can be taken back."""
    turn.say(WITHDRAW, buttons=menu(turn))
