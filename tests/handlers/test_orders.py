"""A file of work orders is sent in the chat: what is new is counted first, and entered with one press, once."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import clock
from bot.orderfile import OrderFile
from bot.rules.town import read_csv
from bot.rules.town_rows import rows_of
from handlers.deeds import orders as deeds
from storage import origins, people
from storage import town as estates
from storage.tables import order_files, tips
from storage.tables import origins as entered
from tests.chat import Chat, Town
from tests.handlers.test_hotline import ORDER, pastes
from tests.handlers.test_invites import code
from tests.handlers.test_town import says, sends

HEADER = "工单编号,受理时间,来电人,联系电话,事发地址,诉求内容,办理时限\n"
ROWS = """2026112000001,2026-11-20 09:12,张伟,13812345678,翠竹园3栋,消防通道被纸箱堵死,5个工作日
2026112000002,2026-11-21 10:00,李女士,13912345678,桂香苑A座,有人反映不好,
"""
FILE = HEADER + ROWS
DUCKS = "".join(f"顾家桥社区,第{'一二三'[at % 3]}网格,翠竹园,{at},{unit}\n" for at in range(1, 31) for unit in (1, 2))


async def test_a_file_is_looked_at_and_entered_with_one_press(admin: Chat, town: Town) -> None:
    await sends(admin, "工单.csv", FILE.encode("gbk"))
    says(
        admin,
        """
        < 正在读文件，请稍等。
        < 工单.csv 里的工单
        | 新的 2 件 · 录过的 0 件 · 有问题的 0 行
        | 按内容分：安全出口堵塞或上锁 1、其他、说不准 1
        | 按内容最像哪类就录成哪类，都不像的录成“说不准”。在 /triage 里能看到，也可以改。
        | 这些列是来电人信息，没有读、也不保存：来电人, 联系电话
        | 要把新的都录入吗？您确认之前不录；一天后文件自动丢弃。
        | [全部录入] [都不录]
        """,
    )
    assert await town.rows(tips) == []
    await admin.reads("""
        > [全部录入]
        < 已录入 2 件。其中紧急 1 件。用 /triage 逐件处理。
        | 来电人同样可以领奖励：线索下面的“给反映人开受理码”会生成受理码。
    """)
    first = next(tip for tip in await town.tips() if tip.report.hazard == "F01")
    assert (first.report.where, first.report.what) == ("翠竹园3栋", "消防通道被纸箱堵死")
    async with town.app.store.begin() as tx:
        found = await origins.of(tx, first.id)
    assert found is not None
    assert found.order == "2026112000001"
    assert await town.rows(order_files) == [], "nothing of the file stays"
    await admin.after("/audit")
    assert "从文件录入了 2 件工单" in admin.last()


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        ("房东把房子隔成八间，住了十几个人", "F03"),
        ("一间屋上下铺住了十几个人，还打了隔断", "F05"),
        ("楼道堆满杂物，电动车也停在楼道充电", "E01"),
        ("里面有人搞传销，电动车停在楼道", "other"),
        ("有人反映不好", "other"),
    ],
)
async def test_an_order_gets_the_kind_that_its_words_fit_best(admin: Chat, town: Town, wish: str, kind: str) -> None:
    await sends(admin, "工单.csv", f"{HEADER}2026112000001,,,,翠竹园3栋,{wish},\n")
    await admin.after("全部录入")
    assert [tip.report.hazard for tip in await town.tips()] == [kind]


async def test_the_same_file_again_changes_nothing(admin: Chat, town: Town) -> None:
    await sends(admin, "工单.csv", FILE)
    await admin.after("全部录入")
    before = await town.rows(tips)
    await sends(admin, "again.csv", FILE + ROWS.replace("20261120", "ＤＨ－２６").splitlines()[0])
    says(
        admin,
        """
        < 正在读文件，请稍等。
        < again.csv 里的工单
        | 新的 1 件 · 录过的 2 件 · 有问题的 0 行
        ...
        """,
    )
    await admin.after("[都不录]")
    assert admin.last() == "都没有录入，文件已丢弃。"
    assert await town.rows(tips) == before
    await sends(admin, "same.csv", FILE)
    assert admin.last().endswith("没有新的：都录过了。")


async def test_an_order_that_was_pasted_is_known_in_a_file_and_the_other_way_round(admin: Chat, town: Town) -> None:
    await pastes(admin, ORDER)
    await admin.after("2", "录入")
    await sends(admin, "one.csv", HEADER + "2026-1120-001234,,,,翠竹园3栋,消防通道堵死,\n")
    assert "新的 0 件 · 录过的 1 件" in admin.last()
    await sends(admin, "two.csv", FILE)
    await admin.after("全部录入")
    await pastes(admin, "工单编号：2026112000001\n诉求内容：又来一遍")
    assert admin.last().startswith("工单 2026112000001 录过了")


async def test_what_is_wrong_is_told_row_by_row_with_what_to_do(admin: Chat) -> None:
    bad = [
        "2.02611E+12,,,,翠竹园3栋,堵死,",
        ",,,,翠竹园3栋,堵死,",
        "2026112000005,,,,,堵死,",
        "2026112000006,,,,翠竹园3栋,=cmd|' /C calc'!A0,",
        "2026112000007,前天,,,翠竹园3栋,堵死,",
        "2026112000001,,,,翠竹园3栋,又一遍,",
        '2026112000008,,,,翠竹园3栋,"没有收尾,',
    ]
    await sends(admin, "bad.csv", FILE + "\n".join(bad) + "\n")
    says(
        admin,
        """
        < 正在读文件，请稍等。
        < bad.csv 里的工单
        | 新的 2 件 · 录过的 0 件 · 有问题的 7 行
        ...
        | 请核对 7 处
        | 第 4 行：表格软件把 工单编号 这一格的号码截短了；请把这一列设成文本，重新导出
        | 第 5 行：工单编号 这一格是空的
        | 第 6 行：事发地址 这一格是空的
        | 第 7 行：诉求内容 这一格像公式（以 = + - @ 开头）
        | 第 8 行：受理时间 这一格的时间读不出来；请写成 2026-11-20 09:30 这样
        | 第 9 行：与第 2 行是同一份工单；以前一行为准
        | 第 10 行：引号不成对
        ...
        """,
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            HEADER.encode() + b"2026\x00,,,,,,\n",
            "这不是文本文件。请在表格软件里另存为 CSV（UTF-8）。",
        ),
        ("工单编号,诉求内容\n2026001,堵\n".encode(), "第一行要写列名，还缺：事发地址"),
        (HEADER.encode() + b",,,,,,\n", "一行也没读出来。"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_with_what_to_do(admin: Chat, content: bytes, told: str) -> None:
    await sends(admin, "bad.csv", content)
    assert admin.last().split("\n")[:2] == ["bad.csv 用不了。", told]


async def test_an_older_list_does_not_hold_and_two_taps_enter_once(admin: Chat, town: Town) -> None:
    await sends(admin, "first.csv", FILE)
    older = admin.button("全部录入")
    await sends(admin, "second.csv", HEADER + "2026112000009,,,,翠竹园5栋,飞线充电,\n")
    newer = admin.button("全部录入")
    admin.news()
    await admin.press(*older)
    assert admin.news()[0].startswith("< 这份清单已经不在了")
    await admin.press(*newer)
    await admin.press(*newer)
    assert len(await town.rows(tips)) == 1


async def test_what_somebody_else_entered_meanwhile_is_not_entered_again(admin: Chat, town: Town) -> None:
    await sends(admin, "first.csv", FILE)
    button = admin.button("全部录入")
    other = await town.person(3001, "第二个管理员")
    await other.after(f"/start {await code(admin, 'admin')}")
    await pastes(other, "工单编号：2026112000001\n诉求内容：消防通道被纸箱堵死\n事发地址：翠竹园3栋")
    await other.after("2", "录入")
    admin.news()
    await admin.press(*button)
    said = "".join(admin.news())
    assert "已录入 1 件。" in said
    assert "期间别人已录 1 件，没有重复。" in said


async def test_for_anybody_else_there_is_nothing_to_enter(admin: Chat, chat: Chat, town: Town) -> None:
    await sends(chat, "工单.csv", FILE)
    assert chat.last().startswith("这类文件我收不了")
    await sends(admin, "工单.csv", FILE)
    _message, data = admin.button("全部录入")
    await chat.after("/start")
    await chat.press(chat.messages()[-1]["message_id"], data)
    await chat.after("全部录入", f"/orders {data.rpartition('.')[2]}")
    assert await town.rows(tips) == []


async def test_whose_role_ended_meanwhile_enters_nothing(admin: Chat, town: Town) -> None:
    await sends(admin, "first.csv", FILE)
    button = admin.button("全部录入")
    async with town.app.store.begin() as tx:
        known = (await people.load(tx, [admin.number]))[admin.number]
        await people.set_role(tx, known.id, "resident")
    await admin.press(*button)
    assert await town.rows(tips) == []


async def test_what_may_be_open_already_is_counted_and_shown_with_the_tip(admin: Chat, town: Town) -> None:
    await pastes(admin, ORDER.replace("翠竹园3栋楼道", "翠竹园3栋"))
    await admin.after("2", "录入")
    (open_tip,) = await town.tips()
    await sends(admin, "工单.csv", FILE)
    assert "可能与同楼在办线索重复 1 件，录入后会一并显示。" in admin.last()
    await admin.after("全部录入")
    new = next(tip for tip in await town.tips() if tip.report.hazard == "F01" and tip.number != open_tip.number)
    await admin.after(f"/tip {new.number}")
    assert f"可能是同一件事：{open_tip.number}" in "".join(admin.told())


async def test_an_open_report_goes_on_after_a_file(admin: Chat) -> None:
    await admin.after("/report", "2")
    await sends(admin, "工单.csv", FILE)
    assert any("工单.csv 里的工单" in line for line in admin.told())
    assert "第 2/" in admin.last()


# -- five hundred at once --------------------------------------------------------------------------------------------

WISHES = (
    "{name}反映消防通道被杂物堵死，联系电话{phone}，请核查",
    "楼道里给电动车飞线充电，存在隐患",
    '"市民{name}来电：\n1、房子隔成八间出租；\n2、夜里吵闹，""没人管""。"',
    "反映物业服务不好",
)


def made_up(count: int, broken: int) -> str:
    """Return a file of so many orders, some of which cannot be taken; all of it is made up."""
    dice = random.Random(12345)
    rows = []
    for at in range(count):
        name, phone = dice.choice(("张伟", "王芳", "李强")), f"138{dice.randrange(10**8):08}"
        wish = dice.choice(WISHES).format(name=name, phone=phone)
        place = f"翠竹园{dice.randint(1, 30)}栋{dice.randint(1, 2)}单元{dice.randint(1, 6)}0{dice.randint(1, 4)}"
        rows.append(f"20261120{at:06},2026-11-{dice.randint(1, 20):02} 09:{at % 60:02},{name},{phone},{place},{wish},")
    for at in dice.sample(range(count), broken):
        rows[at] = dice.choice(("无,,,,,,", "2.0E+13,,,,翠竹园3栋,堵,", f"2026112{at:07},,,,,堵,", '"没有收尾,,,,,,'))
    return HEADER + "\n".join(rows) + "\n"


@pytest.fixture(params=["sqlite", "postgresql"])
async def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A bot with a town of thirty buildings, on either database."""
    url = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        await server.empty()
        url = server.url
    town = Town(tmp_path, database=url)
    monkeypatch.setattr(clock, "_seconds", town.seconds)
    async with town.running():
        async with town.app.store.begin() as tx:
            built, _ = read_csv("community,grid,estate,building,unit\n" + DUCKS)
            await estates.replace(tx, "buildings", rows_of(built))
        yield town


