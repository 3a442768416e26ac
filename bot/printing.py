"""Forms and lists that somebody asked for: drawn in a child process, and given to them as documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import papers as pdf
from bot import sheets
from bot.jobs import Desk
from bot.papers import Paper
from bot.sheets import Sheet
from handlers.deeds import papers
from storage import Transaction, jobs


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn, and the name of its file."""

    content: Paper | Sheet
    name: str


class DrawPaper:
    """The work on one form or list."""

    async def begin(self, tx: Transaction, about: Any) -> Drawing | None:
        """Return what is to be drawn."""
        content = await papers.drawing(tx, about)
        return Drawing(content, about["name"]) if content else None

    async def work(self, desk: Desk, needs: Drawing) -> dict[str, str]:
        """Draw it; nothing of it is kept here."""
        content = needs.content
        made = await (pdf.drawn(content) if isinstance(content, Paper) else sheets.written(content))
        return {"name": needs.name, "content": made.hex()}

    async def end(self, tx: Transaction, about: Any, result: dict[str, str]) -> None:
        """Bring it to whoever asked for it."""
        await jobs.ring(tx, papers.JOB, about["for"], result)

    async def lose(self, tx: Transaction, about: Any) -> None:
        """Tell whoever asked that it could not be drawn."""
        await jobs.ring(tx, papers.JOB, about["for"], {"name": "", "content": ""})
