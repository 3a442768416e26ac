"""The town at the console: the preview of the chat, a question, and never a second writer; and the demo's own town."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot import __main__ as command_line
from bot import app, demo, grids, loading, settings, townfile
from bot.gateway import Stopped
from bot.rules import policy
from bot.rules.town import Town, read_csv
from bot.rules.town_rows import rows_of, town_of
from storage import town

HEADER = "community,grid,estate,aliases,building,unit,floors,rooms_per_floor\n"
FIRST = HEADER + "顾家桥社区,第一网格,翠竹园,翠竹花园,3,1,18,4\n"
OTHER = HEADER + "望海社区,第一网格,海棠苑,,1,,,\n"
CSV, MAP = demo.TOWN
LIMITS = policy.load().town_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    for name, text in (("first.csv", FIRST), ("other.csv", OTHER), ("none.csv", "nothing")):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


async def held(folder: Path) -> Town:
    async with app.store_of(settings.read({"DATA_DIR": str(folder / "data")})) as store, store.begin() as tx:
        return await town.load(tx)


def answers(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: print(prompt) or said)


def load(folder: Path, *names: str, yes: bool = False) -> int:
    return command_line.main(["town", *(str(folder / name) for name in names), *(["--yes"] if yes else [])])


@pytest.mark.parametrize(("said", "code"), [("y", 0), ("YES", 0), ("n", 1), ("", 1), ("maybe", 1)])
async def test_only_a_yes_takes_the_file_over(folder: Path, said: str, code: int) -> None:
    shown: list[str] = []

    def agree(preview: str, is_new: bool) -> bool:
        shown.append(preview)
        assert is_new
        return said.casefold() in ("y", "yes")

    chosen = settings.read({"DATA_DIR": str(folder / "data")})
    assert await loading.run(chosen, [folder / "first.csv"], agree) == code
    assert await held(folder) == (read_csv(FIRST)[0] if code == 0 else Town())
    assert shown[0].splitlines()[1:] == [
        "Communities: 1 · new 1 · changed 0 · gone 0",
        "Estates: 1 · new 1 · changed 0 · gone 0",
        "Buildings: 1 · new 1 · changed 0 · gone 0",
        "Units: 1 · new 1 · changed 0 · gone 0",
    ]


def test_the_console_asks_and_does_what_was_answered(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, "n")
    assert load(folder, "first.csv") == 1
    answers(monkeypatch, "y")
    assert load(folder, "first.csv") == 0
    assert load(folder, "first.csv") == 0
    told = capsys.readouterr().out
    assert told.count("Take it over? [y/N]") == 2, "a file that changes nothing is no question"
    assert told.rstrip().endswith("Nothing in it is new: the town is already like this.")


def test_with_yes_nobody_is_asked_and_without_anybody_nothing_is_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert load(folder, "first.csv") == 1
    assert "Nobody answered, so nothing was changed" in capsys.readouterr().out
    assert load(folder, "first.csv", yes=True) == 0


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("none.csv",), "cannot be taken over.\nIts first row must name the columns"),
        (("first.csv", "none.csv"), "Its first row must name the columns"),
        (("first.csv", "first.csv"), "Communities: 1 · new 1"),
    ],
)
def test_files_are_taken_all_or_none(
    folder: Path, capsys: pytest.CaptureFixture[str], names: tuple[str, ...], told: str
) -> None:
    assert load(folder, *names, yes=True) == (0 if "none.csv" not in names else 1)
    assert told in capsys.readouterr().out


async def test_two_files_of_buildings_are_one_town(folder: Path) -> None:
    def agree(preview: str, is_new: bool) -> bool:
        return is_new

    chosen = settings.read({"DATA_DIR": str(folder / "data")})
    assert await loading.run(chosen, [folder / "first.csv", folder / "other.csv"], agree) == 0
    assert [each.name for each in (await held(folder)).estates] == ["翠竹园", "海棠苑"]


def test_an_estate_in_two_files_is_named() -> None:
    files = [townfile.read(name, FIRST.encode(), LIMITS) for name in ("a.csv", "b.csv")]
    (joined,) = townfile.joined(files)
    assert [(fault.file, fault.place, fault.code, fault.detail) for fault in joined.faults] == [
        ("b.csv", 0, "two_files", "顾家桥社区 翠竹园")
    ]


def test_a_file_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert load(folder, "missing.csv") == 1
    assert "missing.csv: No such file or directory" in capsys.readouterr().err


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    found = townfile.read("big.csv", b"x" * (LIMITS.most_bytes + 1), LIMITS)
    assert [(fault.code, fault.detail) for fault in found.faults] == [("too_large", "5")]


async def test_beside_a_running_bot_it_refuses_and_says_what_to_do(folder: Path) -> None:
    chosen = settings.read({"DATA_DIR": str(folder / "data")})
    async with app.store_of(chosen):
        with pytest.raises(Stopped, match=r"Another Anju is running .* An admin can send the file to the bot in chat"):
            await loading.run(chosen, [folder / "first.csv"], lambda _preview, is_new: is_new)


async def test_a_stranger_s_file_is_read_in_a_process_of_its_own() -> None:
    apart = await townfile.read_apart("map.json", MAP.read_bytes(), LIMITS)
    here = townfile.read("map.json", MAP.read_bytes(), LIMITS)
    assert json.dumps(apart.dump()) == json.dumps(here.dump())


# -- the demo's own town ---------------------------------------------------------------------------------------------


def test_the_demo_s_town_has_a_believable_size_and_no_fault() -> None:
    found = townfile.read("town.csv", CSV.read_bytes(), LIMITS)
    drawn = townfile.read("grids.geojson", MAP.read_bytes(), LIMITS)
    assert found.faults == drawn.faults == ()
    built = town_of(found.rows)
    assert len({estate.community for estate in built.estates}) == 4
    assert len(built.estates) == 30
    assert sum(len(estate.buildings) for estate in built.estates) > 300
    assert {(row[0], row[3]) for row in found.rows["buildings"]} == {tuple(row[:2]) for row in drawn.rows["grids"]}
    assert len(drawn.rows["grids"]) == 16
    assert [stairs.unit for stairs in built.find("翠竹花园")[0].buildings["3"].stairs] == ["1", "2"]
    assert len(built.find("幸福新村")) == 2, "a name that two communities know"


def test_the_places_of_the_chat_page_lie_in_the_grids_of_the_demo() -> None:
    places = grids.Places(grids.grids_of(townfile.read("grids.geojson", MAP.read_bytes(), LIMITS).rows))
    page = (Path(demo.__file__).parent / "sandbox" / "page" / "spots.js").read_text("utf-8")
    spots = re.findall(r'\["([^"]+)", "[^"]+", ([\d.]+), ([\d.]+)\]', page)
    assert len(spots) == 5
    where = {name: [(grid.community, grid.name) for grid in places.at(float(y), float(x))] for name, y, x in spots}
    assert all(len(found) == 1 for found in where.values()), where
    estate = townfile.read("town.csv", CSV.read_bytes(), LIMITS)
    in_rows = {row[2]: (row[0], row[3]) for row in estate.rows["buildings"] if row[1] == "翠竹园"}
    assert where["翠竹园 3 栋 2 单元"] == [in_rows["3"]]
    assert where["翠竹园 5 栋"] == [in_rows["5"]]


async def test_the_demo_builds_its_town_once(folder: Path) -> None:
    async with app.store_of(settings.read({"DATA_DIR": str(folder / "data")})) as store:
        await demo._build(store)
        async with store.begin() as tx:
            assert len((await town.load(tx)).estates) == 30
            assert len(await town.all_grids(tx)) == 16
            await town.replace(tx, "buildings", rows_of(read_csv(FIRST)[0]))
        await demo._build(store)
        async with store.begin() as tx:
            assert await town.load(tx) == read_csv(FIRST)[0], "what somebody loaded stays"
