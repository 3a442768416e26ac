"""An admin brings the town up to date with files in the chat: a preview first, and nothing changes unasked."""

from __future__ import annotations

import json

import pytest

from bot.rules.town import Town as Estates
from bot.rules.town import read_csv
from bot.rules.town_rows import rows_of
from bot.townfile import TownFile
from handlers.deeds import town as deeds
from storage import people
from storage import town as store
from tests.chat import Chat, Town, compare

HEADER = "community,grid,estate,aliases,building,unit,floors,rooms_per_floor\n"
FIRST = (
    HEADER
    + """顾家桥社区,第一网格,翠竹园,翠竹花园,3,1,18,4
顾家桥社区,第一网格,翠竹园,,3,2,18,4
顾家桥社区,第二网格,桂香苑,,A,,6,
"""
)
SECOND = FIRST.replace("桂香苑,,A,,6,", "青禾公寓,,A,,6,").replace("3,2,18", "3,2,19")
SQUARE = [[124.0, 30.0], [124.01, 30.0], [124.01, 30.01], [124.0, 30.01], [124.0, 30.0]]


def grids(*names: str, swapped: bool = False) -> str:
    def feature(at: int, name: str) -> dict[str, object]:
        ring = [[x + at / 10, y] for x, y in SQUARE]
        return {
            "type": "Feature",
            "properties": {"community": "顾家桥社区", "grid": name},
            "geometry": {"type": "Polygon", "coordinates": [[point[::-1] for point in ring] if swapped else ring]},
        }

    return json.dumps({"type": "FeatureCollection", "features": [feature(*each) for each in enumerate(names)]})


async def sends(chat: Chat, name: str, content: str | bytes) -> None:
    body = content.encode() if isinstance(content, str) else content
    await chat._post("send", files=[("document", (name, body))])
    await chat.town.settle()


def says(chat: Chat, page: str) -> None:
    """Compare a page with what the bot said since the last look."""
    compare([line.strip() for line in page.strip().splitlines()], chat.news())


async def held(town: Town) -> Estates:
    async with town.app.store.begin() as tx:
        return await store.load(tx)


async def test_an_admin_loads_the_town_and_later_a_newer_one(admin: Chat) -> None:
    await admin.reads("""
        > /town
        < 辖区资料
        | 社区 0 个，小区 0 个，楼栋 0 栋，单元 0 个
        | 地图上的网格 0 个
        | 要更新，把文件发给我就行，我会先给您看有哪些变化。
        ...
    """)
    await sends(admin, "翠竹.csv", FIRST.encode("gbk"))
    says(
        admin,
        """
        < 正在读文件，请稍等。
        < 翠竹.csv 里的楼栋
        | 社区：1（新增 1，变更 0，减少 0）
        | 小区：2（新增 2，变更 0，减少 0）
        | 楼栋：2（新增 2，变更 0，减少 0）
        | 单元：3（新增 3，变更 0，减少 0）
        | 要用它替换现有的吗？您确认之前，什么都不会变。
        | [确认替换] [保持不变]
        """,
    )
    assert await held(admin.town) == Estates()
    await admin.reads("""
        > [确认替换]
        < 好了，辖区资料已换成文件里的内容。
    """)
    assert await held(admin.town) == read_csv(FIRST)[0]
    await sends(admin, "second.csv", SECOND)
    says(
        admin,
        """
        < 正在读文件，请稍等。
        < second.csv 里的楼栋
        | 社区：1（新增 0，变更 0，减少 0）
        | 小区：2（新增 1，变更 0，减少 1）
        | 楼栋：2（新增 1，变更 0，减少 1）
        | 单元：3（新增 1，变更 1，减少 1）
        | 减少的有：顾家桥社区 桂香苑
        | 要用它替换现有的吗？您确认之前，什么都不会变。
        | [确认替换] [保持不变]
        """,
    )
    await admin.reads("""
        > 确认替换
        < 好了，辖区资料已换成文件里的内容。
    """)
    assert await held(admin.town) == read_csv(SECOND)[0]
    await admin.after("/audit")
    assert admin.last().count("更新了辖区资料（CSV）") == 2
    await sends(admin, "again.csv", SECOND)
    assert admin.last().endswith("和现有的完全一样，不用接管。")


async def test_the_grids_come_in_a_file_of_their_own(admin: Chat) -> None:
    await sends(admin, "town.csv", FIRST)
    await admin.after("[确认替换]")
    await sends(admin, "map.geojson", grids("第一网格", "第九网格"))
    says(
        admin,
        """
        < 正在读文件，请稍等。
        < map.geojson 里的网格地图
        | 网格：2（新增 2，变更 0，减少 0）
        | 有楼栋、但地图上没有边界的网格：顾家桥社区 第二网格
        | 地图上有、但没有楼栋的网格：顾家桥社区 第九网格
        | 要用它替换现有的吗？您确认之前，什么都不会变。
        | [确认替换] [保持不变]
        """,
    )
    await admin.reads("""
        > [确认替换]
        < 好了，辖区资料已换成文件里的内容。
    """)
    async with admin.town.app.store.begin() as tx:
        assert [grid.name for grid in await store.grids_at(tx, 30.005, 124.005)] == ["第一网格"]


