"""The house keeps its own rules: who may import whom, how big things get, what they are called, what is documented."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import __main__ as command_line
from bot.settings import SETTINGS
from bot.speech import Text
from bot.texts import LANGUAGES, words
from handlers.commands import COMMANDS, STAFF_COMMANDS
from handlers.conversation import DIALOGUES

ROOT = Path(__file__).parents[1]
FLOORS = ("bot", "handlers", "storage")
FILES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in zip(NAMES, FILES, strict=True)}

MOST_LINES = 250
MOST_IN_FUNCTION = 40
MOST_IN_PAGE = 60
SAYS_NOTHING = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "const",
    "consts",
    "constants",
    "misc",
    "manager",
    "base",
}

LONG_FILES = {
    "storage/tables.py": "every table in one place",
    "bot/dialogue/play.py": "one turn, which reads from top to bottom",
}
"""Files over the limit, each with the reason why it stays whole."""

LONG_FUNCTIONS = {
    "storage/migrations/versions/": "a migration is a list of statements, never changed after its release",
}

TOP = {"bot", "handlers", "storage", "locales", "tests", "docs", ".ci", "pyproject.toml", "anju", ".gitignore"}
TOP |= {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "requirements.lock", "requirements-dev.lock"}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def contracts() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    return found


# -- (a) every module has its floor ----------------------------------------------------------------------------------


def placed() -> set[str]:
    """Return the modules that a layers contract or the sandbox's own names."""
    names: set[str] = set()
    for contract in contracts():
        for layer in contract.get("layers", ()):
            for each in re.split(r"[|:]", layer):
                names |= {f"{box}.{each.strip(' ()')}" for box in contract.get("containers", ())} or {each.strip(" ()")}
        if contract["name"] == "The sandbox imports nothing of the bot":
            names |= set(contract["source_modules"])
    return names - {"handlers"}  # the floor itself; what lies inside has a contract of its own


def test_every_module_is_listed_by_a_contract() -> None:
    known = placed() | {"bot.__init__", "handlers.__init__"}
    modules = [name.removesuffix(".py").replace("/", ".").split(".") for name in NAMES]
    assert [
        ".".join(parts)
        for parts in modules
        if not known & {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
    ] == []


def test_the_contracts_name_the_laws() -> None:
    kinds = {contract["name"]: contract["type"] for contract in contracts()}
    assert kinds["One dialogue never imports another"] == "independence"
    assert list(kinds.values()).count("layers") == 2
    assert list(kinds.values()).count("forbidden") >= 4


# -- (b) proportions -------------------------------------------------------------------------------------------------


def test_every_file_is_read_in_one_sitting() -> None:
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in NAMES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES and name not in LONG_FILES} == {}


def test_the_exceptions_are_still_needed() -> None:
    for name in LONG_FILES:
        assert len((ROOT / name).read_text("utf-8").splitlines()) > MOST_LINES, f"{name} became short"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_function_fits_on_a_screen() -> None:
    long = []
    for name, tree in TREES.items():
        most = MOST_IN_PAGE if name.startswith("handlers/dialogues/") else MOST_IN_FUNCTION
        if not name.startswith(tuple(LONG_FUNCTIONS)):
            long += [(name, each.name) for each in functions(tree) if length(each) > most]
    assert long == []


def test_the_usual_function_is_short() -> None:
    sizes = sorted(length(each) for tree in TREES.values() for each in functions(tree))
    assert sizes[len(sizes) // 2] <= 9


# -- (c), (d) names and docstrings -----------------------------------------------------------------------------------


def test_every_name_says_something() -> None:
    assert [name for name in NAMES if SAYS_NOTHING & set(re.split(r"[./_]", name.removesuffix(".py")))] == []


def test_every_module_says_what_it_is_for() -> None:
    firsts = {name: (ast.get_docstring(tree) or "").partition("\n")[0] for name, tree in TREES.items()}
    assert {name: first for name, first in firsts.items() if len(first) < 12 or not first.endswith(".")} == {}


# -- (e) the top level -----------------------------------------------------------------------------------------------


def test_the_top_level_holds_what_it_may() -> None:
    assert {name.partition("/")[0] for name in tracked()} - TOP == set()


# -- (f) what is documented and translated ---------------------------------------------------------------------------


def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*COMMANDS, *STAFF_COMMANDS])
def test_a_command_of_the_chat_stands_in_the_readme(name: str) -> None:
    assert f"/{name}" in readme()


