"""All that staff and landlords read of an anonymous tip is the same, whoever sent it: nothing tells who it was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import clock, loading
from bot.demo import TOWN
from tests.chat import Chat, Town
from tests.handlers.test_people import invited

GRID = "顾家桥社区 第二网格"


@dataclass(frozen=True)
class Sender:
    """Somebody who files: their account, their name and language, and the minute of the hour in which they write."""

    number: int
    name: str
    language: str
    minute: int


@pytest.mark.parametrize("other", [Sender(987654321, "王秀兰", "zh-hant", 41), Sender(777, "Anna Keller", "en", 3)])
async def test_what_others_read_does_not_depend_on_who_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: Sender
) -> None:
    one = await _read(tmp_path / "one", monkeypatch, Sender(1001, "李小安", "zh-hans", 17))
    two = await _read(tmp_path / "two", monkeypatch, other)
    for whose in one:
        assert one[whose] == two[whose], whose
    assert len(one["网格员"]) > 20
    assert not [line for lines in two.values() for line in lines if other.name in line or str(other.number) in line]


async def _read(folder: Path, monkeypatch: pytest.MonkeyPatch, sender: Sender) -> dict[str, list[str]]:
    """Live through a tip's handling, and return all that each of the others read; numbers of tips are left out."""
    town = Town(folder)
    monkeypatch.setattr(clock, "_seconds", town.seconds)
    async with town.running():
        await loading.load(town.app.store, loading.contents(TOWN), lambda _preview, _new: True)
        admin = await town.admin()
        others = {
            "管理员": admin,
            "网格员": await invited(town, admin, 1012, "赵立", f"grid_worker {GRID}"),
            "科室": await invited(town, admin, 1013, "孙宁", "officer safety"),
            "审计员": await invited(town, admin, 1014, "陈清", "auditor"),
            "房东": await invited(town, admin, 1015, "钱芳", "landlord"),
        }
        number = await _live(town, others, sender)
        return {name: _texts(chat, number) for name, chat in others.items()}


async def _live(town: Town, others: dict[str, Chat], sender: Sender) -> str:
    """File a tip and handle it to its end; returns its number."""
    chat = await town.person(sender.number, sender.name, sender.language)
    town.shift += sender.minute * 60
    english = sender.language == "en"
    filed = ("/report", "2" if not english else "3", "翠竹园3栋2单元501", "3", "门口停了三辆", "(photo)")
    await chat.after(*(filed if english else ("/report", "3", *filed[2:])), "/done", "1")
    await chat.after("Send" if english else "发送")
    town.shift += (59 - sender.minute) * 60
    number = (await town.tips())[0].number
    await others["管理员"].after("/triage", f"/tip {number}", f"/do {number} assign safety", "(12 minutes later)")
    worker = others["网格员"]
    await worker.after("/work", f"/tip {number}", f"/tip {number} past", f"/do {number} go")
    await worker.after(f"/do {number} ask", "1", "[确定]", "(12 minutes later)")
    await chat.after("[Answer]" if english else "[回答]", "五楼左手", "/done")
    await worker.after(
        "(12 minutes later)", f"/tip {number}", f"/do {number} verify", "电动车进楼停放、充电", "三辆车", "1"
    )
    await worker.after("车主", "[当场改好]", "跳过", "都不是", "登记")
    await others["科室"].after("/work", "/work ended", f"/tip {number}", f"/tip {number} past", "/work 翠竹园3栋")
    await others["管理员"].after(f"/do {number} close", f"/tip {number} past", "/backlog", "(6000 minutes later)")
    await others["管理员"].after("(1 minutes later)")  # what nobody answered in time was asked anew, and is heard now
    await others["审计员"].after("/audit")
    await others["房东"].after(f"/tip {number}", "/work", "/mytips")
    return number


def _texts(chat: Chat, number: str) -> list[str]:
    """Return what somebody read; what is random, or the order in which several were told, is no difference."""
    told = [line for line in chat.told() if "?start=" not in line]
    return sorted(line.replace(number, "NNNN") for line in told)
