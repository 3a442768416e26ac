"""The words for where a tip stands, what staff can do to it, and what its sender reads of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.rules.limits import Phase
from bot.rules.tips import AgeBand, Move, TipState
from bot.speech import Text
from bot.texts import _, joined

STATES: Mapping[str, Text] = {
    TipState.RECEIVED: _("Received, waiting for an answer"),
    TipState.ACKNOWLEDGED: _("Accepted, will be checked"),
    TipState.NEEDS_INFORMATION: _("Waiting for a word from the sender"),
    TipState.ASSIGNED: _("With the desk in charge"),
    TipState.ON_SITE: _("Being checked on the spot"),
    TipState.VERIFIED: _("Found to be true"),
    TipState.RECTIFYING: _("Being put right"),
    TipState.RECTIFIED: _("Put right"),
    TipState.UNFOUNDED: _("Not found on the spot"),
    TipState.DUPLICATE: _("Handled together with an earlier report"),
    TipState.OUTSIDE: _("Handed to another office"),
    TipState.CLOSED: _("Closed"),
    TipState.REOPENED: _("Taken up again"),
    TipState.WITHDRAWN: _("Withdrawn by its sender"),
}

OUTCOMES: Mapping[str, Text] = {
    "fixed": _("put right"),
    "unfounded": _("not found on the spot"),
    "outside": _("handed to another office"),
    "partly": _("put right in part; the rest could not be solved"),
    "not_fixed": _("could not be solved"),
    "duplicate": _("together with an earlier report"),
}

BUTTONS: Mapping[str, Text] = {
    Move.ACCEPT: _("Accept"),
    Move.ASSIGN: _("Send to a desk"),
    Move.TAKE: _("I take it"),
    Move.GO: _("I am going there"),
    Move.VERIFY: _("Found true: record it"),
    Move.SERVE: _("Notice handed over"),
    Move.LOOK: _("Seen again: not yet right"),
    Move.RECTIFY: _("Seen again: put right"),
    Move.CLOSE: _("Close"),
    Move.URGE: _("Mark urgent"),
    Move.RECLASSIFY: _("Another kind"),
    Move.MERGE: _("Same as another"),
    Move.SEPARATE: _("Not the same after all"),
    Move.ASK: _("Ask the sender"),
    Move.RETURN: _("Go on without an answer"),
    Move.REFUTE: _("Not found so"),
    Move.REFER: _("Not ours: hand on"),
    Move.SPLIT: _("A part for another desk"),
    Move.GIVE_UP: _("Cannot be solved"),
    Move.HAND_OVER: _("Give to somebody else"),
    Move.EXTEND: _("More time is needed"),
    Move.REPLY: _("Write to the sender"),
    Move.COMMENT: _("Note for staff"),
    Move.UNDO: _("Undo"),
}
"""What staff press, in the order in which a card shows it; what stands here not has no button."""

DONE: Mapping[Move, Text] = {
    Move.ADDED: _("The sender added something"),
    Move.OPENED: _("The sender gave their name"),
    Move.WITHDRAWN: _("The sender withdrew it"),
    Move.ANSWERED: _("The sender answered"),
    Move.CONFIRMED: _("The sender says: it is put right"),
    Move.DOUBTED: _("The sender says: it is not right"),
    Move.ACCEPT: _("Accepted"),
    Move.URGE: _("Marked urgent"),
    Move.RECLASSIFY: _("Given another kind"),
    Move.ASSIGN: _("Sent to a desk"),
    Move.SPLIT: _("Made a part for another desk"),
    Move.MERGE: _("Put with another report"),
    Move.SEPARATE: _("Taken apart again"),
    Move.ASK: _("Asked the sender"),
    Move.RETURN: _("Went on without an answer"),
    Move.REFUTE: _("Not found so"),
    Move.REFER: _("Handed to another office"),
    Move.TAKE: _("Took it"),
    Move.HAND_OVER: _("Gave it to somebody else"),
    Move.GO: _("Went there"),
    Move.VERIFY: _("Found true"),
    Move.SERVE: _("Handed the notice over"),
    Move.LOOK: _("Looked again: not yet right"),
    Move.RECTIFY: _("Looked again: put right"),
    Move.CLOSE: _("Closed"),
    Move.GIVE_UP: _("Closed without a solution"),
    Move.REOPEN: _("Took it up again"),
    Move.KEEP: _("Looked at the objection: it stays"),
    Move.EXTEND: _("Given more time"),
    Move.COMMENT: _("Note"),
    Move.REPLY: _("Wrote to the sender"),
    Move.UNDO: _("Took the last step back"),
    Move.HEARD: _("Listened to a voice message"),
}
"""What happened, as staff read it."""

TOLD: Mapping[Move, Text] = {
    Move.ADDED: _("You added something"),
    Move.OPENED: _("You let the office know that it was you"),
    Move.WITHDRAWN: _("You withdrew it"),
    Move.ANSWERED: _("You answered"),
    Move.CONFIRMED: _("You said: it is put right"),
    Move.DOUBTED: _("You said: it is not right"),
    Move.ACCEPT: _("Accepted, will be checked"),
    Move.ASSIGN: _("Sent to the desk in charge"),
    Move.MERGE: _("Handled together with an earlier report"),
    Move.SEPARATE: _("Handled on its own again"),
    Move.ASK: _("We asked you something"),
    Move.RETURN: _("We went on without an answer"),
    Move.REFUTE: _("Checked: not found so"),
    Move.REFER: _("Handed to another office"),
    Move.VERIFY: _("Checked: it is true"),
    Move.RECTIFY: _("Looked again: put right"),
    Move.CLOSE: _("Closed"),
    Move.GIVE_UP: _("Closed: we could not solve it"),
    Move.REOPEN: _("Taken up again"),
    Move.KEEP: _("Looked at once more: it stays as it was"),
    Move.EXTEND: _("More time is needed"),
    Move.REPLY: _("We wrote to you"),
    Move.HEARD: _("We listened to your voice message"),
}
"""What happened, as the sender reads it; the rest is the office's own."""

ONE = Text("{number} ({state})")


def listed(tips: Sequence[tuple[str, str]]) -> Text:
    """Return numbers of tips with their states, a comma between each two."""
    return joined(ONE(number=number, state=STATES[TipState(state)]) for number, state in tips)


LIMITS: Mapping[str, Text] = {
    Phase.ANSWER: _("Answer by {by}"),
    Phase.CHECK: _("Check by {by}"),
    Phase.RECTIFY: _("To be put right by {by}"),
    Phase.CLOSE: _("Close by {by}"),
    Phase.FOLLOW_UP: _("Ask what became of it: {by}"),
}

BANDS: Mapping[AgeBand, Text] = {
    AgeBand.OVERDUE: _("overdue"),
    AgeBand.DUE_SOON: _("due within 24 hours"),
    AgeBand.IN_TIME: _("in time"),
}
