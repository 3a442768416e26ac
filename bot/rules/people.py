"""Who people are to the house: their roles, what some roles are bound to, and what an invitation is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from bot.rules.typed_toml import Between


@dataclass(frozen=True, slots=True)
class Desk:
    """An office in charge of a kind of matter; officers are bound to one.

    One that stands for another (`of`) takes its matters in some communities.
    """

    code: str
    order: Annotated[int, Between(1, 999)]
    source: str
    of: str = ""
    communities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvitePolicy:
    """How long an invitation to a role may be followed."""

    hours: Annotated[int, Between(1, 720)]


@dataclass(frozen=True, slots=True)
class ConsentPolicy:
    """Which notice people agree to: a higher number asks everybody again."""

    version: Annotated[int, Between(1, 10_000)]


class Role(StrEnum):
    """What somebody is to the house beside their ordinary life; whoever has no other role is a resident."""

    RESIDENT = "resident"
    TENANT = "tenant"
    LANDLORD = "landlord"
    AGENT = "agent"
    PROPERTY_MANAGER = "property_manager"
    GRID_WORKER = "grid_worker"
    OFFICER = "officer"
    ADMIN = "admin"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"


LEADERS = "leaders"
"""The desk of the leading group, whose officers see everything and hear of what stays undone."""

STAFF = (Role.ADMIN, Role.OFFICER, Role.GRID_WORKER, Role.CUSTODIAN, Role.AUDITOR)
"""Who works for the street, in the order in which they are listed."""

INVITED = (*STAFF, Role.TENANT, Role.LANDLORD, Role.AGENT, Role.PROPERTY_MANAGER)
"""Every role that somebody can be invited to."""

MOST_SCOPE = 40
"""Characters of the name of a grid."""


class Bound(StrEnum):
    """What the scope of a role names."""

    NOTHING = "nothing"
    GRID = "grid"
    DESK = "desk"


def bound_to(role: Role) -> Bound:
    """Return what a role is bound to: a grid worker to a grid, an officer to a desk."""
    return {Role.GRID_WORKER: Bound.GRID, Role.OFFICER: Bound.DESK}.get(role, Bound.NOTHING)


class Invitation(StrEnum):
    """What an invitation is worth at the moment it is followed."""

    FRESH = "fresh"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OWN = "own"


def invitation(*, used: bool, expires: datetime, now: datetime, own: bool, inviter_may: bool) -> Invitation:
    """Return what an invitation is worth; it dies with the right of whoever made it to invite."""
    if used:
        return Invitation.USED
    if not inviter_may:
        return Invitation.WITHDRAWN
    if now >= expires:
        return Invitation.EXPIRED
    return Invitation.OWN if own else Invitation.FRESH


class Standing(StrEnum):
    """How somebody in the list stands to the admin who looks at them."""

    OTHER = "other"
    SELF = "self"
    LAST_ADMIN = "last_admin"


def standing(role: str, *, own: bool, admins: int) -> Standing:
    """Return how a person stands: the only admin is `last_admin`, whoever looks."""
    if role == Role.ADMIN and admins <= 1:
        return Standing.LAST_ADMIN
    return Standing.SELF if own else Standing.OTHER
