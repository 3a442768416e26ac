"""What is said, when Telegram refuses, is slow, is busy or loses its answer: the error table row by row."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.gateway import EXIT_TOKEN, Gateway, Stopped
from bot.sender import Pace
from bot.speech import Enclosed, Outgoing
from storage import files, outbox, tables
from tests.chat import PIXEL, VIDEO, VOICE, Chat, Town
from tests.group import gather


async def fault(town: Town, kind: str, method: str = "sendMessage", **more: Any) -> None:
    answer = await town.client.post("/sim/faults", json={"method": method, "kind": kind, **more})
    assert answer.status_code == 200


async def until(held: Callable[[], object]) -> None:
    """Wait until something holds."""
    for _ in range(2000):
        if held():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never held")


async def put(town: Town, *sayings: Outgoing) -> None:
    """Say something that no turn says."""
    async with town.app.store.begin() as tx:
        await outbox.put(tx, sayings)
    town.app.sender.wake()


async def later(town: Town, seconds: int) -> None:
    town.shift += seconds
    town.app.sender.wake()


def sent(town: Town, number: int = 1001) -> list[str]:
    """Return the texts of all calls that sent something to a chat, also those that failed."""
    calls = town.world.journal.since(0)["calls"]
    said = [call for call in calls if call["method"] == "sendMessage" and str(call["params"]["chat_id"]) == str(number)]
    return [str(call["params"]["text"]) for call in said]


async def test_a_429_holds_that_chat_alone_and_keeps_its_order(chat: Chat, town: Town) -> None:
    other = await town.person(1002, "邻居")
    await fault(town, "429", retry_after=300, chat_id=1001)
    await chat.acts("/mytips")
    await until(lambda: len(sent(town)) == 2)
    await chat.acts("/cancel")
    await other.acts("/mytips")
    await until(other.news)
    await later(town, 200)
    await asyncio.sleep(0.05)
    assert chat.news() == []
    await later(town, 101)
    await town.settle()
    assert [line for line in chat.news() if line.startswith("<")] == [
        "< 没有以您的名义保存的线索（匿名线索不会显示在这里）。",
        "< 现在没有进行中的事。",
    ]


@pytest.mark.parametrize("kind", ["500", "502"])
async def test_a_failing_server_is_asked_again(chat: Chat, town: Town, kind: str) -> None:
    await fault(town, kind, times=2)
    await chat.acts("/mytips")
    for _ in range(2):
        await asyncio.sleep(0.1)
        await later(town, 5)
    await town.settle()
    assert len(sent(town)) == 4, "the welcome, two failures, and the answer"
    assert len([line for line in chat.news() if line.startswith("<")]) == 1


async def test_a_reply_whose_answer_was_lost_is_sent_again(chat: Chat, town: Town) -> None:
    await fault(town, "lost")
    await chat.does("/cancel")
    told = [line for line in chat.news() if line.startswith("<")]
    assert told == ["< 现在没有进行中的事。"] * 2, "twice is better than never"
    assert await town.rows(tables.outbox) == []


async def test_a_notice_whose_answer_was_lost_is_not_repeated(chat: Chat, town: Town) -> None:
    await fault(town, "lost")
    await put(town, Outgoing(1001, "通知", notice=True))
    await town.settle()
    assert chat.news() == ["< 通知"]
    (row,) = await town.rows(tables.outbox)
    assert row["state"] == "unknown"
    await later(town, 3600)
    await town.settle()
    assert chat.news() == []


async def test_a_notice_that_a_429_refused_is_sent_later(chat: Chat, town: Town) -> None:
    await fault(town, "429", retry_after=1)
    await put(town, Outgoing(1001, "通知", notice=True))
    await later(town, 2)
    await town.settle()
    assert chat.news() == ["< 通知"]


async def test_what_is_due_to_someone_who_stopped_the_bot_waits_for_them(chat: Chat, town: Town) -> None:
    await chat.does("(blocks)")
    await put(town, Outgoing(1001, "一"), Outgoing(1001, "二"))
    await town.settle()
    assert [row["state"] for row in await town.rows(tables.outbox)] == ["blocked", "blocked"]
    assert len(sent(town)) == 2, "the welcome and one try"
    await chat.does("(unblocks)")
    await town.settle()
    assert chat.news() == ["< 一", "< 二"]
    assert await town.rows(tables.outbox) == []


async def test_what_waited_is_said_before_the_answer(chat: Chat, town: Town) -> None:
    await chat.does("(blocks)")
    await put(town, Outgoing(1001, "一"))
    await town.settle()
    town.world.people.find(1001).blocked = False  # type: ignore[union-attr]
    await chat.does("/cancel")
    assert [line for line in chat.news() if line.startswith("<")] == ["< 一", "< 现在没有进行中的事。"]


async def test_a_chat_that_does_not_exist_stops_nobody(chat: Chat, town: Town) -> None:
    await put(town, Outgoing(999_999, "nobody"), Outgoing(1001, "一"))
    await town.settle()
    assert chat.news() == ["< 一"]


async def test_an_edit_that_changes_nothing_is_a_success(chat: Chat, town: Town) -> None:
    await put(town, Outgoing(1001, "一", buttons=((("A", "a"),),)))
    await town.settle()
    number = chat.messages()[-1]["message_id"]
    await put(town, Outgoing(1001, "一", buttons=((("A", "a"),),), edit=number), Outgoing(1001, "二"))
    await town.settle()
    assert chat.news() == ["< 一", "| [A]", "< 二"]
    assert await town.rows(tables.outbox) == []


async def test_an_edit_of_a_message_that_is_gone_is_sent_anew(chat: Chat, town: Town) -> None:
    await put(town, Outgoing(1001, "一", edit=987_654))
    await town.settle()
    assert chat.news() == ["< 一"]


async def test_a_message_that_is_gone_is_deleted_enough(chat: Chat, town: Town) -> None:
    await put(town, Outgoing(1001, delete=987_654), Outgoing(1001, "一"))
    await town.settle()
    assert chat.news() == ["< 一"]
    assert await town.rows(tables.outbox) == []


async def test_words_whose_marks_telegram_cannot_read_are_sent_without_them(chat: Chat, town: Town) -> None:
    await put(town, Outgoing(1001, "<b>开 &amp; <i>关</b>"))
    await town.settle()
    assert chat.news() == ["< 开 & 关"]


async def test_what_can_never_be_sent_is_kept_for_the_admins_and_the_next_goes_on(chat: Chat, town: Town) -> None:
    await put(town, Outgoing(1001, "长" * 5000), Outgoing(1001, "二"))
    await town.settle()
    assert chat.news() == ["< 二"]
    (row,) = await town.rows(tables.outbox)
    assert (row["state"], row["fault"]) == ("failed", "message_is_too_long")


async def test_files_are_sent_by_what_is_in_them(chat: Chat, town: Town) -> None:
    photo = Enclosed("photo", PIXEL)
    await put(town, Outgoing(1001, "<b>7F3K</b> 号", enclosed=(photo,), buttons=((("A", "a"),),)))
    await put(town, Outgoing(1001, "两张", enclosed=(photo, photo)))
    await put(town, Outgoing(1001, "听", enclosed=(Enclosed("voice", VOICE),)))
    await put(town, Outgoing(1001, "看", enclosed=(Enclosed("video", VIDEO),)))
    await put(town, Outgoing(1001, "", enclosed=(Enclosed("document", b"a,b", name="楼.csv"),)))
    await town.settle()
    told = ["< (photo) 7F3K 号", "| [A]", "< (photo) 两张", "< (photo)"]
    assert chat.news() == [*told, "< (voice) 听", "< (video) 看", "< (document 楼.csv)"]


async def test_a_sealed_file_is_opened_when_it_is_sent(chat: Chat, town: Town) -> None:
    kept = files.write(town.settings.data_dir, town.app.store.vault, PIXEL, 0)
    await put(town, Outgoing(1001, "一", enclosed=(Enclosed("photo", kept=kept.name, key=kept.key),)))
    await town.settle()
    assert chat.news() == ["< (photo) 一"]


async def test_a_sealed_file_that_is_gone_stops_nobody(chat: Chat, town: Town) -> None:
    await put(
        town, Outgoing(1001, "一", enclosed=(Enclosed("photo", kept="0" * 32, key="0" * 64),)), Outgoing(1001, "二")
    )
    await town.settle()
    assert chat.news() == ["< 二"]
    (row,) = await town.rows(tables.outbox)
    assert (row["state"], row["fault"]) == ("failed", "file_lost")


async def test_replies_are_not_paced_and_notices_are(chat: Chat, town: Town) -> None:
    await put(town, *[Outgoing(1001, str(number)) for number in range(20)])
    began = asyncio.get_running_loop().time()
    await town.settle()
    quick = asyncio.get_running_loop().time() - began
    await put(town, Outgoing(1001, "a", notice=True), Outgoing(1001, "b", notice=True))
    began = asyncio.get_running_loop().time()
    await town.settle()
    assert asyncio.get_running_loop().time() - began > 1
    assert quick < 5
    assert chat.news() == [*[f"< {number}" for number in range(20)], "< a", "< b"]


async def admins_group(town: Town, forum: bool = False) -> int:
    """Return the number of a group into which an admin brought the bot."""
    return (await gather(town, {"admin": await town.admin()}, forum=forum)).number


async def test_a_group_gets_no_more_in_a_minute_than_it_takes_whoever_asked(chat: Chat, town: Town) -> None:
    group = await admins_group(town)
    town.app.sender._pace = Pace(group_a_minute=2, minute=0.7)
    await put(town, *[Outgoing(group, str(each)) for each in range(3)], Outgoing(1001, "私聊"))
    began = asyncio.get_running_loop().time()
    await until(lambda: len(sent(town, group)) >= 2)
    await until(chat.news)
    assert asyncio.get_running_loop().time() - began < 0.7, "others do not wait for a group"
    await town.settle()
    assert asyncio.get_running_loop().time() - began > 0.69
    assert sent(town, group) == ["0", "1", "2"]


async def test_the_number_of_what_is_new_is_known_only_where_it_is_asked_for(chat: Chat, town: Town) -> None:
    group, say = await admins_group(town, forum=True), town.app.gateway.say
    made = await say(Outgoing(group, topic="一网格", back="topic"))
    assert [topic.id for topic in town.world.topics.of(group)] == [made.number]
    told = await say(Outgoing(group, "一", thread=made.number, back="card"))
    assert town.world.chats.find(group, told.number).message["text"] == "一"  # type: ignore[union-attr]
    assert (await say(Outgoing(group, "二", edit=told.number, back="card"))).number == 0, "it is where it was"
    assert (await say(Outgoing(group, "三", edit=987_654, thread=made.number, back="card"))).number > told.number
    assert (await say(Outgoing(group, "四"))).number == 0


async def test_a_command_for_another_bot_is_not_answered(chat: Chat, town: Town) -> None:
    group = await admins_group(town)
    await put(town, Outgoing(group, "一", named="poll_bot"), Outgoing(group, "二", named="Anju_Sandbox_Bot"))
    await town.settle()
    assert sent(town, group) == ["二"]


async def test_what_was_not_sent_when_the_bot_stopped_is_sent_at_the_next_start(chat: Chat, town: Town) -> None:
    await fault(town, "429", retry_after=3600)
    await chat.acts("/cancel")
    await until(lambda: len(sent(town)) == 2)
    await town.stop()
    town.shift += 3601
    await town.start()
    await town.settle()
    assert [line for line in chat.news() if line.startswith("<")] == ["< 现在没有进行中的事。"]


async def test_a_token_that_telegram_does_not_know_stops_the_sender(chat: Chat, town: Town) -> None:
    stranger = Gateway(town.settings.api_url, "424242:WRONG", town.transport)
    town.app.sender._say = stranger.say
    await put(town, Outgoing(1001, "一"))
    with pytest.raises(Stopped) as stopped:
        await town._running
    await stranger.close()
    assert stopped.value.code == EXIT_TOKEN
    assert len(await town.rows(tables.outbox)) == 1, "it is still due"
    await town.start()


async def test_a_name_of_several_lines_adds_nothing_to_the_call(chat: Chat, town: Town) -> None:
    await put(town, Outgoing(1001, "看", enclosed=(Enclosed("document", b"1", name='a"b\r\nchat_id: 1.csv'),)))
    await town.settle()
    (sent_document,) = [message["document"] for message in chat.messages() if "document" in message]
    assert sent_document["file_name"].replace("%22", '"') == 'a"b chat_id: 1.csv'


async def test_what_is_said_for_some_minutes_is_taken_out_of_the_chat(chat: Chat, town: Town) -> None:
    before = chat.told()
    await chat.does("/help")
    message = chat.messages()[-1]["message_id"]
    files = (Enclosed("document", PIXEL, name="p.png"),)
    await put(town, Outgoing(1001, "a name", edit=message, minutes=5), Outgoing(1001, "", enclosed=files, minutes=5))
    await town.settle()
    assert chat.told() == [*before, "< a name", "< (document p.png)"]
    await town.later(4 * 60)
    await town.settle()
    assert len(chat.told()) == len(before) + 2
    await town.later(61)
    await town.settle()
    assert chat.told() == before


async def test_what_finds_no_message_to_edit_does_not_stay_either(chat: Chat, town: Town) -> None:
    before = chat.told()
    await put(town, Outgoing(1001, "a name", edit=999_999, minutes=5))
    await town.settle()
    assert chat.told() == [*before, "< a name"]
    await town.later(5 * 60 + 1)
    await town.settle()
    assert chat.told() == before


async def test_what_is_there_already_since_its_answer_was_lost_does_not_stay_either(chat: Chat, town: Town) -> None:
    before = chat.told()
    await chat.does("/help")
    message = chat.messages()[-1]["message_id"]
    await fault(town, "reset_after", "editMessageText")
    await put(town, Outgoing(1001, "a name", edit=message, minutes=5))
    await until(lambda: chat.told() == [*before, "< a name"])
    await later(town, 120)
    await town.settle()
    await town.later(5 * 60 + 1)
    await town.settle()
    assert chat.told() == before
