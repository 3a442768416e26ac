"""Everything that is not words: voice, places, files, contacts, quotes, pins, and a phone's small screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.stage import PHONE, Sandbox, attach, choose_files, column, composer, picture, sound

Visit = Callable[..., Page]


def test_a_voice_file_plays_and_stops(page: Page, sandbox: Sandbox, tmp_path: Path) -> None:
    choose_files(page, sandbox.resident, "voice", sound(tmp_path / "report.wav", 1.5))
    column(page, sandbox.resident).get_by_role("button", name="发送").click()
    assert sandbox.bot.hears()["voice"]["duration"] == 2
    player = column(page, sandbox.resident).get_by_role("group", name="语音，0:02")
    player.get_by_role("button", name="播放").click()
    expect(player.get_by_role("button", name="暂停")).to_be_visible()
    expect(player.locator(".voice-time")).to_have_text(re.compile("0:01 / 0:02"))
    expect(player.get_by_role("button", name="播放")).to_be_visible()
    slider = player.get_by_role("slider", name="播放位置")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "0:00")


def test_a_voice_message_is_recorded(visit: Visit, sandbox: Sandbox) -> None:
    page = visit(permissions=["microphone"])
    attach(page, sandbox.resident, "录音")
    bar = column(page, sandbox.resident).get_by_role("group", name="正在录音")
    expect(bar.get_by_role("timer")).to_have_text("0:01")
    bar.get_by_role("button", name="发送语音").click()
    assert sandbox.bot.hears()["voice"]["duration"] >= 1
    expect(column(page, sandbox.resident).locator(".own .voice")).to_be_visible()
    expect(composer(page, sandbox.resident)).to_be_focused()


def test_a_refused_microphone_is_explained(page: Page, sandbox: Sandbox) -> None:
    attach(page, sandbox.resident, "录音")
    expect(column(page, sandbox.resident).locator(".toast")).to_contain_text("麦克风")
    expect(column(page, sandbox.resident).locator(".record-bar")).to_be_hidden()


def test_a_place_is_typed_or_is_where_the_browser_is(visit: Visit, sandbox: Sandbox) -> None:
    page = visit(permissions=["geolocation"], geolocation={"latitude": 30.5, "longitude": 124.25})
    attach(page, sandbox.resident, "位置")
    page.get_by_role("button", name="我现在的位置").click()
    expect(page.get_by_label("纬度")).to_have_value("30.500000")
    page.get_by_label("经度").fill("-124.5")
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    assert sandbox.bot.hears()["location"] == {"latitude": 30.5, "longitude": -124.5}
    expect(column(page, sandbox.resident).locator(".own .place")).to_contain_text("30.50000, -124.50000")


def test_a_document_is_downloaded_again_as_it_was(page: Page, sandbox: Sandbox, tmp_path: Path) -> None:
    lease = tmp_path / "租房合同.txt"
    lease.write_bytes(b"x" * 2048)
    choose_files(page, sandbox.resident, "document", lease)
    composer(page, sandbox.resident).fill("请看")
    composer(page, sandbox.resident).press("Enter")
    heard = sandbox.bot.hears()
    assert (heard["document"]["file_name"], heard["caption"]) == ("租房合同.txt", "请看")
    bubble = column(page, sandbox.resident).locator(".own").last
    expect(bubble).to_contain_text("2.0 KB")
    with page.expect_download() as download:
        bubble.get_by_role("link", name="下载 租房合同.txt").click()
    assert download.value.path().read_bytes() == lease.read_bytes()


def test_the_bots_keys_ask_for_a_contact_and_a_place(page: Page, sandbox: Sandbox) -> None:
    keys = [[{"text": "留电话", "request_contact": True}, {"text": "发位置", "request_location": True}]]
    markup = {"keyboard": keys, "resize_keyboard": True}
    sandbox.bot.call("sendMessage", chat_id=sandbox.resident, text="怎么联系您?", reply_markup=markup)
    chat = column(page, sandbox.resident)
    chat.get_by_role("button", name="留电话").click()
    page.get_by_label("电话号码").fill("+86 100 0000 0001")
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    assert sandbox.bot.hears()["contact"]["phone_number"] == "+86 100 0000 0001"
    expect(chat.locator(".own .contact")).to_contain_text("李小安")
    chat.get_by_role("button", name="发位置").click()
    page.get_by_role("dialog").get_by_role("button", name="发送").click()
    assert sandbox.bot.hears()["location"]["latitude"] == 30.00121


def test_an_answer_quotes_and_the_pinned_message_is_found_again(page: Page, sandbox: Sandbox) -> None:
    rules = sandbox.bot.says(sandbox.resident, "消防通道不能堆东西")
    chat = column(page, sandbox.resident)
    chat.get_by_text("消防通道不能堆东西").hover()
    chat.get_by_role("button", name="回复这条消息").click()
    composer(page, sandbox.resident).fill("知道了")
    composer(page, sandbox.resident).press("Enter")
    heard = sandbox.bot.hears()
    assert (heard["text"], heard["reply_to_message"]["message_id"]) == ("知道了", rules)
    expect(chat.locator(".own .quote")).to_contain_text("消防通道不能堆东西")
    for number in range(25):
        sandbox.bot.says(sandbox.resident, f"消息 {number}")
    sandbox.bot.call("pinChatMessage", chat_id=sandbox.resident, message_id=rules)
    first = chat.locator(".incoming .text").first
    expect(first).not_to_be_in_viewport()
    chat.get_by_role("button", name="置顶消息 消防通道不能堆东西").click()
    expect(first).to_be_in_viewport()


def test_an_album_is_turned_with_the_arrow_keys(page: Page, sandbox: Sandbox, tmp_path: Path) -> None:
    choose_files(page, sandbox.resident, "photo", picture(tmp_path / "a.png", 320), picture(tmp_path / "b.png", 200))
    column(page, sandbox.resident).get_by_role("button", name="发送").click()
    column(page, sandbox.resident).get_by_role("button", name="放大第 1 张照片，共 2 张").click()
    viewer = page.locator("dialog.viewer")
    expect(viewer.locator("img")).to_have_js_property("naturalWidth", 320)
    page.keyboard.press("ArrowRight")
    expect(viewer.locator("img")).to_have_js_property("naturalWidth", 200)
    expect(viewer).to_contain_text("2 / 2")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)


def test_a_phone_attaches_through_one_menu_and_nothing_is_wider_than_the_screen(
    visit: Visit, sandbox: Sandbox, tmp_path: Path
) -> None:
    page = visit(**PHONE)
    choose_files(page, sandbox.resident, "photo", *[picture(tmp_path / f"{n}.png") for n in range(5)])
    column(page, sandbox.resident).get_by_role("button", name="发送").tap()
    expect(column(page, sandbox.resident).locator(".album .photo")).to_have_count(5)
    attach(page, sandbox.resident, "位置")
    page.get_by_role("dialog").get_by_role("button", name="发送").tap()
    place = column(page, sandbox.resident).locator(".place")
    expect(place).to_be_in_viewport()
    answer = column(page, sandbox.resident).locator(".message").last.get_by_role("button", name="回复这条消息")
    expect(answer).to_be_hidden()
    place.tap()
    expect(answer).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_link_that_starts_the_bot_is_followed_by_whoever_it_is_for(page: Page, sandbox: Sandbox) -> None:
    worker = sandbox.add("赵网格", "grid_worker")
    sandbox.bot.says(sandbox.admin, "请转给本人：\nhttps://t.me/anju_sandbox_bot?start=Ab_9-x")
    column(page, sandbox.admin).get_by_role("button", name="https://t.me/anju_sandbox_bot?start=Ab_9-x").click()
    form = page.get_by_role("dialog")
    form.get_by_label("谁来打开").select_option(label="赵网格（网格员）")
    form.get_by_role("button", name="好").click()
    message = sandbox.bot.hears()
    assert (message["from"]["id"], message["text"]) == (worker, "/start Ab_9-x")
