"""Reporting complete: roles with a scope, invitations, slow work, what comes with a tip, and the town."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is missing."""
    _people()
    _jobs_and_media()
    _audit()
    _town()
    _history()
    _bans()
    _nerves()
    _dwellings()


def _people() -> None:
    op.add_column("people", sa.Column("scope", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("people", sa.Column("consent", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_people_role", "people", ["role"])
    op.create_table(
        "invites",
        sa.Column("code", sa.LargeBinary, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("inviter", sa.LargeBinary, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _jobs_and_media() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("not_before", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("fault", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_jobs_due", "jobs", ["state", "not_before"])
    op.create_table("files", sa.Column("name", sa.LargeBinary, primary_key=True), sqlite_with_rowid=False)
    op.create_table(
        "media",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("tip", sa.LargeBinary, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("original", sa.LargeBinary),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_media_tip", "media", ["tip", "place"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("object", sa.Text, nullable=False),
        sa.Column("who", sa.LargeBinary),
        sa.Column("whom", sa.LargeBinary),
        sa.Column("mac", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _town() -> None:
    op.create_table(
        "estates",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("aliases", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "buildings",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("estate", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("grid", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "units",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("estate", sa.Text, primary_key=True),
        sa.Column("building", sa.Text, primary_key=True),
        sa.Column("unit", sa.Text, primary_key=True),
        sa.Column("floors", sa.Integer),
        sa.Column("rooms_per_floor", sa.Integer),
        sa.Column("place", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "grids",
        sa.Column("community", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "town_parts",
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("offer", sa.Text),
        sa.Column("offered", sa.Text),
        sqlite_with_rowid=False,
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("tip", sa.LargeBinary, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("move", sa.Text, nullable=False),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.UniqueConstraint("tip", "step", name="uq_history_tip_step"),
        sqlite_with_rowid=False,
    )


def _bans() -> None:
    op.create_table(
        "bans",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("by", sa.LargeBinary, nullable=False),
        sa.Column("way", sa.LargeBinary, nullable=False),
        sa.Column("objected", sa.Integer, nullable=False),
        sa.UniqueConstraint("person", name="uq_bans_person"),
        sqlite_with_rowid=False,
    )


def _nerves() -> None:
    op.create_table(
        "quotas",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("community", sa.Text, nullable=False),
        sa.Column("grid", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("begins", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "followers",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_followers_person", "followers", ["person"])


def _dwellings() -> None:
    op.create_table(
        "dwellings",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("building", sa.Text),
        sa.Column("parts", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dwellings_building", "dwellings", ["building"])
    for name, kind in (("dwelling", sa.Text), ("building", sa.Text), ("grid", sa.Text), ("main", sa.LargeBinary)):
        op.add_column("tips", sa.Column(name, kind))
    op.create_index("ix_tips_building", "tips", ["building"])
    op.create_index("ix_tips_main", "tips", ["main"])
