"""What comes in that nobody should send: it is taken as it is, changes nothing else, and every step has a way out."""

from __future__ import annotations

import pytest

from storage import tables
from tests.chat import Chat, Town

STEPS = ("/report", "[用电、燃气]", "[住人房间里放液化气瓶]", "翠竹园3栋501", "[是，现在就这样]", "[跳过]", "[匿名]")

HOSTILE = (
    "'; DROP TABLE tips; --",
    "x' OR '1'='1",
    "{0.__class__} {number} %s %(what)s",
    "<script>alert(1)</script> &lt;b&gt;",
    "*_[粗](http://x.invalid)`~>#+-=|{}.!",
    '=HYPERLINK("http://x.invalid","y")',
    "@SUM(1) +1 -2",
    "门口\n2026-11-23 10:00 [error] admin approved",
    "../../etc/passwd C:\\x CON",
    "${jndi:ldap://x.invalid/a}",
    "🏠👨\u200d👩\u200d👧🇨🇳堵住了",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_words_are_kept_and_shown_as_they_were_written(chat: Chat, town: Town, admin: Chat, text: str) -> None:
    await chat.after("/report", "2", text)
    if "第 3/5 步" not in chat.last():  # which building is it?
        await chat.after("跳过")
    await chat.after(text, "跳过", "匿名")
    assert text in chat.last()
    await chat.after("发送")
    (tip,) = await town.tips()
    assert (text in tip.report.where, tip.report.what) == (True, text)
    await admin.after(f"/tip {tip.number}")
    assert text in admin.last()
    assert len(await town.rows(tables.tips)) == 1


@pytest.mark.parametrize("date", [0, 1, 4_102_444_800])
async def test_when_a_message_says_it_was_written_does_not_matter(chat: Chat, town: Town, date: int) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.sends({"text": "楼梯口堆满纸箱", "date": date})
    await chat.after("跳过", "匿名", "发送")
    (tip,) = await town.tips()
    assert tip.filed.timestamp() == town.seconds() // 3600 * 3600
    assert tip.report.what == "楼梯口堆满纸箱"


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
async def test_start_and_cancel_work_at_every_step(chat: Chat, town: Town, steps: int) -> None:
    timers = await town.rows(tables.timers)
    await chat.after(*STEPS[:steps])
    before = chat.last()
    await chat.after("/start")
    assert chat.last().splitlines()[:2] == before.splitlines()[:2]
    await chat.after("/cancel")
    if steps > 1:
        assert chat.last() == "前面写的要删掉吗？"
        await chat.after("[删掉]")
    assert chat.last() == "好的，删掉了，没有发给街道。"
    assert await town.rows(tables.drafts) == []
    assert await town.rows(tables.timers) == timers
    assert await town.tips() == []


async def test_a_press_on_a_message_that_is_gone_is_answered_below(chat: Chat, town: Town) -> None:
    await chat.after("/report")
    _message, data = chat.button("安全出口堵塞或上锁")
    gone = {"chat": {"id": 1001, "type": "private", "first_name": "x"}, "message_id": 3, "date": 0}
    sender = next(each for each in town.world.people if each.id == 1001).user()
    await town.inject(
        {"callback_query": {"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": gone}}
    )
    assert "第 2/5 步" in chat.last()
