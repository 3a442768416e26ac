"""The Telegram edge, the only room that speaks Telegram: raw update to Incoming, Outgoing to API call."""

from __future__ import annotations

from bot.gateway.hearing import KINDS, Unreadable, address, parse
from bot.gateway.saying import Gateway, Json
from bot.gateway.verdicts import BAD_TOKEN, EXIT_CONFLICT, EXIT_TOKEN, Delivery, Stopped

__all__ = [
    "BAD_TOKEN",
    "EXIT_CONFLICT",
    "EXIT_TOKEN",
    "KINDS",
    "Delivery",
    "Gateway",
    "Json",
    "Stopped",
    "Unreadable",
    "address",
    "parse",
]
