"""The words about rewards: where one stands, why there is none and what one can do, what is not known, what is odd."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.rules.fraud import Flag, Sign
from bot.rules.money import FEN, yuan
from bot.rules.rewards.approval import Objection
from bot.rules.rewards.asking import Point
from bot.rules.rewards.budget import Limit
from bot.rules.rewards.eligibility import Reason, Way, way_of
from bot.rules.rewards.life import RewardMove, RewardState
from bot.speech import Text
from bot.texts import _

PIN = _(
    "<b>Your claim PIN: <code>{pin}</code></b>\n"
    "It is shown this once, so please keep it, apart from the receipt code. Tell it to nobody before you are at the "
    "counter."
)

STATES: Mapping[RewardState, Text] = {
    RewardState.PROPOSED: _("proposed, two people decide"),
    RewardState.WAITING: _("approved, waits for the budget of a later month"),
    RewardState.APPROVED: _("approved"),
    RewardState.CLAIMABLE: _("can be collected"),
    RewardState.PRESENTED: _("at the counter, not handed over yet"),
    RewardState.COLLECTED: _("collected"),
    RewardState.LAPSED: _("not collected in time"),
    RewardState.THANKED: _("approved with thanks alone: the budget is used up"),
    RewardState.REFUSED: _("refused"),
    RewardState.REVOKED: _("taken back before it was collected"),
    RewardState.RECLAIMED: _("asked back"),
    RewardState.RECOVERED: _("paid back"),
}

MOVES: Mapping[RewardMove, Text] = {
    RewardMove.PROPOSE: _("proposed"),
    RewardMove.AMEND: _("changed the amount"),
    RewardMove.SIGN: _("approved, the first"),
    RewardMove.APPROVE: _("approved, the last; the budget is reserved"),
    RewardMove.WAIT: _("approved, the last; it waits for a budget"),
    RewardMove.THANK: _("approved, the last; without a budget there are thanks alone"),
    RewardMove.FUND: _("the budget is there again"),
    RewardMove.REFUSE: _("refused it"),
    RewardMove.OPEN: _("can be collected from here on"),
    RewardMove.PRESENT: _("brought to the counter"),
    RewardMove.STEP_BACK: _("not handed over; it can be collected again"),
    RewardMove.HAND_OVER: _("handed over, the first confirmed"),
    RewardMove.COLLECT: _("handed over, the second confirmed"),
    RewardMove.EXTEND: _("can be collected for longer"),
    RewardMove.LAPSE: _("not collected in time; the budget is free again"),
    RewardMove.REVOKE: _("took it back"),
    RewardMove.RECLAIM: _("asked it back"),
    RewardMove.RECOVER: _("it was paid back"),
    RewardMove.CORRECT: _("wrote a correction"),
}
"""What happened, as staff read it."""

REASONS: Mapping[Reason, Text] = {
    Reason.KIND: _("this kind of matter brings no reward"),
    Reason.NO_AMOUNT: _("the rules name no amount for it"),
    Reason.UNFOUNDED: _("it was not found so on the spot"),
    Reason.MISMATCH: _("what was found is something else than what was reported"),
    Reason.NOT_FIRST: _("somebody reported the same before; the first one gets the reward"),
    Reason.REWARDED: _("the reward for this matter was given already; each is rewarded once"),
    Reason.KNOWN: _("the office knew of it, or was at it, before the report"),
    Reason.PUBLISHED: _("it was in the news before the report"),
    Reason.STAFF: _("people who work for the street get no reward"),
    Reason.PROPERTY_ON_DUTY: _("property staff on duty get no reward"),
    Reason.RELATIVE: _("close relatives of staff get no reward"),
    Reason.RESPONSIBLE: _("whoever has to put it right gets no reward for it"),
    Reason.ANONYMOUS: _("the rules here ask for a name, and this report has none"),
    Reason.NO_CONTACT: _("the rules here ask that the office can reach you, and this report tells no way"),
    Reason.UNVERIFIABLE: _("it could not be shown who asks for the reward"),
    Reason.REPORT_CAP: _("the most that one report can bring is reached"),
}

ABOUT_THE_SENDER = frozenset(
    {Reason.STAFF, Reason.PROPERTY_ON_DUTY, Reason.RELATIVE, Reason.RESPONSIBLE, Reason.UNVERIFIABLE}
)
EXCLUDED = _("the rules exclude whoever reported it")
"""What staff read instead of those: who somebody is to whom is nobody's business on a card."""

WAYS: Mapping[Way, Text] = {
    Way.OBJECT: _("If that is wrong, tell us below: somebody who did not decide it looks again."),
    Way.OPEN_UP: _("You can still put your name to it, under /mytips."),
    Way.NONE: _("That is a figure of the published rules, so there is nothing to object to. Thank you all the same."),
}

LIMITS: Mapping[Limit, Text] = {
    Limit.MONTH: _("this month's budget is used up"),
    Limit.YEAR: _("this year's budget is used up"),
    Limit.PERSON_YUAN: _("the most for one person in a month is reached"),
    Limit.PERSON_COUNT: _("one person has had as many rewards this month as the rules allow"),
}

