"""The house stands: inbox, outbox, drafts, people, tips and the ways back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SEQ = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_WAITING = sa.text("state = 'new'")


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "inbox",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("lane", sa.LargeBinary),
        sa.Column("body", sa.LargeBinary),
        sa.Column("source", sa.Text, nullable=False, server_default="telegram"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("fault", sa.Text),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("key", name="uq_inbox_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_waiting", "inbox", ["lane", "seq"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    op.create_table(
        "outbox",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=True),
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("lane", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("notice", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("not_before", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("fault", sa.Text),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_lane", "outbox", ["lane", "seq"])
    op.create_table(
        "drafts",
        sa.Column("person", sa.LargeBinary, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("touched", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "timers",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("lane", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_timers_due", "timers", ["due"])
    op.create_table(
        "people",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("finder", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("contact", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.UniqueConstraint("finder", name="uq_people_finder"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tips",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("code", sa.LargeBinary, nullable=False),
        sa.Column("hazard", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("openness", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("reporter", sa.LargeBinary),
        sa.Column("reporter_sealed", sa.LargeBinary),
        sa.Column("filed", sa.BigInteger, nullable=False),
        sa.Column("answer_by", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("number", name="uq_tips_number"),
        sa.UniqueConstraint("code", name="uq_tips_code"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tips_state", "tips", ["state", "filed"])
    op.create_index("ix_tips_reporter", "tips", ["reporter"])
    op.create_table(
        "routes",
        sa.Column("tip", sa.LargeBinary, primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "looks",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_looks_person", "looks", ["person"])
    op.create_table(
        "used_codes",
        sa.Column("code", sa.LargeBinary, primary_key=True),
        sqlite_with_rowid=False,
    )