async def test_five_hundred_orders_are_entered_in_one_go_and_twice_without_doubling(place: Town) -> None:
    admin = await place.admin()
    file = made_up(500, broken=25)
    await sends(admin, "big.csv", file.encode("gb18030"))
    assert "新的 475 件 · 录过的 0 件 · 有问题的 25 行" in admin.last()
    before = time.process_time()
    await admin.after("[全部录入]")
    assert time.process_time() - before < 5, "the work of this process; a busy machine is no reason to fail"
    assert "已录入 475 件。" in admin.last()
    kept = await place.rows(tips)
    assert len(kept) == len(await place.rows(entered)) == 475
    assert len({row["number"] for row in kept}) == len({row["code"] for row in kept}) == 475
    assert {row["grid"] for row in kept} == {f"顾家桥社区 第{each}网格" for each in "一二三"}
    places = [(row["building"], row["hazard"], row["ordinal"]) for row in kept]
    assert len(set(places)) == 475, "each has its own place among its kind in its building"
    await sends(admin, "big.csv", file.encode("utf-16"))
    assert "新的 0 件 · 录过的 475 件 · 有问题的 25 行" in admin.last()
    assert await place.rows(tips) == kept
    async with place.app.store.begin() as tx:
        words = [row.body for row in await tx.execute(select(tips.c.body))]
    assert len({len(body) for body in words}) <= 2, "of few sizes"


async def test_the_deed_itself_refuses_what_no_page_let_through(place: Town) -> None:
    async with place.app.store.begin() as tx:
        preview = await deeds.offer(tx, OrderFile("x.csv"))
        assert (preview.token, preview.fresh) == ("", 0)
        assert await deeds.take(tx, "0" * 16) is None