@pytest.mark.parametrize("name", command_line.COMMANDS)
def test_a_command_of_the_console_stands_in_the_readme(name: str) -> None:
    assert re.search(rf"anju {name}\b", readme()), f"./anju {name}"


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_a_setting_stands_in_the_readme(name: str) -> None:
    assert f"`{name}`" in readme()


LABELS = [label for dialogue in DIALOGUES.values() for label in dialogue.steps.values()]
MEANINGS = [*COMMANDS.values(), *STAFF_COMMANDS.values()]


@pytest.mark.parametrize("label", [*LABELS, *MEANINGS], ids=lambda label: label.msgid)
def test_a_label_is_translated(label: Text) -> None:
    same = {"语言 / Language"}
    for language in LANGUAGES:
        if language != "en" and label.msgid not in same:
            assert words(label, language) != words(label, "en")


# -- (g), (i) who speaks what ----------------------------------------------------------------------------------------


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def importers(package: str) -> set[str]:
    return {name for name, tree in TREES.items() if any(each.split(".")[0] == package for each in imported(tree))}


def test_only_the_gateway_speaks_telegram() -> None:
    assert importers("telegram") <= {"bot/gateway/saying.py", "bot/gateway/verdicts.py", "bot/transport.py"}


def test_only_storage_speaks_sql() -> None:
    assert {name.partition("/")[0] for name in importers("sqlalchemy")} == {"storage"}
    assert {name.partition("/")[0] for name in importers("sqlite3")} <= {"storage", "bot"}
    assert all(name.startswith(("storage/", "bot/sandbox/")) for name in importers("sqlite3"))


CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
CLOCKS |= {("time", name) for name in ("time", "time_ns", "monotonic", "perf_counter")}


def calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id


def test_only_the_clock_asks_what_time_it_is() -> None:
    ours = {name: tree for name, tree in TREES.items() if not name.startswith("bot/sandbox/")}
    asking = {name: CLOCKS & set(calls(tree)) for name, tree in ours.items() if name != "bot/clock.py"}
    taking = {name: {"time.time", "time.monotonic"} & imported(tree) for name, tree in ours.items()}
    assert {name: found for name, found in asking.items() if found} == {}
    assert {name: found for name, found in taking.items() if found} == {}


def test_only_the_command_line_prints() -> None:
    printing = {name for name, tree in TREES.items() if ("", "print") in set(calls(tree))}
    assert printing <= {"bot/__main__.py", "bot/demo.py", "bot/sandbox/__main__.py"}


def test_the_librarys_own_machinery_is_not_used() -> None:
    """No Application, Updater, persistence, job queue or conversation handler: all of them live in telegram.ext."""
    assert [name for name, tree in TREES.items() if any(_is_machinery(each) for each in imported(tree))] == []


def _is_machinery(name: str) -> bool:
    return name.startswith("telegram.ext")


# -- (h) what no file may hold ---------------------------------------------------------------------------------------

MACHINE = re.compile(r"/(?:work|home|root|Users)/[a-z]")
REGISTRIES = re.compile(
    r"https?://[^\s/\"']*(?:pypi|pythonhosted|npmjs|artifactory|nexus|jfrog)[^\s\"']*", re.IGNORECASE
)
TOKEN = re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b")
IS_TEXT = {".py", ".md", ".toml", ".lock", ".po", ".js", ".css", ".html", ".svg", ".json", ".txt", ""}


@pytest.mark.parametrize(("what", "pattern"), [("registry", REGISTRIES), ("path", MACHINE), ("token", TOKEN)])
def test_no_file_holds_what_belongs_to_one_machine(what: str, pattern: re.Pattern[str]) -> None:
    found = []
    for name in tracked():
        if Path(name).suffix in IS_TEXT and name != "tests/test_house.py":
            for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1):
                if pattern.search(line):
                    found.append(f"{name}:{number}")
    assert found == [], f"a {what} of this machine"
