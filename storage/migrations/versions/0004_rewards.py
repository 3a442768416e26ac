"""Rewards: matters, entries, the ledger of moves and money, whose hands they went through, and who signed together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_COUNTS = "state NOT IN ('refused', 'revoked', 'reclaimed', 'recovered')"


def upgrade() -> None:
    """Add what is missing."""
    _rewards()
    _ledger()
    op.create_table(
        "reward_hands",
        sa.Column("reward", sa.LargeBinary, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("person", sa.LargeBinary, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    _matters()
    _signatures()


def _matters() -> None:
    op.create_table(
        "matters",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("tip", sa.LargeBinary, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("hazard", sa.Text, nullable=False),
        sa.Column("cycle", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_matters_tip", "matters", ["tip"])
    op.create_index("ix_matters_place", "matters", ["place", "hazard"])
    op.create_index("ix_matters_state", "matters", ["state", "day"])


def _signatures() -> None:
    op.create_table(
        "signatures",
        sa.Column("tip", sa.LargeBinary, primary_key=True),
        sa.Column("first", sa.LargeBinary, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_signatures_first", "signatures", ["first", "place"])
    op.create_table(
        "signings",
        sa.Column("code", sa.LargeBinary, primary_key=True),
        sa.Column("tip", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _rewards() -> None:
    op.create_table(
        "rewards",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("tip", sa.LargeBinary, nullable=False),
        sa.Column("matter", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("share", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.Column("most", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("month", sa.Integer, nullable=False, server_default="0"),
        sa.Column("pin", sa.LargeBinary),
        sa.Column("last_day", sa.Integer),
        sa.Column("extended", sa.Integer, nullable=False, server_default="0"),
        sa.Column("reminded", sa.Integer, nullable=False, server_default="0"),
        sa.CheckConstraint("fen > 0 AND fen <= most", name="ck_rewards_fen"),
        sa.CheckConstraint("share >= 0", name="ck_rewards_share"),
        sa.CheckConstraint("extended IN (0, 1)", name="ck_rewards_extended"),
        sqlite_with_rowid=False,
    )
    _unique("uq_rewards_matter", "rewards", ["matter", "share"], f"basis = 'first' AND {_COUNTS}")
    _unique("uq_rewards_tip", "rewards", ["tip", "matter"], _COUNTS)
    op.create_index("ix_rewards_state", "rewards", ["state", "day"])


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("reward", sa.LargeBinary, nullable=False),
        sa.Column("tip", sa.LargeBinary, nullable=False),
        sa.Column("move", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reserved", sa.BigInteger, nullable=False),
        sa.Column("paid", sa.BigInteger, nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("actor", sa.LargeBinary),
        sa.Column("reason", sa.LargeBinary),
        sa.CheckConstraint(
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
    _unique("uq_ledger_reward", "ledger", ["reward", "kind"], "kind NOT IN ('none', 'correction')")
    op.create_index("ix_ledger_month", "ledger", ["month"])


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    """Make an index that is unique among the rows of which a condition holds."""
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