OBJECTIONS: Mapping[Objection, Text] = {
    Objection.STATE: _(
        "It stands elsewhere by now, so that is not possible any more. Look again: /approvals, "
        "/payout; admins: /rewards"
    ),
    Objection.ROLE: _("That belongs to another role, or to another level of approval. Ask an admin: /people"),
    Objection.REASON: _("It needs a reason. Please say why in one sentence."),
    Objection.AMOUNT: _("That sum does not fit the rules or the budget. The card says how much is possible: /rewards"),
    Objection.ENTERED: _("You entered this tip for somebody and know its code, so somebody else has to decide."),
    Objection.VERIFIED: _("You verified this tip, so somebody else has to decide."),
    Objection.WORKED: _("You worked on this tip, so somebody else has to decide."),
    Objection.PROPOSED: _("You made or changed this proposal, so somebody else has to decide."),
    Objection.APPROVED: _("You approved it, so another admin has to take it back."),
    Objection.TICKET: _("You made its claim PIN, so two others have to hand it over."),
    Objection.TWICE: _("You have done your part already; the second has to be somebody else."),
    Objection.DONE: _("That has been done already, so you need do nothing. What still waits: /approvals, /payout"),
}

UNKNOWN: Mapping[str, Text] = {
    "verified": _("whether it is true"),
    "match": _("whether what was found is what was reported"),
    "first": _("who reported it first"),
    "known": _("whether the office knew of it before"),
    "published": _("whether it was in the news before"),
    "fine": _("how high the fine was"),
    "ties": _("what the sender is to the office and the home (asked at the counter)"),
    "identity": _("whether the papers are right (looked at at the counter)"),
    Point.GRAVE: _("whether the fire service found it grave"),
    Point.GROUP_RENTAL: _("whether it is a group rental"),
    Point.INSIDE: _("whether it is inside a building"),
    Point.LOCATED: _("whether building and door, or the tenant, were told"),
    Point.EVIDENCE: _("whether photos or records show it"),
    Point.CHAIN: _("whether it led to more cases"),
    Point.STOPPED: _("whether the sender got it stopped"),
}

POINTS: Mapping[Point, Text] = {
    Point.GRAVE: _("Fire service: a major hazard"),
    Point.GROUP_RENTAL: _("It is a group rental"),
    Point.INSIDE: _("Inside a building"),
    Point.LOCATED: _("Door or tenant was told"),
    Point.EVIDENCE: _("Photos or records show it"),
    Point.CHAIN: _("It led to more cases"),
    Point.STOPPED: _("The sender got it stopped"),
    Point.KNOWN: _("Known or in the news before"),
    Point.MISMATCH: _("Not what was reported"),
}

FLAGS: Mapping[Flag, Text] = {
    Flag.SAME_PERSON: _("the sender may be close to it: {ties}"),
    Flag.PHOTO_AGAIN: _("a picture that looks the same came with No. {tips}"),
    Flag.BURST: _("many tips of one person within hours: No. {tips}"),
    Flag.PAIR_WITH_WORKER: _("often the same sender and the same worker: No. {tips}"),
    Flag.PAIR_WITH_RESPONSIBLE: _("often the same sender and the same responsible person: No. {tips}"),
    Flag.SAME_PLACE: _("several rewards of one person at one home: No. {tips}"),
    Flag.QUICK_FIX: _("put right very soon after the report"),
    Flag.SAME_BUILDING: _("the same kind in this building is rewarded as well, and may be the same matter: No. {tips}"),
    Flag.UNTRUE: _("the tip was taken up again, and then found not to be so"),
}

TIES: Mapping[str, Text] = {
    "landlord": _("a landlord"),
    "tenant": _("a tenant"),
    "agent": _("an agent"),
    "property_manager": _("a property manager"),
    "worker": _("worked on the tip"),
    "verifier": _("verified the tip"),
}


FIRST_OF = _("{listed} ... {count} things in all")


def sum_label(fen: int) -> Text:
    """Return a sum in words, without a fraction where there is none."""
    return _("{yuan} yuan")(yuan=str(fen // FEN) if fen % FEN == 0 else yuan(fen))


def listed(texts: Sequence[Text]) -> Text:
    """Return several words as one, apart by commas."""
    first, *rest = texts or [Text("–")]
    for each in rest:
        first = _("{listed}; {more}")(listed=first, more=each)
    return first


def reasons_told(reasons: Sequence[Reason], to_staff: bool) -> Text:
    """Return why there is no reward; what the sender is to somebody is told to the sender alone."""
    hidden = ABOUT_THE_SENDER if to_staff else frozenset[Reason]()
    said = [each for each in reasons if each is not Reason.REWARDED or Reason.NOT_FIRST not in reasons]
    plain = [REASONS[each] for each in said if each not in hidden]
    return listed([*plain, *([EXCLUDED] if hidden.intersection(reasons) else [])])


def ways_told(reasons: Sequence[Reason]) -> list[Text]:
    """Return what somebody can do about reasons for no reward, each way once."""
    return [WAYS[way] for way in dict.fromkeys(map(way_of, reasons))]


def unknown_told(unknown: Iterable[str], most: int = 0) -> Text:
    """Return what is not known yet; the first `most` of it, with how much there is in all."""
    told = [UNKNOWN[each] for each in unknown]
    return listed(told) if not 0 < most < len(told) else FIRST_OF(listed=listed(told[:most]), count=len(told))


def objected(objections: Iterable[Objection]) -> Text:
    """Return why nothing was done, and what to do now."""
    first, *rest = (OBJECTIONS[each] for each in objections)
    for each in rest:
        first = Text("{first} {more}")(first=first, more=each)
    return first


def sign_told(sign: Sign) -> Text:
    """Return something to look at in words."""
    ties = [TIES.get(each) or Text("{code}")(code=each) for each in sign.ties]
    return FLAGS[sign.flag](tips=", ".join(sign.tips), ties=listed(ties) if ties else Text("–"))
