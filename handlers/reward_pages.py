"""The pages about rewards, for the table of all pages."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import counter, myrewards, printing, reward_desk, rewards, signing
from handlers.matching import Match, Page, command, then_back, unless_blocked

FINISHED: tuple[Match, Page] = (printing.is_drawn, then_back(printing.give))
"""Nobody spoke: a form or a list is drawn."""

SIGNED: tuple[Match, Page] = (signing.is_followed, unless_blocked(signing.follow))
"""A link by which a report is signed, which is no invitation to a role."""

TICKET: tuple[Match, Page] = (counter.is_ticket, counter.ticket)
"""What the counter asked for is a secret of somebody else: it is taken out of the chat."""

COMMANDS: Sequence[tuple[Match, Page]] = (
    (command("reward"), myrewards.reward),
    (command("impact"), then_back(myrewards.impact)),
    (command("come"), then_back(myrewards.come)),
    (command("newpin"), then_back(myrewards.new_pin)),
    (command("longer"), myrewards.plead),
    (command("contest"), myrewards.plead),
    (command("together"), then_back(signing.together)),
    (command("rewards"), then_back(rewards.rewards)),
    (command("award"), reward_desk.award),
    (command("settle"), reward_desk.settle),
    (command("payout"), counter.payout),
)
