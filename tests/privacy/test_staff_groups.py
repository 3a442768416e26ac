"""All that was ever said in a group chat of the staff, read by somebody who looks for whoever reported."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.chat import Chat
from tests.group import GroupChat, linked
from tests.handlers.conftest import Office
from tests.handlers.conftest import office as office

FLAT = "翠竹园3栋2单元501"
NAMES = ("王晓燕", "Canary Keller")
ACCOUNTS = (7_301_554_902, 7_301_554_903)
PLACE, WORDS, CAPTION = "门口有红鞋柜", "房东刘大强把电动车推进楼道", "我从猫眼里拍的"
LATER, ASKED, ANSWERED = "今早又来了两辆", "是左手那户还是右手那户", "就在我家对门"
FOUND, NOTE, REFUTED, NOWHERE = "充电线从窗户拉出来", "反映人住在楼上", "敲门没有人应", "金丝雀花园"
TELLTALES = (*NAMES, PLACE, WORDS, "刘大强", CAPTION, LATER, ASKED, ANSWERED, FOUND, NOTE, REFUTED, NOWHERE)
OPENNESS = ("匿名", "只让街道知道", "实名")
QUIET = {"sendMessage", "editMessageText", "createForumTopic"}


async def file(office: Office, sender: Chat, openness: str, where: str) -> tuple[str, str]:
    """File a tip full of what would tell; returns its number and its receipt code."""
    said = ("/report", "[电动车进楼停放、充电]", where, "[是，现在就这样]", WORDS, f"(photo: {CAPTION})", "好了")
    number = await office.filed(*said, openness, "发送", by=sender)
    code = next(line for line in reversed(sender.told()) if line.startswith("| 受理码：")).partition("：")[2]
    return number, code.strip()


async def live(office: Office, group: GroupChat, number: str, code: str, sender: Chat) -> None:
    """Handle a tip to its end, in the group and in private, with words that belong into no group."""
    await office.admin.after(f"/do {number} assign safety", f"/do {number} comment", NOTE)
    await group.settle(minutes=12)
    await group.does("worker", "[我来办]")
    await group.does("worker", f"/tip {number} {NOTE}")
    await group.does("worker", "[在私聊里打开]")
    await office.worker.after(f"/do {number} ask", ASKED, "[确定]")
    await group.settle(minutes=12)
    await sender.after("[回答]", ANSWERED, "跳过")
    await sender.after(code, "[补充内容]", LATER, f"(photo: {CAPTION})", "好了")
    await group.settle(minutes=12)
    await group.does("worker", "[我去现场]")
    await office.worker.after(
        f"/do {number} verify", "电动车进楼停放、充电", FOUND, "1", "车主", "[当场改好]", "跳过", "都不是", "登记"
    )
    await office.admin.after(f"/do {number} close")
    await group.settle(minutes=12)


def said_in_groups(office: Office) -> list[tuple[str, str]]:
    """Return the method and the words of every call that went into a group or answered a press there."""
    calls: list[Any] = office.town.world.journal.since(0)["calls"]
    public = [each for each in calls if str(each["params"].get("chat_id", "")).startswith("-")]
    answers = [each for each in calls if each["method"] == "answerCallbackQuery" and each["params"].get("text")]
    return [(each["method"], json.dumps(each["params"], ensure_ascii=False)) for each in [*public, *answers]]


async def test_a_long_story_leaves_nothing_of_a_sender_in_a_group(office: Office) -> None:
    group = await linked(
        office.town, {"admin": office.admin, "worker": office.worker, "officer": office.officer}, forum=True
    )
    senders = [await office.town.person(*each) for each in zip(ACCOUNTS, NAMES, strict=True)]
    codes = []
    for sender, openness in zip(senders, ("匿名", "只让街道知道"), strict=True):
        number, code = await file(office, sender, openness, f"{FLAT} {PLACE}")
        codes += [code, code.replace(" ", "")]
        await live(office, group, number, code, sender)
    number, code = await file(office, senders[0], "匿名", f"{NOWHERE}3栋")
    await office.admin.after(f"/do {number} assign safety -")
    await group.settle(minutes=12)
    await office.officer.after(f"/do {number} refute", REFUTED, "[确定]")
    await group.settle(minutes=12)
    said = said_in_groups(office)
    assert {method for method, _words in said} == {*QUIET, "answerCallbackQuery"}
    heard = "\n".join(words for _method, words in said)
    assert len(codes) == 4
    assert len(code) == 19
    found = [each for each in (*TELLTALES, *OPENNESS, *codes, code, *map(str, ACCOUNTS)) if each in heard]
    assert found == []
    assert re.findall(r"\d{1,2}:\d{2}|501|2单元|CANARY|file_id", heard) == []
    assert "翠竹园3栋" in heard


async def test_a_card_is_the_same_however_a_tip_was_sent(office: Office) -> None:
    group = await linked(office.town, {"admin": office.admin, "worker": office.worker}, forum=True)
    pages = []
    for account, name, openness in zip(ACCOUNTS, NAMES, ("匿名", "只让街道知道"), strict=True):
        sender = await office.town.person(account, name)
        number, _code = await file(office, sender, openness, FLAT)
        await office.admin.after(f"/do {number} assign safety")
        await group.settle(minutes=12)
        pages.append([line.replace(number, "NNNN") for line in group.news()])
    assert pages[0] == pages[1]
    assert len(pages[0]) == 7
