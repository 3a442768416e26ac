"""The words for roles, what they mean to those who have them, and the desks."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.people import Role
from bot.rules.ties import Tie
from bot.speech import Text
from bot.texts import _

ROLES: Mapping[str, Text] = {
    Role.RESIDENT: _("resident"),
    Role.TENANT: _("tenant"),
    Role.LANDLORD: _("landlord"),
    Role.AGENT: _("agent"),
    Role.PROPERTY_MANAGER: _("property manager"),
    Role.GRID_WORKER: _("grid worker"),
    Role.OFFICER: _("officer"),
    Role.ADMIN: _("admin"),
    Role.CUSTODIAN: _("custodian"),
    Role.AUDITOR: _("auditor"),
}

DUTIES: Mapping[str, Text] = {
    Role.TENANT: _("You rent a home here."),
    Role.LANDLORD: _("You let homes here and answer for their safety. You never see a tip, nor who sent it."),
    Role.AGENT: _("You let homes for landlords and answer for what you let. You never see a tip, nor who sent it."),
    Role.PROPERTY_MANAGER: _("You look after an estate. You never see a tip, nor who sent it."),
    Role.GRID_WORKER: _("You walk your grid and visit its homes. You can still report like anybody else."),
    Role.OFFICER: _("You deal with what is sent to your desk. You can still report like anybody else."),
    Role.ADMIN: _("You see the backlog and every tip, never who sent an anonymous one. What you look at is recorded."),
    Role.CUSTODIAN: _("You are one of those who must agree before something sealed is opened."),
    Role.AUDITOR: _("You can read who did what, and change nothing."),
}

TIES: Mapping[str, Text] = {
    Tie.OWN: _("owns it"),
    Tie.LET: _("lets it"),
    Tie.LIVE: _("lives there"),
    Tie.FAMILY: _("family owns it or lives there"),
}
"""How somebody of the staff may be tied to a home."""

DESKS: Mapping[str, Text] = {
    "leaders": _("leading group"),
    "coordination": _("coordination centre"),
    "economy": _("economy centre"),
    "safety": _("work safety station"),
    "urban": _("urban management centre"),
    "police": _("police station"),
    "police2": _("second police station"),
    "justice": _("justice office"),
    "community": _("community office"),
}


def role_label(role: str) -> Text:
    """Return the words for a role."""
    return ROLES.get(role) or Text("{code}")(code=role)


def desk_label(code: str) -> Text:
    """Return the words for a desk; one that a deployer added is shown by its code."""
    return DESKS.get(code) or Text("{code}")(code=code)


def post_label(role: str, scope: str) -> Text:
    """Return the words for a role with what it is bound to."""
    if not scope:
        return role_label(role)
    where = desk_label(scope) if role == Role.OFFICER else Text("{name}")(name=scope)
    return Text("{role} · {scope}")(role=role_label(role), scope=where)
