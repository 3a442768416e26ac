"""/sim: play the people, order faults, read the journal."""

from __future__ import annotations

from starlette.routing import Route

from bot.sandbox.sim_groups import GroupEndpoints
from bot.sandbox.sim_people import PeopleEndpoints
from bot.sandbox.sim_tester import TesterEndpoints
from bot.sandbox.world import World


class Sim:
    """The endpoints that stand for the people's phones and for the tester."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """List the addresses."""
        parts = (PeopleEndpoints(self.world), GroupEndpoints(self.world), TesterEndpoints(self.world))
        return [address for part in parts for address in part.routes()]
