"""What time brings: albums, edited messages, drafts that were left."""

from __future__ import annotations

from storage.tables import drafts
from tests.chat import Chat, Town

DAY = 24 * 60


def shot(name: str) -> dict[str, object]:
    """Return one photo of an album, as a message's content."""
    size = {"file_id": f"AgAD{name}", "file_unique_id": name, "width": 1, "height": 1}
    return {"photo": [size], "media_group_id": "77"}


async def edits(chat: Chat, old: str, new: str) -> None:
    """Edit one's own message."""
    message = next(each for each in reversed(chat.messages()) if each.get("text") == old)
    await chat._post("edit", json={"message_id": message["message_id"], "text": new})
    await chat.town.settle()


async def test_an_album_is_answered_once(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "门只能开一半")
    await chat.reads("""
        > (3 photos)
        < 第 4/5 步
        | 有照片或短视频吗？
        | ...
        | ...
        | 已收到 3 张照片。
        | [好了] [全部删掉] [返回] [取消]
    """)


async def test_an_album_out_of_the_blue_is_offered_once_with_its_words(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > (2 photos: 楼梯口堵了)
        < 要把这个反映给街道吗？...
        | [反映给街道] [不用了]
    """)
    await chat.after("[反映给街道]", "2", "翠竹园3栋", "说不准", "好了", "1", "发送")
    [tip] = await town.tips()
    assert (len(await town.media()), tip.report.what) == (2, "楼梯口堵了")


async def test_an_album_survives_a_restart_between_its_photos(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "门只能开一半")
    await chat.sends(shot("b"))
    await chat.does("(restart)")
    await chat.sends(shot("a"))
    assert chat.news() == []
    await town.later(2)
    await town.settle()
    assert "| 已收到 2 张照片。" in chat.news()


async def test_an_edited_message_corrects_its_answer(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "门只能开一半")
    await edits(chat, "翠竹园3栋", "翠竹园5栋")
    assert chat.news()[0] == "< 改好了。"
    await chat.after("跳过", "1")
    assert "翠竹园5栋" in chat.last()


async def test_an_edit_that_does_not_fit_leaves_the_answer_as_it_was(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "门只能开一半")
    await edits(chat, "翠竹园3栋", "3")
    assert chat.news()[0].startswith("< 太短了")
    await chat.after("跳过", "1")
    assert "翠竹园3栋" in chat.last()


async def test_an_edit_of_something_else_is_not_answered(chat: Chat) -> None:
    await chat.after("你好", "/report", "2")
    await edits(chat, "你好", "您好")
    assert chat.news() == []


async def test_a_draft_left_for_a_day_is_remembered_once_and_silently(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2")
    await chat.reads(f"""
        > ({DAY - 60} minutes later)
        > (70 minutes later)
        < 您昨天写到一半的还没有发出去，我给您留到 ...。
        | [继续] [重来] [删掉]
        > ({DAY} minutes later)
        > [继续]
        < 第 2/5 步
        ...
    """)


async def test_a_draft_taken_up_again_is_reminded_of_a_day_after_that(chat: Chat) -> None:
    await chat.after("/report", "2", f"({DAY - 120} minutes later)", "继续", "继续")
    await chat.reads(f"""
        > (180 minutes later)
        > ({DAY - 120} minutes later)
        < 您昨天写到一半的...
        | [继续] [重来] [删掉]
    """)


async def test_a_draft_left_for_a_week_is_forgotten(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", f"({DAY + 1} minutes later)")
    await chat.reads(f"""
        > ({6 * DAY} minutes later)
        < 您一周前写到一半的已经删掉，什么都没有发出去。要重新反映请点 /report。
    """)
    assert await town.rows(drafts) == []
    assert await town.timers() == []


async def test_nothing_of_a_draft_s_timers_stays_when_it_ends(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2")
    assert await town.timers() == ["draft"]
    await chat.after("翠竹园3栋", "门只能开一半", "跳过", "1", "发送")
    assert await town.timers() == []
