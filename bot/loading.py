"""Loading the town's files at the console: the preview that the chat shows as well, a question, all of them or none."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from bot import app, texts, townfile
from bot.gateway import EXIT_CONFLICT, Stopped
from bot.rules.town_rows import FORMATS
from bot.settings import Settings
from handlers.deeds import town as deeds
from handlers.deeds.town import Preview
from handlers.town import told
from storage import Store, Transaction, audit, town

EXIT_FILE = 1
IN_CHAT = (
    "Beside a running bot nobody else may write. An admin can send the file to the bot in chat instead: the preview is "
    "the same. Or stop the bot first."
)

Agree: TypeAlias = Callable[[str, bool], bool]
"""Shows the preview, and tells whether to go on; its second argument says whether there is anything to agree to."""


async def run(settings: Settings, paths: Sequence[Path], agree: Agree) -> int:
    """Load files into the database of these settings; returns the exit code of the process."""
    files = contents(paths)
    try:
        async with app.store_of(settings) as store:
            return 0 if await load(store, files, agree) else EXIT_FILE
    except Stopped as stopped:
        if stopped.code != EXIT_CONFLICT:
            raise
        raise Stopped(EXIT_CONFLICT, f"{stopped} {IN_CHAT}") from stopped


def contents(paths: Sequence[Path]) -> dict[str, bytes]:
    """Return what lies in files, by their names; `Stopped` names the one that cannot be read."""
    try:
        return {str(path): path.read_bytes() for path in paths}
    except OSError as error:
        raise Stopped(EXIT_FILE, f"{error.filename}: {error.strerror}") from error


async def load(store: Store, files: Mapping[str, bytes], agree: Agree) -> bool:
    """Put what the files hold in the place of what is held; False, and nothing has changed, when that is not wanted."""
    async with store.begin() as tx:
        limits = tx.policy.town_files
    parts = await asyncio.to_thread(
        lambda: townfile.joined([townfile.read(name, content, limits) for name, content in files.items()])
    )
    async with store.begin() as tx:
        previews = [await deeds.offer(tx, part) for part in parts]
    is_fit = all(preview.file.is_fit for preview in previews)
    is_new = is_fit and any(preview.token for preview in previews)
    agreed = agree("\n\n".join(_plain(preview) for preview in previews), is_new) and is_fit
    async with store.begin() as tx:
        done = [await _settled(tx, preview, agreed) for preview in previews if preview.token]
    return is_fit and all(done)


async def _settled(tx: Transaction, preview: Preview, agreed: bool) -> bool:
    part, token = preview.file.part, preview.token
    if not agreed:
        await town.withdraw(tx, part, token)
        return False
    await audit.record(tx, "", "town.change", FORMATS[part])
    return await deeds.take(tx, part, token)


def _plain(preview: Preview) -> str:
    lines = "\n".join(texts.words(line, "en") for line in told(preview))
    return html.unescape(re.sub(r"<[^>]*>", "", lines))
