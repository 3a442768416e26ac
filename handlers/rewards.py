"""All rewards, for admins: what waits for whom, what ends soon, what looks odd, what was spent and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.rules import codes
from bot.rules.money import FEN
from bot.rules.rewards.budget import month_of, months_of_year
from bot.rules.rewards.eligibility import AT_THE_CLAIM
from bot.rules.rewards.life import RewardState
from bot.speech import Button, Text
from bot.texts import _
from handlers import reward_desk
from handlers.catalogue import hazard_label
from handlers.commands import refuse
from handlers.deeds import assessing, papers, proposing, reward_acts, sight, suspecting
from handlers.reward_words import STATES, sum_label, unknown_told
from handlers.turn import MENU, Turn
from storage import ledger, matters
from storage import rewards as store
from storage.matters import Found, MatterState
from storage.rewards import Reward

PAGE = 6
MOST_LOOKED_AT = 30
SOON_DAYS = 7

HEAD = _("<b>Rewards</b>")
COUNT = Text("{what}: {count}")
SPENT = _("{month}: {paid} paid, {reserved} promised, {left} left of {budget}")
OPEN, FLAGGED, SOON = "open", "flagged", "soon"
LISTS: Mapping[str, Text] = {
    OPEN: _("Something to decide first"),
    RewardState.PROPOSED: _("To approve"),
    RewardState.WAITING: _("Wait for a budget"),
    RewardState.CLAIMABLE: _("Can be collected"),
    SOON: _("End within a week"),
    RewardState.PRESENTED: _("At the counter"),
    FLAGGED: _("Something to look at"),
    RewardState.COLLECTED: _("Handed over"),
    RewardState.RECLAIMED: _("Asked back"),
}
DECIDED = (RewardState.PRESENTED, RewardState.PROPOSED)
"""Where somebody decides now, and so looks whether something is odd."""
LIST_HEAD = _("<b>{what}</b> · {count}")
ENTRY = _("\n<b>{number}</b> · {sum} · {state}")
MATTER = _("\n<b>{number}</b> · {hazard}\nOpen: {unknown}")
NOTHING = _("Nothing here.")
ORDERED = _("It is being drawn, and comes here in a moment.")
NO_REWARD = _("No reward was proposed for that tip. /tip {number} says why.")
HOW = _("One tip's reward: /rewards and its number.")


async def rewards(turn: Turn) -> None:
    """Show the overview, a list (`WHAT PAGE`), the list for finance (`list 202611`), or the rewards of one tip."""
    if not turn.may("rewards.read"):
        return await refuse(turn)
    what, _space, rest = turn.incoming.text.partition(" ")
    if what == "list":
        return await _for_finance(turn, rest)
    if what in LISTS:
        return await _list(turn, what, int(rest) if rest.isdecimal() and len(rest) < 5 else 0)
    if number := codes.read_tip_number(turn.incoming.text):
        return await _of_tip(turn, number)
    return await _overview(turn)


async def _overview(turn: Turn) -> None:
    counts = await _counts(turn)
    told = [HEAD, *(COUNT(what=LISTS[what], count=counts[what]) for what in LISTS if counts.get(what))]
    looked_at = counts.keys() & set(DECIDED)  # to look for signs takes time: only on request
    listed = [what for what in LISTS if counts.get(what) or (what == FLAGGED and looked_at)]
    rows = [Button(LISTS[what], f"{MENU}.rewards.{what} 0") for what in listed]
    pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
    turn.say(*told, *await _spent(turn), HOW, buttons=[*pairs, _finance(turn)])


async def _counts(turn: Turn) -> dict[str, int]:
    """Return how many there are of each list, but of that which is looked for."""
    by_state = await store.count_by_state(turn.tx)
    own = {what: len(await _listed(turn, what)) for what in (OPEN, SOON)}
    return {**{str(state): count for state, count in by_state.items()}, **own}


def _finance(turn: Turn) -> list[Button]:
    """Return the buttons of the lists for finance: of this month, and of the last, which is paid for now."""
    month = month_of(store.today(turn.tx))
    last = month - 1 if month % 100 > 1 else month - 89  # December of the year before
    return [
        Button(_("List for finance: {month}")(month=papers.month_name(each)), f"{MENU}.rewards.list {each}")
        for each in (month, last)
    ]


async def _spent(turn: Turn) -> list[Text]:
    month, budget = month_of(store.today(turn.tx)), turn.tx.policy.rewards.budget
    first, last = months_of_year(month)
    spans = (
        (papers.month_name(month), month, month, budget.month_yuan),
        (str(month // 100), first, last, budget.year_yuan),
    )
    told = []
    for name, begin, end, yuan in spans:
        balance = await ledger.balance(turn.tx, begin, end)
        left = yuan * FEN - balance.paid - balance.reserved
        sums = {"paid": balance.paid, "reserved": balance.reserved, "left": left, "budget": yuan * FEN}
        told.append(SPENT(month=name, **{key: sum_label(fen) for key, fen in sums.items()}))
    return told


async def _listed(turn: Turn, what: str) -> list[Reward] | list[Found]:
    if what == OPEN:
        return await matters.in_state(turn.tx, MatterState.OPEN)
    if what == SOON:
        return await store.ending(turn.tx, store.today(turn.tx) + timedelta(days=SOON_DAYS))
    if what == FLAGGED:
        found = [each for state in DECIDED for each in await store.in_state(turn.tx, state, MOST_LOOKED_AT)]
        return await suspecting.flagged(turn.tx, found)
    return await store.in_state(turn.tx, RewardState(what), 1_000)


async def _list(turn: Turn, what: str, page: int) -> None:
    found = await _listed(turn, what)
    page = min(page, max(0, (len(found) - 1) // PAGE))
    shown = await _visible(turn, found[page * PAGE : (page + 1) * PAGE])
    told, buttons = [LIST_HEAD(what=LISTS[what], count=len(found))], []
    for each in shown:
        line, button = await (_matter(turn, each) if isinstance(each, Found) else _entry(each))
        told.append(line)
        buttons.append(button)
    turns = [Button(_("Earlier"), f"{MENU}.rewards.{what} {page - 1}")] if page else []
    turns += [Button(_("More"), f"{MENU}.rewards.{what} {page + 1}")] if (page + 1) * PAGE < len(found) else []
    rows = [buttons[at : at + 3] for at in range(0, len(buttons), 3)]
    turn.say(*(told if shown else [*told, NOTHING]), buttons=[row for row in (*rows, turns) if row], in_place=True)


async def _visible(turn: Turn, listed: Sequence[Reward | Found]) -> list[Reward | Found]:
    """Return what whoever looks may see: nothing that is told of a home of theirs."""
    seen = await reward_acts.not_tied(turn.tx, (each for each in listed if isinstance(each, Reward)))
    shown = {each.id for each in seen}
    shown |= {each.id for each in listed if isinstance(each, Found) and await proposing.is_shown(turn.tx, each)}
    return [each for each in listed if each.id in shown]


async def _for_finance(turn: Turn, month: str) -> None:
    """Let the list of a month be written: `202611`."""
    if not (month.isdecimal() and len(month) == 6):
        month = str(month_of(store.today(turn.tx)))
    await papers.order_list(turn.tx, int(month))
    await turn.record("rewards.list", month)
    turn.say(ORDERED)


async def _of_tip(turn: Turn, number: str) -> None:
    """Show the rewards of a tip, each with what can be done about it."""
    tip = await sight.seen(turn.tx, turn.person, number)
    found = await store.of_tip(turn.tx, tip.id) if tip else []
    if not found:
        return turn.say(NO_REWARD(number=number))
    await turn.record("rewards.read", number)
    for each in found:
        await reward_desk.show(turn, each)
    return None


async def _matter(turn: Turn, found: Found) -> tuple[Text, Button]:
    standings = await assessing.standings(turn.tx, found)
    unknown = dict.fromkeys(each for one in standings for each in one.finding.unknown if each not in AT_THE_CLAIM)
    number = standings[0].tip.number if standings else "–"
    line = MATTER(number=number, hazard=hazard_label(found.matter.hazard), unknown=unknown_told(unknown))
    return line, Button(_("Decide: {number}")(number=number), f"{MENU}.settle.{found.id.hex()}")


async def _entry(reward: Reward) -> tuple[Text, Button]:
    line = ENTRY(number=reward.number, sum=sum_label(reward.award.fen), state=STATES[reward.state])
    return line, Button(Text("{number}")(number=reward.number), f"{MENU}.rewards.{reward.number}")
