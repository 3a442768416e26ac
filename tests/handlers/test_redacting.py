"""Parts of a photo are drawn over: from then on everybody sees the copy, and the photo as it was is sealed."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from storage import files, media, tables
from tests.chat import Chat, Town
from tests.handlers.test_media import sends, shown
from tests.handlers.test_people import invited

BEGUN = ("/report", "3", "翠竹园3栋", "每晚拉线充电")
ASK = ("1", "要核对门牌", "提出申请")


def four_colours() -> bytes:
    """Return a photo whose quarters have different colours, each of them a chequered one."""
    image = Image.new("RGB", (320, 240))
    for left, top, colour in ((0, 0, "red"), (160, 0, "lime"), (0, 120, "blue"), (160, 120, "yellow")):
        image.paste(colour, (left, top, left + 160, top + 120))
    made = io.BytesIO()
    image.save(made, "JPEG", quality=95)
    return made.getvalue()


def colour_at(photo: bytes, left: float, top: float) -> tuple[int, int, int]:
    """Return the colour at a place of a photo, each part of it rounded to 0 or 255."""
    with Image.open(io.BytesIO(photo)) as image:
        found = image.convert("RGB").getpixel((int(image.width * left), int(image.height * top)))
    assert isinstance(found, tuple)
    red, green, blue = (255 * (part > 127) for part in found)
    return red, green, blue


async def filed(chat: Chat, town: Town, openness: str, photos: int = 1) -> str:
    await chat.after(*BEGUN)
    for _each in range(photos):
        await sends(chat, "photo", four_colours())
    await chat.after("好了", openness, "发送")
    return (await town.tips())[-1].number


async def kept(town: Town, number: str) -> list[media.Item]:
    async with town.app.store.begin() as tx:
        return await media.of_tip(tx, number)


async def test_a_photo_is_drawn_over_by_taps(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    await admin.reads(f"""
        > /tip {number}
        ...
        > [遮盖照片]
        < (photo) 第 1 张
        < {number} 号第 1 张照片：遮住哪几块？
        | 按钮的位置对应照片上的位置。有人脸、门牌姓名、证件的，点一下。
        | [1] [2] [3] [4] [5] [6] [7] [8] [9] [10] [11] [12] [13] [14] [15] [16] [改成马赛克] [照片不改]
        > [1]
        < {number} 号第 1 张照片：遮住哪几块？
        | ...
        | [■] [2] ... [看看效果] [照片不改]
        > [16]
        < {number} 号第 1 张照片：遮住哪几块？
        | ...
        | [■] [2] ... [15] [■] [改成马赛克] [看看效果] [照片不改]
        > [看看效果]
        < 正在遮盖。稍等就发到这里；现在什么都还没改。
        < (photo) {number} 号：遮盖后是这样。以后都用这张吗？
        | [以后用这张] [换几块遮] [照片不改]
    """)
    copy = (await shown(admin))[-1]
    corners = [colour_at(copy, left, top) for top in (0.1, 0.9) for left in (0.1, 0.9)]
    assert corners == [(0, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)]
    assert colour_at(copy, 0.4, 0.1) == (255, 0, 0), "beside it all is as it was"
    await admin.reads(f"""
        > [以后用这张]
        < {number} 号：从现在起，大家看到的都是遮盖后的。原来那张已封存，...
        > /tip {number}
        ...
        | 工作人员遮盖过的照片：1 张。
        | ... [申请看遮盖前的照片] [遮盖照片]
        < (photo) {number} 号
    """)
    assert (await shown(admin))[-1] == copy
    assert len(await town.rows(tables.files)) == 2


async def test_a_blur_leaves_nothing_to_make_out(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    await admin.after(f"/redact {number}", "[改成马赛克]", "[6]", "[看看效果]")
    copy = Image.open(io.BytesIO((await shown(admin))[-1])).convert("RGB")
    part = copy.crop((80, 60, 160, 120))
    assert len(set(part.resize((3, 3), Image.Resampling.NEAREST).tobytes())) <= 9


async def test_what_is_not_confirmed_changes_nothing(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    before = await kept(town, number)
    await admin.after(f"/redact {number}", "[1]", "[看看效果]", "[照片不改]")
    assert admin.last() == f"{number} 号：照片不改。"
    assert await kept(town, number) == before
    assert len(await town.rows(tables.files)) == 1


async def test_an_older_copy_is_not_taken_for_the_one_that_was_looked_at(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    await admin.after(f"/redact {number}", "[1]", "[看看效果]")
    old = admin.button("以后用这张")
    await admin.after("[换几块遮]", "[2]", "[看看效果]")
    await admin.press(*old)
    assert admin.last().startswith("这张照片或这个效果已经没有了")
    await admin.after("[以后用这张]")
    (item,) = await kept(town, number)
    assert item.under is not None
    assert len(await town.rows(tables.files)) == 2, "what was only proposed is let go"


async def test_twice_drawn_over_it_is_the_first_photo_that_is_sealed(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    (first,) = await kept(town, number)
    for part in ("[1]", "[16]"):
        await admin.after(f"/redact {number}", part, "[看看效果]", "[以后用这张]")
    (item,) = await kept(town, number)
    assert item.under == first.sealed
    copy = (await shown(admin))[-1]
    assert [colour_at(copy, at, at) for at in (0.1, 0.9)] == [(0, 0, 0), (0, 0, 0)]
    assert len(await town.rows(tables.files)) == 2


@pytest.mark.parametrize("openness", ["匿名", "只让街道知道"])
async def test_the_photo_as_it_was_takes_a_reason_and_a_custodian(
    chat: Chat, admin: Chat, town: Town, openness: str
) -> None:
    number = await filed(chat, town, openness)
    custodian = await invited(town, admin, 1020, "褚平", "custodian")
    await admin.after(f"/redact {number}", "[1]", "[看看效果]", "[以后用这张]")
    before = await shown(admin)
    await admin.after(f"/name {number}", *ASK)
    await town.later(1)
    await town.settle()
    custodian.news()
    await custodian.does("/approvals")
    asked = "遮盖前的照片" if openness == "匿名" else "看反映人是谁"
    assert asked in "".join(custodian.news())
    await custodian.after("[同意]")
    await admin.after("[查看（只能看一次）]")
    opened = (await shown(admin))[len(before) :]
    assert colour_at(opened[-1], 0.1, 0.1) == (255, 0, 0)
    assert ("李小安" in "".join(admin.told())) == (openness != "匿名")
    await admin.after("(11 minutes later)")
    assert await shown(admin) == before
    assert "李小安" not in "".join(admin.told())


async def test_one_of_several_photos_is_chosen(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名", photos=3)
    await admin.reads(f"""
        > /redact {number}
        < {number} 号的哪一张照片？
        | [第 1 张] [第 2 张] [第 3 张]
        > [第 2 张]
        < (photo) 第 2 张
        < {number} 号第 2 张照片：遮住哪几块？
        ...
    """)
    await admin.after("[1]", "[看看效果]", "[以后用这张]")
    assert [item.under is not None for item in await kept(town, number)] == [False, True, False]


async def test_a_photo_that_is_taken_back_meanwhile_is_told_so(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    await admin.after(f"/redact {number}", "[1]", "[看看效果]")
    code = next(line for line in chat.told() if "受理码：" in line).partition("：")[2]
    await chat.after(code, "[撤回]", "[是，撤回]")
    assert await town.rows(tables.files) == [], "also what was only proposed"
    await admin.after("[以后用这张]")
    assert "已经没有了" in admin.last()


async def test_a_copy_that_cannot_be_drawn_is_told_so(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    await admin.after(f"/redact {number}", "[1]")
    for path in (town.settings.data_dir / files.FOLDER).iterdir():
        path.write_bytes(b"broken")
    await admin.after("[看看效果]")
    assert admin.last().startswith("没能遮盖")
    assert [item.draft for item in await kept(town, number)] == [None]


async def test_bent_buttons_draw_nothing(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town, "匿名")
    officer = await invited(town, admin, 1010, "孙宁", "officer urban")
    (item,) = await kept(town, number)
    for said in ("black ffff", "draw pink 0001", "draw black zzzz", "draw black 1", "use", "use 00", "use 00000000"):
        await admin.does(f"/redact {number} {item.id.hex()[:8]} {said}")
        await officer.does(f"/redact {number} {item.id.hex()[:8]} {said}")
        assert officer.last().startswith("这张照片或这个效果已经没有了")
    assert await kept(town, number) == [item]
