"""Reporting complete: roles with a scope, invitations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is missing."""
    _people()


def _people() -> None:
    op.add_column("people", sa.Column("scope", sa.Text, nullable=False, server_default=sa.text("''")))
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
