"""A story played by three personas: a voice report, an album and a location, seen in all three columns."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Sandbox, attach, choose_files, column, composer, picture, sound


def test_a_resident_reports_by_album_voice_and_place_and_the_grid_worker_and_the_admin_see_it(
    page: Page, sandbox: Sandbox, tmp_path: Path
) -> None:
    worker = sandbox.add("赵网格", "grid_worker")
    page.get_by_role("button", name="所有人物").click()
    page.get_by_role("menuitemcheckbox", name="赵网格").click()
    for person in (sandbox.resident, worker, sandbox.admin):
        expect(column(page, person)).to_be_in_viewport(ratio=1)

    album = _send_album(page, sandbox, tmp_path)
    voice = _send_voice(page, sandbox, tmp_path)
    place = _send_place(page, sandbox)
    sandbox.bot.says(sandbox.resident, "已收到,谢谢。受理编号:<code>7F3K</code>")
    sandbox.bot.says(sandbox.admin, "新的线索 <code>7F3K</code>\n疑似:通道堵塞", [("派给网格员", "assign")])
    column(page, sandbox.admin).get_by_role("button", name="派给网格员").click()
    press = sandbox.bot.hears("callback_query")
    sandbox.bot.call("answerCallbackQuery", callback_query_id=press["id"], text="已派出")
    for person in (worker, sandbox.admin):
        _pass_on(sandbox, person, album, voice, place)
    sandbox.bot.says(worker, "请去看看 <code>7F3K</code>", [("出发", "go"), ("转交", "pass")])

    expect(column(page, sandbox.resident).get_by_text("已收到,谢谢。")).to_be_in_viewport()
    _expect_all(column(page, sandbox.resident).locator(".own"))
    for person in (worker, sandbox.admin):
        _expect_all(column(page, person).locator(".incoming"))
    expect(column(page, worker).get_by_role("button", name="出发")).to_be_in_viewport()
    folder = Path(os.environ.get("ANJU_SCREENS", str(tmp_path)))
    assert len(page.screenshot(path=folder / "three-personas.png")) > 20_000


def _send_album(page: Page, sandbox: Sandbox, folder: Path) -> list[dict[str, Any]]:
    photos = [picture(folder / f"{size}.png", size, 240) for size in (320, 240, 180)]
    choose_files(page, sandbox.resident, "photo", *photos)
    composer(page, sandbox.resident).fill("楼梯间堵住了")
    composer(page, sandbox.resident).press("Enter")
    heard: list[dict[str, Any]] = [sandbox.bot.hears() for _ in photos]
    assert len({message["media_group_id"] for message in heard}) == 1
    assert [message.get("caption") for message in heard] == ["楼梯间堵住了", None, None]
    return heard


def _send_voice(page: Page, sandbox: Sandbox, folder: Path) -> dict[str, Any]:
    with page.expect_file_chooser() as chooser:
        attach(page, sandbox.resident, "语音文件")
    chooser.value.set_files(sound(folder / "report.wav", 2.2))
    expect(column(page, sandbox.resident).get_by_text("report.wav")).to_be_visible()
    column(page, sandbox.resident).get_by_role("button", name="发送").click()
    heard: dict[str, Any] = sandbox.bot.hears()
    assert heard["voice"]["duration"] == 2
    return heard


def _send_place(page: Page, sandbox: Sandbox) -> dict[str, Any]:
    attach(page, sandbox.resident, "位置")
    page.get_by_label("地点").select_option("翠竹园东门")
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    heard: dict[str, Any] = sandbox.bot.hears()
    assert (heard["location"]["latitude"], heard["location"]["longitude"]) == (30.00094, 124.00391)
    return heard


def _pass_on(
    sandbox: Sandbox, person: int, album: list[dict[str, Any]], voice: dict[str, Any], place: dict[str, Any]
) -> None:
    media = [{"type": "photo", "media": message["photo"][-1]["file_id"]} for message in album]
    sandbox.bot.call("sendMediaGroup", chat_id=person, media=[{**media[0], "caption": "楼梯间堵住了"}, *media[1:]])
    sandbox.bot.call("sendVoice", chat_id=person, voice=voice["voice"]["file_id"])
    sandbox.bot.call("sendLocation", chat_id=person, **place["location"])


def _expect_all(messages: Locator) -> None:
    album = messages.filter(has=messages.page.get_by_role("group", name="相册，3 张照片"))
    expect(album).to_have_count(1)
    expect(album.locator(".photo img")).to_have_count(3)
    expect(album.locator(".text")).to_have_text("楼梯间堵住了")
    for image in album.locator("img").all():
        expect(image).not_to_have_js_property("naturalWidth", 0)
    expect(messages.get_by_role("group", name="语音，0:02")).to_be_visible()
    expect(messages.locator(".place")).to_contain_text("翠竹园东门30.00094, 124.00391")
