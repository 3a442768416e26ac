"""Child process: a voice message, if it is one; it is kept as it came, for a person to listen to."""

from __future__ import annotations

from bot.child import Unfit, work


def checked(content: bytes) -> bytes:
    """Return an Ogg file with Opus sound unchanged; `Unfit` for anything else."""
    if not content.startswith(b"OggS") or b"OpusHead" not in content[:512]:
        raise Unfit("no_voice")
    return content


if __name__ == "__main__":
    work(checked)
