"""The chat page for everybody: Chinese without fonts, keyboard, input methods, phones, dark rooms, English."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import PHONE, Sandbox, choose_files, column, composer, picture

Visit = Callable[..., Page]


def _fonts_used(page: Page, node: Locator) -> list[dict[str, Any]]:
    """Ask the browser which fonts really drew the glyphs of a node."""
    node.evaluate("node => node.setAttribute('data-asked', '')")
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    found = tools.send("DOM.querySelector", {"nodeId": root, "selector": "[data-asked]"})["nodeId"]
    fonts: list[dict[str, Any]] = tools.send("CSS.getPlatformFontsForNode", {"nodeId": found})["fonts"]
    return fonts


def _common_hanzi() -> str:
    """Return the 6763 hanzi of GB 2312."""
    return "".join(_decoded(range(0xB0, 0xF8)))


def _decoded(rows: range) -> Iterator[str]:
    for row in rows:
        yield bytes(byte for cell in range(0xA1, 0xFF) for byte in (row, cell)).decode("gb2312", "ignore")


def test_every_common_hanzi_is_drawn_by_the_font_that_the_page_serves(page: Page, sandbox: Sandbox) -> None:
    hanzi = _common_hanzi()
    assert len(hanzi) >= 6763
    for part in (hanzi[:3400], hanzi[3400:] + "，。、；：？！“”‘’（）【】《》—…·→←↑↓㎡℃"):
        sandbox.bot.call("sendMessage", chat_id=sandbox.resident, text=part)
        text = column(page, sandbox.resident).locator(".incoming .text").last
        expect(text).to_have_text(part)
        page.evaluate("document.fonts.ready")
        fonts = _fonts_used(page, text)
        assert [font["isCustomFont"] for font in fonts] == [True], fonts
        assert fonts[0]["glyphCount"] >= len(part)
        text.evaluate("node => node.removeAttribute('data-asked')")


def test_everything_is_reached_by_keyboard_with_a_visible_focus(page: Page, sandbox: Sandbox) -> None:
    question = sandbox.bot.says(sandbox.resident, "是什么隐患?", [("电线", "wiring")])
    button = column(page, sandbox.resident).get_by_role("button", name="电线")
    expect(button).to_be_visible()
    _tab_to(page, button)
    assert button.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    press = sandbox.bot.hears("callback_query")
    sandbox.bot.call(
        "editMessageText",
        chat_id=sandbox.resident,
        message_id=question,
        text="在哪里?",
        reply_markup=sandbox.bot.buttons([("返回", "back")]),
    )
    sandbox.bot.call("answerCallbackQuery", callback_query_id=press["id"])
    expect(column(page, sandbox.resident).get_by_role("button", name="返回")).to_be_focused()
    _tab_to(page, composer(page, sandbox.resident))
    page.keyboard.type("翠竹园")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("3 栋")
    page.keyboard.press("Enter")
    assert sandbox.bot.hears()["text"] == "翠竹园\n3 栋"
    expect(composer(page, sandbox.resident)).to_be_focused()


def _tab_to(page: Page, target: Locator) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("not reached by Tab")


def test_enter_while_an_input_method_composes_does_not_send(page: Page, sandbox: Sandbox) -> None:
    field = composer(page, sandbox.resident)
    field.focus()
    field.evaluate("node => node.addEventListener('keydown', event => { node.dataset.seen = event.isComposing; })")
    tools = page.context.new_cdp_session(page)
    tools.send("Input.imeSetComposition", {"text": "ni hao", "selectionStart": 6, "selectionEnd": 6})
    page.keyboard.press("Enter")
    assert field.get_attribute("data-seen") == "true"
    expect(column(page, sandbox.resident).locator(".own")).to_have_count(0)
    tools.send("Input.insertText", {"text": "你好"})
    page.keyboard.press("Enter")
    assert sandbox.bot.hears()["text"] == "你好"
    expect(column(page, sandbox.resident).locator(".own .text")).to_have_text(["你好"])


def test_a_phone_shows_one_chat_at_a_time_with_tabs(visit: Visit, sandbox: Sandbox) -> None:
    page = visit(**PHONE)
    long_label = "楼道堆放杂物、电动车在楼道里充电等其他消防安全隐患(请选这一项)"
    sandbox.bot.says(sandbox.resident, "是什么隐患?", [("电线私拉", "a"), ("群租拥挤", "b")], [(long_label, "c")])
    key = column(page, sandbox.resident).get_by_role("button", name=long_label)
    expect(key).to_be_visible()
    assert key.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(column(page, sandbox.admin)).to_be_hidden()
    tab = page.locator(f'[role=tab][data-person="{sandbox.admin}"]')
    tab.tap()
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(column(page, sandbox.admin)).to_be_visible()
    expect(column(page, sandbox.resident)).to_be_hidden()
    for number in range(20):
        sandbox.bot.says(sandbox.resident, f"提醒 {number}")
    page.locator(f'[role=tab][data-person="{sandbox.resident}"]').tap()
    expect(column(page, sandbox.resident).get_by_text("提醒 19")).to_be_in_viewport()


def test_dark_follows_the_system_and_the_switch_is_remembered(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    assert _brightness(page) < 60
    page.get_by_role("button", name="切换浅色或深色").click()
    assert _brightness(page) > 200
    page.reload()
    page.locator(".chip").first.wait_for()
    assert _brightness(page) > 200


def _brightness(page: Page) -> int:
    brightest: int = page.evaluate("Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g))")
    return brightest


def test_a_reader_of_english_gets_the_page_in_english(visit: Visit, sandbox: Sandbox) -> None:
    page = visit(locale="en-GB")
    expect(page.locator("#banner")).to_contain_text("not the real Telegram")
    expect(column(page, sandbox.resident).get_by_role("button", name="Command menu")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    ("name", "options"),
    [("desktop-light", {}), ("desktop-dark", {"color_scheme": "dark"}), ("phone", PHONE)],
)
def test_a_conversation_has_its_picture_taken(
    visit: Visit, sandbox: Sandbox, tmp_path: Path, name: str, options: dict[str, Any]
) -> None:
    _play(sandbox)
    page = visit(**options)
    chat = column(page, sandbox.resident)
    choose_files(page, sandbox.resident, "photo", picture(tmp_path / "wall.png"))
    composer(page, sandbox.resident).fill("通道被杂物堵住了")
    composer(page, sandbox.resident).press("Enter")
    expect(chat.locator(".own .photo img")).to_be_visible()
    sandbox.bot.says(sandbox.resident, "已收到,谢谢。受理编号:<code>7F3K</code>", [("查看进度", "s"), ("撤回", "w")])
    expect(chat.get_by_role("button", name="查看进度")).to_be_in_viewport()
    folder = Path(os.environ.get("ANJU_SCREENS", str(tmp_path)))
    shot = page.screenshot(path=folder / f"{name}.png")
    assert len(shot) > 20_000


def _play(sandbox: Sandbox) -> None:
    bot, resident = sandbox.bot, sandbox.resident
    bot.says(resident, "您好,我是<b>安居</b>。紧急情况请先打电话:119、110、120。\n发送 /report 报告安全隐患。")
    rows = [("通道堵塞", "a"), ("电线私拉", "b")], [("返回", "x"), ("取消", "y")]
    bot.says(resident, "第 1 步,共 5 步\n是什么隐患?", *rows)
    tip = "新的线索 <code>7F3K</code>\n<blockquote>翠竹园 3 栋 2 单元 501</blockquote>\n疑似:通道堵塞"
    bot.says(sandbox.admin, tip, [("接收", "a"), ("转交", "b")])
