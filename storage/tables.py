"""Every table in one place; SQLite and PostgreSQL from one definition.

Ids are random, so that rows can be sealed before they are inserted and an id tells no order; tables without rowids keep
no order either. What is sealed opens only with the keyring; `blind` columns find an exact value and nothing else.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
)

_SEQ = BigInteger().with_variant(Integer, "sqlite")

inbox = Table(
    "inbox",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=True),
    Column("key", LargeBinary, nullable=False, unique=True),  # blind: the same update again is recognised
    Column("lane", LargeBinary),  # blind: whose turn it is; gone with the body
    Column("body", LargeBinary),  # sealed: the raw update; gone once done
    Column("source", Text, nullable=False, server_default="telegram"),  # or timer, job
    Column("state", Text, nullable=False),  # new, done, dead
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("fault", Text),  # where in our code it failed; no words of people
    Column("hour", BigInteger, nullable=False),  # unix time of the hour it came in
    sqlite_autoincrement=True,
)
Index(
    "ix_inbox_waiting",
    inbox.c.lane,
    inbox.c.seq,
    sqlite_where=sql("state = 'new'"),
    postgresql_where=sql("state = 'new'"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=True),
    Column("id", LargeBinary, nullable=False),
    Column("lane", LargeBinary, nullable=False),  # blind: the chat
    Column("body", LargeBinary),  # sealed: the destination and the words; the row goes once it was sent
    Column("state", Text, nullable=False),  # due, blocked, failed, unknown
    Column("notice", Integer, nullable=False),  # 1: nobody just asked for it
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", BigInteger, nullable=False, server_default="0"),  # unix time
    Column("fault", Text),
    Column("hour", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_outbox_lane", outbox.c.lane, outbox.c.seq)

drafts = Table(
    "drafts",
    metadata,
    Column("person", LargeBinary, primary_key=True),  # blind
    Column("body", LargeBinary, nullable=False),  # sealed, and of few sizes
    Column("touched", BigInteger, nullable=False),  # unix time of the hour; the exact one is sealed
    sqlite_with_rowid=False,
)

timers = Table(
    "timers",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # blind: one timer a purpose and person
    Column("lane", LargeBinary, nullable=False),  # blind: whose turn it will be
    Column("body", LargeBinary, nullable=False),  # sealed: what to do, and for whom
    Column("due", BigInteger, nullable=False),  # unix time
    sqlite_with_rowid=False,
)
Index("ix_timers_due", timers.c.due)

people = Table(
    "people",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("finder", LargeBinary, nullable=False, unique=True),  # blind
    Column("key", LargeBinary, nullable=False),  # sealed: the person's own key; without it, nothing of them opens
    Column("contact", LargeBinary, nullable=False),  # sealed with the person's key
    Column("role", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("scope", Text, nullable=False, server_default=sql("''")),  # of the role: a desk's code, a grid's name
    Column("consent", Integer, nullable=False, server_default="0"),  # the version of the notice that they agreed to
    sqlite_with_rowid=False,
)
Index("ix_people_role", people.c.role)

invites = Table(
    "invites",
    metadata,
    Column("code", LargeBinary, primary_key=True),  # blind: what the link holds
    Column("role", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("inviter", LargeBinary, nullable=False),  # sealed: the person who invited
    Column("expires", BigInteger, nullable=False),  # unix time
    Column("used", Integer, nullable=False),  # 1: somebody followed it
    sqlite_with_rowid=False,
)

estates = Table(
    "estates",
    metadata,
    Column("community", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("aliases", Text, nullable=False),  # joined by |
    Column("place", Integer, nullable=False),  # in the file
    sqlite_with_rowid=False,
)

buildings = Table(
    "buildings",
    metadata,
    Column("community", Text, primary_key=True),
    Column("estate", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("grid", Text, nullable=False),
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)

units = Table(
    "units",
    metadata,
    Column("community", Text, primary_key=True),
    Column("estate", Text, primary_key=True),
    Column("building", Text, primary_key=True),
    Column("unit", Text, primary_key=True),  # empty: the building has only one
    Column("floors", Integer),
    Column("rooms_per_floor", Integer),
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)

grids = Table(
    "grids",
    metadata,
    Column("community", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("shape", Text, nullable=False),  # its polygons, as JSON
    Column("place", Integer, nullable=False),
    sqlite_with_rowid=False,
)

town_parts = Table(
    "town_parts",
    metadata,
    Column("part", Text, primary_key=True),  # buildings or grids
    Column("version", Text, nullable=False),  # of what is held: the same content has the same version
    Column("offer", Text),  # the token of a file that an admin may take over, the newest alone
    Column("offered", Text),  # what is in it, as JSON
    sqlite_with_rowid=False,
)

dwellings = Table(
    "dwellings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("building", Text),
    Column("parts", Text, nullable=False),  # the address as JSON
    sqlite_with_rowid=False,
)
Index("ix_dwellings_building", dwellings.c.building)

tips = Table(
    "tips",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("code", LargeBinary, nullable=False, unique=True),  # blind: the receipt code
    Column("hazard", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("openness", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # sealed, and of few sizes: place, words
    Column("reporter", LargeBinary),  # blind: whose tip it is; none for an anonymous tip
    Column("reporter_sealed", LargeBinary),  # sealed: the same, for the office
    Column("filed", BigInteger, nullable=False),  # unix time of the hour
    Column("answer_by", BigInteger, nullable=False),  # unix time
    Column("dwelling", Text),  # the flat's key, once it is certain
    Column("building", Text),  # the building's key, once it is certain
    Column("grid", Text),  # community and grid
    Column("main", LargeBinary),  # the tip that this one joins
    Column("ordinal", Integer, nullable=False, server_default="1"),  # of the same kind and place: who was first
    Column("parent", LargeBinary),  # the tip of which this is a part, for another desk
    Column("source", Text, nullable=False, server_default="chat"),  # how it came in
    Column("urgent", Integer, nullable=False, server_default="0"),  # 1: staff marked it
    Column("desk", Text),  # whose matter it is
    Column("handler", LargeBinary),  # blind: who took it
    Column("handler_sealed", LargeBinary),  # sealed: the same
    Column("phase", Text),  # which limit runs; none while nothing is owed
    Column("due", BigInteger),  # unix time of that limit
    Column("deadline", BigInteger),  # unix time by which whoever sent it on wants it dealt with
    Column("rested", BigInteger),  # unix time since which the limit rests, until the sender answered
    Column("alerted", Integer, nullable=False, server_default="0"),  # how many alerts of that limit were said
    Column("missed", Integer, nullable=False, server_default="0"),  # limits that were missed
    Column("outcome", Text),  # how it ended
    Column("ended", BigInteger),  # unix time of the hour in which it did
    Column("asked", Integer, nullable=False, server_default="0"),  # 1: the sender was asked whether it is put right
    Column("claim", LargeBinary),  # blind: the admin on whose screen it is
    Column("claimed_until", BigInteger),  # unix time
    sqlite_with_rowid=False,
)
Index("ix_tips_state", tips.c.state, tips.c.filed)
Index("ix_tips_building", tips.c.building)
Index("ix_tips_main", tips.c.main)
Index("ix_tips_parent", tips.c.parent)
Index("ix_tips_desk", tips.c.desk, tips.c.state)
Index("ix_tips_grid", tips.c.grid, tips.c.state)
Index("ix_tips_reporter", tips.c.reporter)

routes = Table(
    "routes",
    metadata,
    Column("tip", LargeBinary, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # the way back to an anonymous tipster; no screen opens it
    sqlite_with_rowid=False,
)

history = Table(
    "history",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("tip", LargeBinary, nullable=False),
    Column("step", Integer, nullable=False),  # its place in what happened to this tip, from 0
    Column("move", Text, nullable=False),
    Column("hour", BigInteger, nullable=False),  # unix time of the hour
    Column("body", LargeBinary),  # sealed: what was added, or why
    Column("was", Text, nullable=False, server_default=sql("''")),  # the state before
    Column("role", Text, nullable=False, server_default=sql("''")),  # of the one of the staff who did it
    Column("who", LargeBinary),  # sealed: the one of the staff who did it
    Column("facts", LargeBinary),  # sealed, and of few sizes: to which desk, until when, as JSON
    UniqueConstraint("tip", "step", name="uq_history_tip_step"),
    sqlite_with_rowid=False,
)

looks = Table(
    "looks",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("person", LargeBinary, nullable=False),  # blind: whose name was shown
    Column("role", Text, nullable=False),  # of the one who looked, or wished to
    Column("what", Text, nullable=False, server_default="shown"),  # what became of it
    Column("need", Text, nullable=False, server_default=sql("''")),  # for what
    Column("hour", BigInteger, nullable=False),  # unix time of the hour
    sqlite_with_rowid=False,
)
Index("ix_looks_person", looks.c.person)

jobs = Table(
    "jobs",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # sealed, and of few sizes: what the work is about
    Column("state", Text, nullable=False),  # due, dead
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", BigInteger, nullable=False, server_default="0"),  # unix time, to five minutes
    Column("fault", Text),  # where in our code it failed, or a code of ours
    sqlite_with_rowid=False,
)
Index("ix_jobs_due", jobs.c.state, jobs.c.not_before)

files = Table(
    "files",
    metadata,
    Column("name", LargeBinary, primary_key=True),  # random: the sealed file of that name is kept
    sqlite_with_rowid=False,
)

media = Table(
    "media",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("tip", LargeBinary, nullable=False),
    Column("place", Integer, nullable=False),  # its order among the tip's files
    Column("state", Text, nullable=False),  # waiting, kept, lost
    Column("body", LargeBinary, nullable=False),  # sealed, of one size: what it is, where it lies, what it looks like
    Column("original", LargeBinary),  # sealed with the sender's key: where the photo lies as it came
    sqlite_with_rowid=False,
)
Index("ix_media_tip", media.c.tip, media.c.place)

quotas = Table(
    "quotas",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # blind: who did what, on which day
    Column("day", Integer, nullable=False),  # of the calendar; gone after two
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

notices = Table(
    "notices",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("community", Text, nullable=False),  # empty: everybody
    Column("grid", Text, nullable=False),  # empty: the whole community
    Column("words", Text, nullable=False),
    Column("begins", BigInteger, nullable=False),  # unix time
    Column("ends", BigInteger, nullable=False),  # unix time
    sqlite_with_rowid=False,
)

followers = Table(
    "followers",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("person", LargeBinary, nullable=False),  # blind
    Column("body", LargeBinary, nullable=False),  # sealed, and of one size: the building and the way to the person
    sqlite_with_rowid=False,
)
Index("ix_followers_person", followers.c.person)

used_codes = Table(
    "used_codes",
    metadata,
    Column("code", LargeBinary, primary_key=True),  # blind: a single-use code that was used
    sqlite_with_rowid=False,
)

bans = Table(
    "bans",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("person", LargeBinary, nullable=False, unique=True),  # blind: the account that may not file
    Column("measure", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("until", BigInteger, nullable=False),  # unix time of an hour
    Column("by", LargeBinary, nullable=False),  # sealed: the admin
    Column("way", LargeBinary, nullable=False),  # sealed: how to tell the person; no screen opens it
    Column("objected", Integer, nullable=False),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # of what staff did, never of a tip being filed
    Column("hour", BigInteger, nullable=False),  # unix time of the hour
    Column("role", Text, nullable=False),  # of the one who did it
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),  # a tip's number, a role, a code; no words of people
    Column("who", LargeBinary),  # sealed: the person who did it
    Column("whom", LargeBinary),  # sealed: the person it was done to
    Column("mac", LargeBinary, nullable=False),  # signature over this entry and all before it
    sqlite_with_rowid=False,
)

Index("ix_audit_object", audit.c.object)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),  # sealed: how many entries there are, and the last one's signature
    sqlite_with_rowid=False,
)

hazards = Table(
    "hazards",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("tip", LargeBinary),  # what it was verified from
    Column("code", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("dwelling", Text),
    Column("building", Text),
    Column("grid", Text),
    Column("found", BigInteger, nullable=False),  # unix time of the hour
    Column("deadline", BigInteger, nullable=False),  # unix time
    Column(
        "body", LargeBinary, nullable=False
    ),  # sealed, and of few sizes: finding, measure, who must do it, the notice
    Column("verifier", LargeBinary, nullable=False),  # blind
    Column("verifier_sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_hazards_tip", hazards.c.tip)
Index("ix_hazards_building", hazards.c.building)
Index("ix_hazards_state", hazards.c.state, hazards.c.deadline)

approvals = Table(
    "approvals",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("object", Text, nullable=False),  # a tip's number: what it is about
    Column("state", Text, nullable=False),
    Column("asker", LargeBinary),  # blind: who asked and may not answer; none when somebody outside did
    Column("expires", BigInteger, nullable=False),  # unix time
    Column("body", LargeBinary, nullable=False),  # sealed, and of few sizes: who asked, why, for what, who answered
    sqlite_with_rowid=False,
)
Index("ix_approvals_state", approvals.c.state, approvals.c.expires)
Index("ix_approvals_object", approvals.c.object)

deputies = Table(
    "deputies",
    metadata,
    Column("person", LargeBinary, primary_key=True),  # blind: who is away
    Column("deputy", LargeBinary, nullable=False),  # blind: who stands in
    Column("begins", BigInteger, nullable=False),  # unix time
    Column("ends", BigInteger, nullable=False),  # unix time
    Column("body", LargeBinary, nullable=False),  # sealed: both
    sqlite_with_rowid=False,
)
Index("ix_deputies_deputy", deputies.c.deputy)

rewards = Table(
    "rewards",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("tip", LargeBinary, nullable=False),  # and no person: whose it is, only a tip that is not anonymous tells
    Column("matter", Text, nullable=False),  # place, kind and cycle of what is rewarded once
    Column("basis", Text, nullable=False),  # first, later
    Column("share", Integer, nullable=False),  # the place among those who signed a joint report, from 0
    Column("state", Text, nullable=False),
    Column("rule", Text, nullable=False),  # the amount of the pack
    Column("fen", BigInteger, nullable=False),
    Column("most", BigInteger, nullable=False),  # fen up to which a person may raise it
    Column("day", Integer, nullable=False),  # of the calendar: when it was proposed
    Column("month", Integer, nullable=False, server_default="0"),  # of the budget, such as 202611; 0: none yet
    Column("pin", LargeBinary),  # blind: the claim PIN
    Column("last_day", Integer),  # of the calendar: until when it can be collected
    Column("extended", Integer, nullable=False, server_default="0"),
    Column("reminded", Integer, nullable=False, server_default="0"),  # how often the end of the term was said again
    CheckConstraint("fen > 0 AND fen <= most", name="ck_rewards_fen"),
    CheckConstraint("share >= 0", name="ck_rewards_share"),
    CheckConstraint("extended IN (0, 1)", name="ck_rewards_extended"),
    sqlite_with_rowid=False,
)
_COUNTS = "state NOT IN ('refused', 'revoked', 'reclaimed', 'recovered')"
Index(
    "uq_rewards_matter",  # one matter, one reward, perhaps in shares
    rewards.c.matter,
    rewards.c.share,
    unique=True,
    sqlite_where=sql(f"basis = 'first' AND {_COUNTS}"),
    postgresql_where=sql(f"basis = 'first' AND {_COUNTS}"),
)
Index(
    "uq_rewards_tip",  # and never two of them for one tip
    rewards.c.tip,
    rewards.c.matter,
    unique=True,
    sqlite_where=sql(_COUNTS),
    postgresql_where=sql(_COUNTS),
)
Index("ix_rewards_state", rewards.c.state, rewards.c.day)

ledger = Table(
    "ledger",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # of moves of rewards, never of a tip being filed
    Column("reward", LargeBinary, nullable=False),
    Column("tip", LargeBinary, nullable=False),
    Column("move", Text, nullable=False),
    Column("kind", Text, nullable=False),  # of money: none, reserve, release, pay, claw_back, correction
    Column("reserved", BigInteger, nullable=False),  # fen that are promised more, or less
    Column("paid", BigInteger, nullable=False),  # fen that were paid more, or less
    Column("month", Integer, nullable=False),  # of the budget
    Column("day", Integer, nullable=False),  # of the calendar
    Column("actor", LargeBinary),  # sealed: who did it; none: the house, or the tipster
    Column("reason", LargeBinary),  # sealed: in words of the office
    CheckConstraint(
        "kind = 'none' AND reserved = 0 AND paid = 0"
        " OR kind = 'reserve' AND reserved > 0 AND paid = 0 AND month > 0"
        " OR kind = 'release' AND reserved < 0 AND paid = 0"
        " OR kind = 'pay' AND paid > 0 AND reserved = -paid"
        " OR kind = 'claw_back' AND paid < 0 AND reserved = 0"
        " OR kind = 'correction' AND (reserved <> 0 OR paid <> 0)",
        name="ck_ledger_kind",
    ),
    sqlite_with_rowid=False,
)
_MONEY = "kind NOT IN ('none', 'correction')"
Index(
    "uq_ledger_reward",  # nothing is reserved, released, paid or clawed back twice
    ledger.c.reward,
    ledger.c.kind,
    unique=True,
    sqlite_where=sql(_MONEY),
    postgresql_where=sql(_MONEY),
)
Index("ix_ledger_month", ledger.c.month)

reward_hands = Table(
    "reward_hands",
    metadata,
    Column("reward", LargeBinary, primary_key=True),
    Column("part", Text, primary_key=True),  # enter, verify, work, propose, approve, hand_over, ticket
    Column("person", LargeBinary, primary_key=True),  # blind: nobody does one part twice
    Column("sealed", LargeBinary, nullable=False),  # sealed: the same, for the office
    sqlite_with_rowid=False,
)

staff_groups = Table(
    "staff_groups",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("finder", LargeBinary, nullable=False, unique=True),  # blind: the group chat
    Column("body", LargeBinary, nullable=False),  # sealed, and of few sizes: the chat, its title, its language
    Column("posting", Text, nullable=False),  # where cards go in it
    Column("hinted", BigInteger, nullable=False, server_default="0"),  # unix time of the last answer to a command
    sqlite_with_rowid=False,
)

group_topics = Table(
    "group_topics",
    metadata,
    Column("staff_group", LargeBinary, primary_key=True),
    Column("grid", Text, primary_key=True),  # community and grid
    Column("thread", BigInteger, nullable=False),  # the topic; 0 while it is being made
    sqlite_with_rowid=False,
)

group_cards = Table(
    "group_cards",
    metadata,
    Column("staff_group", LargeBinary, primary_key=True),
    Column("tip", LargeBinary, primary_key=True),
    Column("message", BigInteger, nullable=False),  # 0 while it is not known yet
    Column("said", LargeBinary, nullable=False),  # digest of what it says; empty while it waits for its topic
    sqlite_with_rowid=False,
)
Index("ix_group_cards_tip", group_cards.c.tip)
origins = Table(
    "origins",
    metadata,
    Column("tip", LargeBinary, primary_key=True),  # one that somebody of the staff entered
    Column("finder", LargeBinary, unique=True),  # blind: the number of the hotline's order
    Column("body", LargeBinary, nullable=False),  # sealed, and of one size: that number, when it was told and entered
    Column("own", Integer, nullable=False, server_default="0"),  # 1: whoever told it alone knows the receipt code
    sqlite_with_rowid=False,
)

order_files = Table(
    "order_files",
    metadata,
    Column("token", LargeBinary, primary_key=True),  # blind: what the button under the preview holds
    Column("body", LargeBinary, nullable=False),  # sealed: the orders that were read
    Column("until", BigInteger, nullable=False),  # unix time until which they can be taken over
    sqlite_with_rowid=False,
)

ties = Table(
    "ties",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("person", LargeBinary, nullable=False),  # blind: one of the staff
    Column("body", LargeBinary, nullable=False),  # sealed, and of one size: the home, and what ties them to it
    sqlite_with_rowid=False,
)
Index("ix_ties_person", ties.c.person)

phrases = Table(
    "phrases",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("move", Text, nullable=False),
    Column("kind", Text, nullable=False),  # a hazard or a group; empty: all
    Column("state", Text, nullable=False),  # of the tip; empty: any
    Column("replaces", Text, nullable=False),  # the delivered phrase that it stands for; empty: none
    Column("body", LargeBinary, nullable=False),  # sealed, and of few sizes: the words in each language
    sqlite_with_rowid=False,
)
Index("ix_phrases_move", phrases.c.move)

matters = Table(
    "matters",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("tip", LargeBinary, nullable=False),  # by which it was verified
    Column("place", Text, nullable=False),  # a dwelling's or a building's key; blind where only words tell it
    Column("hazard", Text, nullable=False),
    Column("cycle", Integer, nullable=False),  # how often it was put right there before
    Column("state", Text, nullable=False),  # open, settled
    Column("day", Integer, nullable=False),  # of the calendar: when it was verified
    Column("body", LargeBinary, nullable=False),  # sealed, and of few sizes: who told what, and what a person decided
    sqlite_with_rowid=False,
)
Index("ix_matters_tip", matters.c.tip)
Index("ix_matters_place", matters.c.place, matters.c.hazard)
Index("ix_matters_state", matters.c.state, matters.c.day)

signatures = Table(
    "signatures",
    metadata,
    Column("tip", LargeBinary, primary_key=True),  # of one who signs
    Column("first", LargeBinary, nullable=False),  # the tip of the first signatory
    Column("place", Integer, nullable=False),  # the order of signing, from 1
    sqlite_with_rowid=False,
)
Index("ix_signatures_first", signatures.c.first, signatures.c.place)

signings = Table(
    "signings",
    metadata,
    Column("code", LargeBinary, primary_key=True),  # blind: the link by which others sign
    Column("tip", LargeBinary, nullable=False),  # what they sign
    Column("until", BigInteger, nullable=False),  # unix time of an hour
    sqlite_with_rowid=False,
)