async def test_what_is_wrong_is_told_row_by_row_ten_at_most(admin: Chat) -> None:
    bad = "\n".join(f"顾家桥社区,第一网格,翠竹园,,{number},,许多,4" for number in range(20, 35))
    await sends(admin, "bad.csv", f"{FIRST}顾家桥社区,第一网格,翠竹园,,9月1日,,,\n{bad}\n顾家桥社区,,翠竹园,,8,,,\n")
    says(
        admin,
        """
        < 正在读文件，请稍等。
        < bad.csv 里的楼栋
        ...
        | 请核对 17 处
        | 第 5 行：building 这一格被表格软件改成了日期；请把这一列设成文本，重新写 9-1
        | 第 6 行：floors 这一格不是整数
        ...
        | 第 14 行：floors 这一格不是整数
        | 另有 7 处
        | 要用它替换现有的吗？您确认之前，什么都不会变。
        | [确认替换] [保持不变]
        """,
    )
    await admin.reads("""
        > [保持不变]
        < 没有改动，文件已丢弃。
    """)
    assert await held(admin.town) == Estates()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("town.csv", "小区,楼栋\n翠竹园,3\n", "第一行要写列名，还缺：community, grid, unit"),
        ("town.xlsx", b"PK\x03\x04\x00\x00\x00workbook", "这不是文本文件。请在表格软件里另存为 CSV（UTF-8）。"),
        ("map.geojson", grids("第一网格", swapped=True), "一个网格也没读出来。"),
        ("map.json", '{"type":', "这不是 GeoJSON，或者文件不完整。"),
        ("map.json", "[" * 200_000, "这不是 GeoJSON，或者文件不完整。"),
    ],
)
async def test_a_file_that_is_none_is_refused_with_what_to_do(
    admin: Chat, name: str, content: str | bytes, told: str
) -> None:
    await sends(admin, name, content)
    assert admin.last().split("\n")[:2] == [f"{name} 用不了。", told]


async def test_an_older_preview_does_not_hold(admin: Chat) -> None:
    await sends(admin, "first.csv", FIRST)
    first = admin.button("确认替换")
    await sends(admin, "second.csv", SECOND)
    second = admin.button("确认替换")
    admin.news()
    await admin.press(*first)
    says(admin, "< 这份预览已经作废：后来又有新文件，或者辖区资料已经变了。请把文件再发一次。")
    assert await held(admin.town) == Estates()
    async with admin.town.app.store.begin() as tx:  # meanwhile, at the console say
        await store.replace(tx, "buildings", rows_of(read_csv(FIRST)[0]))
    await admin.press(*second)
    assert await held(admin.town) == read_csv(FIRST)[0]


async def test_two_taps_take_over_once(admin: Chat) -> None:
    await sends(admin, "first.csv", FIRST)
    await admin.does("(two taps) [确认替换]")
    assert await held(admin.town) == read_csv(FIRST)[0]


async def test_with_two_files_waiting_a_typed_answer_is_asked_back(admin: Chat) -> None:
    await sends(admin, "first.csv", FIRST)
    await sends(admin, "map.geojson", grids("第一网格"))
    await admin.after("确认替换")
    assert admin.last().startswith("有两个文件在等确认")
    assert await held(admin.town) == Estates()


async def test_for_anybody_else_there_is_nothing_to_load(chat: Chat, admin: Chat) -> None:
    await sends(chat, "town.csv", FIRST)
    assert chat.last().startswith("这类文件我收不了")
    async with admin.town.app.store.begin() as tx:
        preview = await deeds.offer(tx, TownFile("x.csv", "buildings", rows_of(read_csv(FIRST)[0]), ()))
    await chat.after("/start")
    message, _ = chat.button("反映隐患")
    for data in (f"m.town.take buildings {preview.token}", "m.town."):
        await chat.press(message, data)
    await chat.after("确认替换", f"/town take buildings {preview.token}")
    assert await held(admin.town) == Estates()


async def test_whose_role_ended_meanwhile_takes_nothing_over(admin: Chat) -> None:
    await sends(admin, "first.csv", FIRST)
    button = admin.button("确认替换")
    async with admin.town.app.store.begin() as tx:
        known = (await people.load(tx, [admin.number]))[admin.number]
        await people.set_role(tx, known.id, "resident")
    await admin.press(*button)
    assert await held(admin.town) == Estates()
    await sends(admin, "first.csv", FIRST)
    assert admin.last().startswith("这类文件我收不了")


async def test_an_open_report_goes_on_after_a_file(admin: Chat) -> None:
    await admin.after("/report", "2")
    await sends(admin, "first.csv", FIRST)
    assert any("first.csv 里的楼栋" in line for line in admin.told())
    assert "第 2/" in admin.last()
