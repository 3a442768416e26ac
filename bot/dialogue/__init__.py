"""The conversation engine: one page of plain code a conversation, replayed from its named answers at every message.

How a turn goes (everything here is pure: no event loop, no database, no clock):

1. The lane loads the person's `Draft`: the journal of named answers, and which question is on the screen.
2. `play` runs the dialogue's coroutine from the top by hand. A question whose name is in the journal gets its answer
   back at once (the field checks it again and may say `Stale`); the first one that is not is where the person stands.
3. The message is understood against that question: an answer, back, skip, cancel, an edit asked for at the review, or
   something that does not fit, which is said kindly while the draft stays as it is.
4. The page goes on from that answer, or is replayed once more where the answer changed what lies before it, and the
   next question becomes the screen.

`look` and `do` need the database, so `play` is a generator: it yields each call and is sent its result, which is kept
in the journal. An answer, its deed and the next screen are then stored by the lane in one transaction.

Names make this robust: a question added, moved or removed by a deploy is asked or ignored, and nothing else changes.
Anything foreign that a page awaits is refused, so a page cannot do I/O.
"""

from bot.dialogue.draft import Draft, Json
from bot.dialogue.fields import MEDIA, Choice, Field, Media, Refused, Shot, Stale, Telling, Words
from bot.dialogue.journal import gather
from bot.dialogue.play import Outcome, Runaway, play
from bot.dialogue.screens import Screen
from bot.dialogue.talk import Call, Declined, Dialogue, ForeignAwait, Talk, dialogue
from bot.dialogue.ticks import Ticks

__all__ = [
    "MEDIA",
    "Call",
    "Choice",
    "Declined",
    "Dialogue",
    "Draft",
    "Field",
    "ForeignAwait",
    "Json",
    "Media",
    "Outcome",
    "Refused",
    "Runaway",
    "Screen",
    "Shot",
    "Stale",
    "Talk",
    "Telling",
    "Ticks",
    "Words",
    "dialogue",
    "gather",
    "play",
]
