"""Why a sender does not hear what is said to them."""

from __future__ import annotations

import pytest

from bot.rules.silence import Silence, of_sender


@pytest.mark.parametrize(
    ("in_chat", "known", "has_way", "held", "silence"),
    [
        (True, True, True, False, None),
        (True, True, True, True, Silence.STOPPED),
        (True, False, True, False, None),
        (True, False, True, True, Silence.UNREACHABLE),
        (True, False, False, False, Silence.UNREACHABLE),
        (False, False, False, False, Silence.ELSEWHERE),
        (False, False, True, False, None),
        (False, True, True, True, Silence.STOPPED),
    ],
)
def test_why_a_sender_does_not_hear(
    in_chat: bool, known: bool, has_way: bool, held: bool, silence: Silence | None
) -> None:
    assert of_sender(in_chat=in_chat, known=known, has_way=has_way, held=held) is silence
