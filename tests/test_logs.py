"""The log, as a process of its own writes it: what it tells, and that words of people and secrets stay out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.logs import fault

ROOT = Path(__file__).parent.parent
START = """
import logging, sys, threading, warnings
from bot.logs import fault, logger, setup
setup({level!r})
log = logger("bot.lanes")
"""


def lines(program: str, level: str = "INFO") -> list[dict[str, Any]]:
    """Run a program that logs and return its log; every line must be JSON."""
    ran = subprocess.run(
        [sys.executable, "-c", START.format(level=level) + program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert ran.stdout == ""
    return [json.loads(line) for line in ran.stderr.splitlines()]


def test_an_event_is_one_line_with_its_time_level_and_ids() -> None:
    (line,) = lines('log.info("turn.done", turn=7, took=0.5, page="report", ok=True, seen=None, steps=["a", "b"])')
    at = line.pop("at")
    assert at.endswith("+00:00")
    assert list(line.items()) == [
        ("level", "info"),
        ("logger", "bot.lanes"),
        ("event", "turn.done"),
        ("turn", 7),
        ("took", 0.5),
        ("page", "report"),
        ("ok", True),
        ("seen", None),
        ("steps", ["a", "b"]),
    ]


WORDS: list[object] = [
    "出口堵了",
    "my words",
    "翠竹园3栋",
    "10001:not-a-token",
    "13800000000",
    "11010119000101001X",
    "a" * 65,
    "",
    "a\nb",
    "@name",
    b"a",
    {"a": "b"},
]


def test_what_could_be_words_of_people_is_hidden() -> None:
    program = "log.info('a.b', it=it, them=[it]); log.info(it); log.info('a %s', it)"
    told = lines(f"for it in {WORDS!r}: {program}")
    assert len(told) == 3 * len(WORDS)
    hidden = "<hidden>"
    for line in told:
        shown = {name: value for name, value in line.items() if name not in ("at", "level", "logger")}
        assert shown in (
            {"event": "a.b", "it": hidden, "them": [hidden]},
            {"event": hidden},
            {"event": hidden, "positional_args": [hidden]},
        )


def test_an_event_cannot_disguise_its_time_or_level() -> None:
    (line,) = lines('log.error("a.b", at="never", logger="other")')
    assert line["at"] != "never"
    assert (line["level"], line["logger"]) == ("error", "bot.lanes")


def test_the_level_holds_for_our_own_events() -> None:
    program = 'log.debug("a"); log.info("b"); log.warning("c")'
    assert [line["event"] for line in lines(program, "DEBUG")] == ["a", "b", "c"]
    assert [line["event"] for line in lines(program, "WARNING")] == ["c"]


LIBRARIES = [
    "httpx",
    "httpcore.connection",
    "telegram.Bot",
    "sqlalchemy.engine.Engine",
    "uvicorn",
    "asyncio",
]


def test_libraries_are_heard_from_warning_on_whatever_the_level() -> None:
    program = "it = logging.getLogger(name); it.setLevel(1); it.debug('a'); it.info('b'); it.warning('c')"
    told = lines(f"for name in {LIBRARIES}: {program}", "DEBUG")
    assert [(line["logger"], line["text"]) for line in told] == [(name, "c") for name in LIBRARIES]


SAID = {
    "'POST http://127.0.0.1/bot10001:not-a-token/getMe failed'": "POST http://127.0.0.1/bot<hidden>/getMe failed",
    "'token 10001:not-a-token is wrong'": "token <hidden> is wrong",
    "'for %s', 'words of people'": "for %s",
    "'bad %d', 'words of people'": "bad %d",
    "\"Exception in callback run('words of people')\"": "Exception in callback run",
    "'Task exception was never retrieved\\nfuture: words of people'": "Task exception was never retrieved",
    "ValueError('words of people')": "",
}


def test_what_libraries_say_is_told_without_values() -> None:
    told = lines("\n".join(f"logging.getLogger('x').error({call})" for call in SAID))
    assert [line["text"] for line in told] == list(SAID.values())
    assert "people" not in json.dumps(told)


FAILING = """
def fail():
    try:
        raise OSError(28, "words of people")
    except OSError as error:
        raise ValueError("words of people") from error
"""


@pytest.mark.parametrize(
    ("program", "event"),
    [
        ('try: fail()\nexcept ValueError: log.exception("turn.failed")', "turn.failed"),
        ('try: fail()\nexcept ValueError as error: log.error("turn.failed", exc_info=error)', "turn.failed"),
        ('try: fail()\nexcept ValueError as error: log.error("turn.failed", **fault(error))', "turn.failed"),
        ('try: fail()\nexcept ValueError: logging.getLogger("x").exception("words {it}")', "library"),
        ("it = threading.Thread(target=fail); it.start(); it.join()", "thread.crashed"),
        ("class It:\n    def __del__(self): fail()\nit = It(); del it", "error.ignored"),
        ("fail()", "process.crashed"),
    ],
)
def test_an_error_is_told_by_type_place_and_code_never_by_its_message(program: str, event: str) -> None:
    (line,) = lines(FAILING + program)
    assert (line["event"], line["error"], line["causes"], line["code"]) == (event, "ValueError", ["OSError"], 28)
    assert line["where"][-1] == "__main__:11"
    assert "people" not in json.dumps(line)


def test_a_warning_of_python_is_a_line_too() -> None:
    (line,) = lines('warnings.warn("old {words}")')
    assert (line["logger"], line["level"]) == ("py.warnings", "warning")


def test_a_fault_shows_our_own_lines_only() -> None:
    # This test's own frame is none of the bot's, nor is json's.
    with pytest.raises(json.JSONDecodeError) as raised:
        json.loads("words of people")
    assert fault(raised.value) == {"error": "JSONDecodeError", "where": []}


def test_a_group_of_errors_names_what_is_in_it() -> None:
    group = ExceptionGroup("words", [KeyError("words"), ExceptionGroup("words", [OSError(28, "words")])])
    assert fault(group) == {
        "error": "ExceptionGroup",
        "where": [],
        "causes": ["KeyError", "ExceptionGroup", "OSError"],
        "code": 28,
    }
