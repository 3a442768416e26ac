"""What comes with a report: photos, voices and videos, in any order; what staff see of it, and what is left nowhere."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot import jobs
from storage import files, tables
from tests.chat import Chat, Town

SECRET = b"GPS 31.7433N 119.5741E"
BEGUN = ("/report", "2", "翠竹园3栋")


def photo(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(made, "JPEG", comment=SECRET)
    return made.getvalue()


def stripes(quality: int) -> bytes:
    made, image = io.BytesIO(), Image.new("RGB", (180, 160), "white")
    for left in range(0, 180, 40):
        image.paste("navy", (left, 0, left + 20, 160))
    image.save(made, "JPEG", quality=quality)
    return made.getvalue()


async def sends(chat: Chat, kind: str, body: bytes, name: str = "f", **data: str) -> None:
    await chat._post("send", files=[(kind, (name, body))], data=data)
    await chat.town.settle()


async def shown(chat: Chat) -> list[bytes]:
    """Return the files that the bot sent into a chat, as they lie on the server."""
    found: list[bytes] = []
    for message in chat.messages():
        if message["outgoing"]:
            parts: list[dict[str, Any]] = [*message.get("photo", [])[-1:], message.get("document") or {}]
            for part in parts:
                stored = chat.town.world.files.find(part.get("file_id", ""))
                found += [chat.town.world.files.content(stored.file_path) or b""] if stored else []
    return found


async def test_a_report_by_voice_alone(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.reads("""
        > (voice)
        < 要把这个反映给街道吗？...
        ...
        > [反映给街道]
        < 第 1/5 步
        ...
        > 2
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        | 现在还是这样吗？
        ...
        > 说不准
        < 第 4/5 步
        | ...
        | ...
        | ...
        | 已收到 1 条语音。
        | [好了] [全部删掉] [返回] [取消]
        > 好了
        < 第 5/5 步
        ...
        > 匿名
        < 请核对一下。现在还没有发出去。
        | 看错了没关系。...
        | 点“发送”，即同意...
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋
        | 现在还这样吗：说不准
        | 情况：语音说明
        | 照片：1 条语音
        ...
        > 发送
        < 谢谢您。...
        ...
    """)
    (tip,) = await town.tips()
    await admin.reads(f"""
        > /tip {tip.number}
        < 线索 {tip.number} 号 · 已收到，待答复
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋
        | 情况：（见语音）
        ...
        | 有语音：需要有人听一下。
        | ...
        < (voice) {tip.number} 号
    """)


async def test_a_voice_message_answers_what_was_seen(chat: Chat, town: Town) -> None:
    await chat.after(*BEGUN)
    await chat.reads("""
        > (voice)
        < 语音收到了，一起留着，会有人来听。
        | 第 4/5 步
        ...
    """)


async def test_without_its_voice_message_a_report_is_asked_for_words_again(chat: Chat) -> None:
    await chat.after(*BEGUN, "(voice)")
    await chat.reads("""
        > [全部删掉]
        < 第 3/5 步
        | 您看到了什么？
        ...
    """)


async def test_photos_a_voice_and_a_video_come_in_any_order(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after("(2 photos)", "反映给街道", "(video)", "2", "(voice)", "翠竹园3栋", "(photo)", "说不准")
    assert "已收到 3 张照片、1 条语音、1 段视频。" in chat.last()
    await chat.after("好了", "匿名", "发送")
    (tip,) = await town.tips()
    assert {item.state for item in await town.media()} == {"kept"}
    await admin.after("/help")
    await admin.does(f"/tip {tip.number}")
    sent = [line.split(" ", 2)[1] for line in admin.news() if line.startswith("< (")]
    assert sent == ["(photo)", "(photo)", "(photo)", "(video)", "(voice)"]


async def test_a_picture_that_is_sent_as_a_file_is_a_photo(chat: Chat, town: Town) -> None:
    await chat.after(*BEGUN, "楼梯口堆满纸箱", "(file: 楼道.png)")
    assert "已收到 1 张照片。" in chat.last()


@pytest.mark.parametrize(
    "name", ["合同.pdf", "证据.zip", "../../etc/passwd", "CON", "a" * 300, "照片.jpg.exe", "\u202egpj.exe"]
)
async def test_other_files_are_refused_kindly_whatever_their_name(chat: Chat, town: Town, name: str) -> None:
    await chat.after(*BEGUN)
    await sends(chat, "document", b"x", name)
    said = [line for line in chat.news() if line.startswith("<")]
    assert said == ["< 这类文件我收不了，只能收照片、语音和短视频。把它拍成照片发来就行。", "< 第 3/5 步"]
    assert not (town.settings.data_dir / files.FOLDER).exists()


async def test_a_picture_of_a_kind_that_cannot_be_opened_is_told_so(chat: Chat) -> None:
    await chat.reads("""
        > (file: IMG_0001.HEIC)
        < 这种格式的图片我打不开。请用“照片”方式发送，不要用“文件”。
    """)


async def test_words_that_came_with_a_refused_file_count(chat: Chat) -> None:
    await chat.after(*BEGUN)
    await sends(chat, "document", b"x", "a.pdf", caption="楼梯口堆满纸箱")
    assert [line for line in chat.news() if line.startswith("<")][1] == "< 第 4/5 步"


async def test_what_is_too_large_or_too_long_is_refused_before_anything_is_kept(chat: Chat, town: Town) -> None:
    await chat.after(*BEGUN, "楼梯口堆满纸箱")
    file = {"file_id": "x", "file_unique_id": "y"}
    await chat.sends({"document": {**file, "file_size": 20 * 1024 * 1024 + 1, "mime_type": "image/png"}})
    assert chat.news()[0] == "< 这个文件太大了，最多 20 MB。请发照片，或者短一点的视频。"
    await chat.sends({"video": {**file, "duration": 61, "width": 9, "height": 9}})
    assert chat.news()[0] == "< 这段视频有 61 秒，最多 60 秒。请发短一点的，或者发照片。"
    assert "已收到" not in chat.last()


async def test_a_second_video_and_a_tenth_photo_do_not_fit(chat: Chat) -> None:
    await chat.after(*BEGUN, "楼梯口堆满纸箱", "(video)")
    await chat.does("(video)")
    assert chat.news()[0] == "< 已经收到 1 段视频，不能再多了。刚才发的这个没有保存。"
    for _ in range(9):
        await chat.after("(photo)")
    await chat.does("(photo)")
    assert chat.news()[0] == "< 已经收到 9 张照片，不能再多了。刚才发的这个没有保存。"


async def test_until_photos_are_prepared_staff_are_told_so(chat: Chat, admin: Chat, town: Town) -> None:
    await town.client.post("/sim/faults", json={"method": "getFile", "kind": "500", "times": 9})
    await chat.after(*BEGUN, "楼梯口堆满纸箱", "(2 photos)", "好了", "匿名", "发送")
    (tip,) = await town.tips()
    await admin.does(f"/tip {tip.number}")
    assert admin.last().endswith("2 张照片：正在处理，请过一分钟再看。")


async def test_a_file_that_never_comes_is_told_and_the_tip_stays(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*BEGUN, "楼梯口堆满纸箱")
    gone = {"file_id": "another bot's", "file_unique_id": "y", "file_size": 9, "width": 9, "height": 9}
    await chat.sends({"photo": [gone]})
    await chat.after("(photo)", "好了", "匿名", "发送")
    assert sorted(item.state for item in await town.media()) == ["kept", "lost"]
    (tip,) = await town.tips()
    await admin.does(f"/tip {tip.number}")
    assert any("1 张照片：取不到或打不开，没有保存。" in line for line in admin.told())


async def test_files_wait_while_the_disk_is_nearly_full(
    chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as nearly_full:
        nearly_full.setattr(jobs, "LEAST_FREE", 1 << 62)
        await chat.after(*BEGUN, "楼梯口堆满纸箱", "(photo)", "好了", "匿名", "发送")
        assert "谢谢您" in chat.last()
        assert [item.state for item in await town.media()] == ["waiting"]
    await town.later(600)
    await town.settle()
    assert [item.state for item in await town.media()] == ["kept"]


async def test_of_an_anonymous_photo_only_the_clean_copy_is_left(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*BEGUN, "楼梯口堆满纸箱")
    await sends(chat, "document", photo(), "IMG.jpg")
    await chat.after("好了", "匿名", "发送")
    (item,) = await town.media()
    assert (item.state, item.file) == ("kept", "")
    assert await town.rows(tables.jobs) == []
    assert len(list((town.settings.data_dir / files.FOLDER).iterdir())) == 1
    (tip,) = await town.tips()
    await admin.does(f"/tip {tip.number}")
    (clean,) = await shown(admin)
    assert SECRET not in clean
    assert Image.open(io.BytesIO(clean)).size == (80, 60)


async def test_of_a_known_senders_photo_the_original_is_kept_until_they_are_forgotten(
    chat: Chat, admin: Chat, town: Town
) -> None:
    await chat.after(*BEGUN, "楼梯口堆满纸箱")
    await sends(chat, "document", photo(), "IMG.jpg")
    await chat.after("好了", "只让街道知道", "发送")
    (tip,) = await town.tips()
    await admin.after(f"/tip {tip.number}")
    (clean,) = await shown(admin)
    assert SECRET not in clean
    assert len(await town.rows(tables.files)) == 2
    await chat.after("/forget", "[是，删掉]")
    assert len(await town.rows(tables.files)) == 1
    assert [row["original"] for row in await town.rows(tables.media)] == [None]
    await town.stop()
    await town.start()
    await town.settle()
    assert len(list((town.settings.data_dir / files.FOLDER).iterdir())) == 1, "swept at the start"


async def test_a_photo_that_came_before_is_pointed_out(chat: Chat, admin: Chat, town: Town) -> None:
    other = await town.person(1003, "邻居")
    for person, quality in ((chat, 95), (other, 30)):
        await person.after(*BEGUN, "楼梯口堆满纸箱")
        await sends(person, "photo", stripes(quality))
        await person.after("好了", "匿名", "发送")
    one, two = await town.tips()
    await admin.does(f"/tip {one.number}")
    assert any(f"线索 {two.number} 里也有看上去一样的照片。" in line for line in admin.told())


async def test_the_same_file_is_known_again_where_its_picture_tells_nothing(
    chat: Chat, admin: Chat, town: Town
) -> None:
    await chat.after(*BEGUN, "楼梯口堆满纸箱", "(photo)", "好了", "匿名", "发送")
    sent = next(each["photo"] for each in chat.messages() if not each["outgoing"] and "photo" in each)
    other = await town.person(1003, "邻居")
    await other.after(*BEGUN, "楼梯口堆满纸箱")
    await other.sends({"photo": sent})
    await other.after("好了", "匿名", "发送")
    one, two = await town.tips()
    await admin.does(f"/tip {one.number}")
    assert any(f"线索 {two.number} 里也有看上去一样的照片。" in line for line in admin.told())


async def test_a_photo_does_not_join_an_anonymous_tip_with_one_under_a_name(
    chat: Chat, admin: Chat, town: Town
) -> None:
    for openness, quality in (("匿名", 95), ("只让街道知道", 30)):
        await chat.after(*BEGUN, "楼梯口堆满纸箱")
        await sends(chat, "photo", stripes(quality))
        await chat.after("好了", openness, "发送")
    for tip in await town.tips():
        await admin.does(f"/tip {tip.number}")
    assert not any("看上去一样的照片" in line for line in admin.told())


async def test_nothing_in_the_database_tells_files_apart_or_whose_they_are(chat: Chat, town: Town) -> None:
    await town.client.post("/sim/faults", json={"method": "getFile", "kind": "500", "times": 9})
    await chat.after(*BEGUN, "楼梯口堆满纸箱", "(photo)", "(voice)", "(video)", "好了", "匿名", "发送")
    rows = await town.rows(tables.media)
    jobs = await town.rows(tables.jobs)
    assert (len(rows), len(jobs)) == (3, 3), "they wait for the network"
    assert [len({len(row["body"]) for row in each}) for each in (rows, jobs)] == [1, 1]
    for row in (*rows, *jobs):
        assert not any(secret in repr(row) for secret in ("1001", "Sandbox", "photo"))
    await town.later(4000)
    await town.settle()
    rows = await town.rows(tables.media)
    assert {row["state"] for row in rows} == {"kept"}
    assert len({len(row["body"]) for row in rows}) == 1
