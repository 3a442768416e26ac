"""What is kept of the person who asks, who looked at it, and how to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.rules.approvals import Trace
from bot.rules.rewards.life import UNPAID
from bot.speech import Button, Text
from bot.texts import LANGUAGES, _
from handlers.commands import menu, offered
from handlers.deeds import staff
from handlers.deeds.followers import KIND
from handlers.needs import need_label
from handlers.reward_words import STATES, sum_label
from handlers.roles import post_label, role_label
from handlers.turn import MENU, Turn
from storage import followers, parts, people, privacy, rewards, ties, timers, tips
from storage.rewards import Reward
from storage.tip_rows import Tip

NOTHING = _(
    "<b>Nothing is kept of you.</b>\n"
    "Anonymous tips are stored without your account; only their receipt code finds them."
)
KEPT = _("<b>This is all that is kept of you:</b>")
LOOKS: Mapping[Trace, Text] = {
    Trace.SHOWN: _("{hour} · {role}: saw it ({need})"),
    Trace.REFUSED: _("{hour} · {role}: asked for it ({need}), a custodian did not agree"),
    Trace.EXPIRED: _("{hour} · {role}: asked for it ({need}), nobody agreed in time"),
}
SURE = _(
    "<b>Shall everything that is kept of you be deleted?</b>\n"
    "Your tips stay with the office, but nobody can tell any more that they were yours. This cannot be undone."
)
REWARDS = _("Rewards of your tips; their sums stay in the ledger, without your name:")
REWARD = _("No. {number}: {sum}, {state}")
MOST_REWARDS = 10
STILL_BY_CODE = _(
    "<b>You have not collected yet: No. {numbers}.</b> You still can afterwards, with receipt code and claim PIN "
    "alone. Please keep both: nobody can find them again."
)
NO_PIN = _(
    "<b>The claim PIN of No. {numbers} has not come yet, and cannot come once you are forgotten: nobody could collect "
    "it then.</b> It is sent within half an hour; please wait for it."
)
LOST = _("<b>You have not collected yet: No. {numbers}.</b> By the rules here that takes your name: collect it first.")
STAYS = _("What stays is the sum in the ledger, without your name: the office must account for its money.")
HANDS = _(
    "You had a hand in rewards that are not paid yet. A sealed mark stays with these, which leads to nobody; it is "
    "known again when this account comes back, so that nobody acts twice."
)
LAST_ADMIN = _("You are the last admin: without one, nobody could ever invite again. Invite another admin first.")
GONE = _("<b>Done. Nothing is kept of you any more.</b> You can come back at any time.")


async def my_data(turn: Turn) -> None:
    """Show what is kept, in words: role, language, name, tips under the name, what is open, and who looked."""
    if turn.person is None and turn.draft is None:
        return turn.say(NOTHING)
    told = [KEPT]
    if turn.person is not None:
        told += await _of_person(turn, turn.person)
    if turn.draft is not None:
        told.append(_("What you are writing here and have not sent"))
    delete = Button(_("Delete everything of me"), f"{MENU}.forget.")
    return turn.say(*told, buttons=[[delete]])


async def _of_person(turn: Turn, person: people.Person) -> list[Text]:
    contact = await people.contact(turn.tx, person.id)
    own = await tips.of_person(turn.tx, person.id)
    looks = await privacy.looks_at(turn.tx, person.id)
    told = [_("Role: {role}")(role=post_label(person.role, person.scope))]
    if version := await people.agreed(turn.tx, person.id):
        told.append(_("You agreed to notice {version} (/privacy); deleting takes that back.")(version=version))
    if person.language:
        told.append(_("Language: {name}")(name=LANGUAGES.get(person.language, person.language)))
    if contact is not None:
        told.append(_("Name, and this chat to reach you: {name}")(name=contact.name))
    if followed := await followers.of(turn.tx, person.id):
        told.append(_("Buildings you follow: {places}")(places=", ".join(each.place.shown for each in followed)))
    if tied := await ties.of(turn.tx, person.id):
        told.append(_("Homes that you are tied to: {places}")(places=", ".join(each.shown for each in tied)))
    if own:
        numbers = ", ".join(tip.number for tip in own)
        told.append(_("Tips under your name: {numbers}")(numbers=numbers))
        told += await _rewards(turn, own)
    if looks:
        told.append(_("Who saw your name, or asked for it:"))
        told += [
            LOOKS[look.what](role=role_label(look.role), hour=look.hour, need=need_label(look.need)) for look in looks
        ]
    return told


async def _rewards(turn: Turn, own: Sequence[Tip]) -> list[Text]:
    """Return what is kept of one's rewards."""
    found = await rewards.of_tips(turn.tx, [tip.id for tip in own])
    lines = [REWARD(number=each.number, sum=sum_label(each.award.fen), state=STATES[each.state]) for each in found]
    return [REWARDS, *lines[:MOST_REWARDS]] if lines else []


async def _to_collect(turn: Turn) -> list[Text]:
    """Return what somebody could still collect, and what becomes of it when they are forgotten."""
    own = await tips.of_person(turn.tx, turn.person.id) if turn.person else []
    found = [each for each in await rewards.of_tips(turn.tx, [tip.id for tip in own]) if each.state in UNPAID]
    if not found:
        return []
    if turn.tx.policy.rewards.identity != "code":
        return [LOST(numbers=_numbers(found)), STAYS]
    ready, bare = [each for each in found if each.has_pin], [each for each in found if not each.has_pin]
    told = [(STILL_BY_CODE, ready), (NO_PIN, bare)]
    return [*(words(numbers=_numbers(which)) for words, which in told if which), STAYS]


def _numbers(found: Sequence[Reward]) -> str:
    return ", ".join(each.number for each in found)


async def _hands(turn: Turn) -> list[Text]:
    has_some = turn.person is not None and await parts.has_some(turn.tx, turn.person.id)
    return [HANDS] if has_some else []


async def forget(turn: Turn) -> None:
    """Ask once, then delete for good."""
    if turn.person is not None:
        state = await staff.standing_of(turn.tx, turn.person, turn.person)
        if not turn.may("people.leave", state):
            return turn.say(LAST_ADMIN)
    if turn.incoming.text != "yes":
        yes, no = Button(_("Yes, delete it"), f"{MENU}.forget.yes"), Button(_("No, keep it"), f"{MENU}.mydata.")
        return turn.say(SURE, *await _to_collect(turn), *await _hands(turn), buttons=[[yes], [no]])
    if turn.person is not None:
        await privacy.forget(turn.tx, turn.person.id)
        await timers.end(turn.tx, turn.incoming.person, (KIND,))
        turn.person = None
    turn.draft = None
    turn.offer(turn.incoming.chat, turn.language, offered(turn.role))
    return turn.say(GONE, buttons=menu(turn), in_place=True)
