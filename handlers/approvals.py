"""What waits for a second person: the list, and the answer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Declined
from bot.rules import masking
from bot.rules.approvals import ApprovalState, Openable
from bot.speech import Button, Text
from bot.texts import _, day_of
from handlers import identities, reward_cards
from handlers.commands import refuse
from handlers.deeds import approving, identity, reward_requests
from handlers.handle_fields import opens
from handlers.needs import need_label
from handlers.roles import role_label
from handlers.telling import say_to
from handlers.turn import MENU, Turn
from storage import approvals as store
from storage import people
from storage.approvals import Approval

HEAD = _("<b>Waiting for a second person: {count}</b>")
NOTHING = _("Nothing waits for you.")
KINDS: Mapping[str, Text] = {
    approving.TIME: _(
        "<b>No. {object}: more time</b>, until {until}\nWhy: {reason}\nAsked by: {asker} · answer by {by}"
    ),
    approving.REOPEN: _("<b>No. {object}: take it up again?</b>\nThe sender says: {reason}\nAnswer by {by}"),
    approving.IDENTITY: _(
        "<b>No. {object}: may {asker} see who sent it?</b>\nFor: {need}\nWhy: {reason}\n"
        "If you agree they see the name once, for {minutes} minutes; the sender can see that. Answer by {by}"
    ),
}
PHOTOS = _(
    "<b>No. {object}: may {asker} see the photos as they were before they were drawn over?</b>\nFor: {need}\n"
    "Why: {reason}\nIf you agree they see them once, for {minutes} minutes. Answer by {by}"
)
TO_ASKER: Mapping[tuple[str, bool], Text] = {
    (approving.TIME, False): _("<b>No. {number}: more time was not agreed to.</b> The limit stays as it was."),
    (approving.IDENTITY, True): _("<b>No. {number}: a custodian agreed.</b> You can see it once, until {until}."),
    (approving.IDENTITY, False): _(
        "<b>No. {number}: a custodian did not agree.</b> It stays sealed; go on with what the tip says, or ask the "
        "sender through the bot."
    ),
}
"""What whoever asked hears of an answer; of the others they hear by what is done then."""
OUTSIDE = _("somebody outside")
ASKER = Text("{name} ({role})")
AGREED = _("<b>Agreed.</b> Whoever asked is told.")
REFUSED = _("<b>Refused.</b> Whoever asked is told.")


async def approvals(turn: Turn) -> None:
    """List what whoever looks may answer, or answer one: `NAME yes`, `NAME no`."""
    if not turn.may("approval.read") or turn.person is None:
        return await refuse(turn)
    name, _space, said = turn.incoming.text.partition(" ")
    if said in ("yes", "no"):
        return await _answer(turn, name, said == "yes")
    mine = [each for each in await store.waiting(turn.tx) if await approving.may_answer(turn.tx, each, turn.person)]
    turn.say(HEAD(count=len(mine)) if mine else NOTHING)
    for each in mine:
        await ask(turn, each)
    return None


async def ask(turn: Turn, asked: Approval) -> None:
    """Show one request with the buttons that answer it."""
    turn.say(*await shown(turn, asked), buttons=buttons(asked))


async def shown(turn: Turn, asked: Approval) -> list[Text]:
    """Return a request in words."""
    if asked.kind in reward_requests.KINDS:
        return await reward_cards.request(turn, asked)
    asker = await people.get(turn.tx, asked.asker) if asked.asker else None
    values = {"object": asked.object, "reason": masking.hide(asked.reason).text, "by": day_of(asked.expires)}
    values["asker"] = role_label(asker.role) if asker else OUTSIDE
    if "until" in asked.facts:
        values["until"] = approving.moment(asked)
    if asked.kind == approving.IDENTITY:
        contact = await people.contact(turn.tx, asked.asker) if asked.asker else None
        values["asker"] = ASKER(name=contact.name if contact else "–", role=values["asker"])
        values["need"] = need_label(str(asked.facts["need"]))
        values["minutes"] = turn.tx.policy.identity.shown_minutes
        if asked.facts[identity.WHAT] == Openable.PHOTOS:
            return [PHOTOS(**values)]
    return [KINDS[asked.kind](**values)]


async def announce(turn: Turn) -> None:
    """Show a request to those who may answer it, once it was made: `asked NAME`."""
    asked = await store.get(turn.tx, turn.incoming.command.partition(" ")[2])
    if asked is not None and asked.state is ApprovalState.OPEN:
        whom = await approving.who_may_answer(turn.tx, asked)
        await say_to(turn, whom, await shown(turn, asked), buttons(asked))


def buttons(asked: Approval) -> list[list[Button]]:
    """Return the buttons that answer a request."""
    if asked.kind in reward_requests.KINDS:
        return reward_cards.request_buttons(asked)
    yes = Button(_("Agree"), f"{MENU}.approvals.{asked.name} yes")
    no = Button(_("Refuse"), f"{MENU}.approvals.{asked.name} no")
    return [[yes, no], *([] if asked.kind == approving.IDENTITY else [[opens(asked.object)]])]  # custodians see no tips


async def _answer(turn: Turn, name: str, granted: bool) -> None:
    try:
        asked = await approving.answer(turn.tx, name, granted)
    except Declined as declined:
        return turn.say(declined.told)
    if asked.kind in (reward_requests.REWARD, reward_requests.PAYOUT):
        return await _became(turn, asked)
    await _tell_asker(turn, name, granted)
    return turn.say(AGREED if granted else REFUSED, in_place=True)


async def _became(turn: Turn, asked: Approval) -> None:
    """Say where a reward stands now that its request was answered."""
    reward = await reward_requests.reward_of(turn.tx, asked)
    if reward is not None:
        turn.say(*await reward_cards.card(turn, reward), in_place=True)


async def _tell_asker(turn: Turn, name: str, granted: bool) -> None:
    asked = await store.get(turn.tx, name)
    asker = await people.get(turn.tx, asked.asker) if asked and asked.asker else None
    if asked is None or asker is None or (asked.kind, granted) not in TO_ASKER:
        return
    button = (identities.show_button if granted else opens)(asked.object)
    told = TO_ASKER[asked.kind, granted](number=asked.object, until=asked.expires)
    await say_to(turn, [asker], told, [[button]])
