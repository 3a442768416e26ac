"""Handling of tips: who owes what until when, hazards, approvals, deputies, group chats of the staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is missing."""
    _tips()
    _history()
    _hazards()
    _approvals()
    _deputies()
    _staff_groups()
    _origins()
    _looks()
    _ties()
    _phrases()
    op.create_index("ix_audit_object", "audit", ["object"])


def _tips() -> None:
    for column in (
        sa.Column("ordinal", sa.Integer, nullable=False, server_default="1"),
        sa.Column("parent", sa.LargeBinary),
        sa.Column("source", sa.Text, nullable=False, server_default="chat"),
        sa.Column("urgent", sa.Integer, nullable=False, server_default="0"),
        sa.Column("desk", sa.Text),
        sa.Column("handler", sa.LargeBinary),
        sa.Column("handler_sealed", sa.LargeBinary),
        sa.Column("phase", sa.Text),
        sa.Column("due", sa.BigInteger),
        sa.Column("deadline", sa.BigInteger),
        sa.Column("rested", sa.BigInteger),
        sa.Column("alerted", sa.Integer, nullable=False, server_default="0"),
        sa.Column("missed", sa.Integer, nullable=False, server_default="0"),
        sa.Column("outcome", sa.Text),
        sa.Column("ended", sa.BigInteger),
        sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
        sa.Column("claim", sa.LargeBinary),
        sa.Column("claimed_until", sa.BigInteger),
    ):
        op.add_column("tips", column)
    op.create_index("ix_tips_parent", "tips", ["parent"])
    op.create_index("ix_tips_desk", "tips", ["desk", "state"])
    op.create_index("ix_tips_grid", "tips", ["grid", "state"])
    op.execute("UPDATE tips SET phase = 'answer', due = answer_by WHERE state = 'received' AND main IS NULL")


def _history() -> None:
    op.add_column("history", sa.Column("was", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("history", sa.Column("role", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("history", sa.Column("who", sa.LargeBinary))
    op.add_column("history", sa.Column("facts", sa.LargeBinary))


def _hazards() -> None:
    op.create_table(
        "hazards",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("tip", sa.LargeBinary),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("colour", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("dwelling", sa.Text),
        sa.Column("building", sa.Text),
        sa.Column("grid", sa.Text),
        sa.Column("found", sa.BigInteger, nullable=False),
        sa.Column("deadline", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("verifier", sa.LargeBinary, nullable=False),
        sa.Column("verifier_sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hazards_tip", "hazards", ["tip"])
    op.create_index("ix_hazards_building", "hazards", ["building"])
    op.create_index("ix_hazards_state", "hazards", ["state", "deadline"])


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("asker", sa.LargeBinary),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_approvals_state", "approvals", ["state", "expires"])
    op.create_index("ix_approvals_object", "approvals", ["object"])


def _deputies() -> None:
    op.create_table(
        "deputies",
        sa.Column("person", sa.LargeBinary, primary_key=True),
        sa.Column("deputy", sa.LargeBinary, nullable=False),
        sa.Column("begins", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_deputies_deputy", "deputies", ["deputy"])


def _staff_groups() -> None:
    op.create_table(
        "staff_groups",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("finder", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("posting", sa.Text, nullable=False),
        sa.Column("hinted", sa.BigInteger, nullable=False, server_default="0"),
        sa.UniqueConstraint("finder", name="uq_staff_groups_finder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_topics",
        sa.Column("staff_group", sa.LargeBinary, primary_key=True),
        sa.Column("grid", sa.Text, primary_key=True),
        sa.Column("thread", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "group_cards",
        sa.Column("staff_group", sa.LargeBinary, primary_key=True),
        sa.Column("tip", sa.LargeBinary, primary_key=True),
        sa.Column("message", sa.BigInteger, nullable=False),
        sa.Column("said", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_group_cards_tip", "group_cards", ["tip"])


def _origins() -> None:
    op.create_table(
        "origins",
        sa.Column("tip", sa.LargeBinary, primary_key=True),
        sa.Column("finder", sa.LargeBinary),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("own", sa.Integer, nullable=False, server_default="0"),
        sa.UniqueConstraint("finder", name="uq_origins_finder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "order_files",
        sa.Column("token", sa.LargeBinary, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _looks() -> None:
    op.add_column("looks", sa.Column("what", sa.Text, nullable=False, server_default="shown"))
    op.add_column("looks", sa.Column("need", sa.Text, nullable=False, server_default=sa.text("''")))


def _ties() -> None:
    op.create_table(
        "ties",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ties_person", "ties", ["person"])


def _phrases() -> None:
    op.create_table(
        "phrases",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("move", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("replaces", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_phrases_move", "phrases", ["move"])
