"""The chat page does what a messenger does: words both ways, buttons, photos, commands, and nothing jumps."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import Sandbox, choose_files, column, composer, picture

Visit = Callable[..., Page]


def test_a_resident_and_an_admin_stand_side_by_side_under_a_plain_notice(page: Page, sandbox: Sandbox) -> None:
    expect(page.locator("#banner")).to_contain_text("不是真的 Telegram")
    resident, admin = (column(page, person).bounding_box() for person in (sandbox.resident, sandbox.admin))
    assert resident
    assert admin
    assert resident["y"] == admin["y"]
    assert resident["x"] + resident["width"] <= admin["x"] + 1


def test_text_goes_both_ways_with_its_formatting(page: Page, sandbox: Sandbox) -> None:
    composer(page, sandbox.resident).fill("你好,楼道里有电动车")
    composer(page, sandbox.resident).press("Enter")
    assert sandbox.bot.hears()["text"] == "你好,楼道里有电动车"
    expect(composer(page, sandbox.resident)).to_have_value("")
    html = (
        "😀 <b>粗<i>斜</i></b> <code>7F3K</code> <tg-spoiler>密</tg-spoiler> /help\n<blockquote>引文</blockquote>\n完"
    )
    sandbox.bot.says(sandbox.resident, html)
    bubble = column(page, sandbox.resident).locator(".incoming .text").last
    expect(bubble.locator("strong em")).to_have_text("斜")
    expect(bubble.locator("strong")).to_have_text("粗斜")
    expect(bubble.locator("code")).to_have_text("7F3K")
    expect(bubble.locator("blockquote")).to_have_text("引文")
    bubble.locator(".spoiler").click()
    expect(bubble.locator(".spoiler")).to_have_class(re.compile("revealed"))
    bubble.get_by_role("button", name="/help").click()
    assert sandbox.bot.hears()["text"] == "/help"


def test_markup_in_a_message_is_shown_as_it_was_written(page: Page, sandbox: Sandbox) -> None:
    written = "<script>document.title='broken'</script><img src=x onerror=alert(1)>"
    composer(page, sandbox.resident).fill(written)
    composer(page, sandbox.resident).press("Enter")
    expect(column(page, sandbox.resident).locator(".own .text")).to_have_text(written)
    sandbox.bot.call("sendMessage", chat_id=sandbox.resident, text=written)
    expect(column(page, sandbox.resident).locator(".incoming .text")).to_have_text(written)
    assert page.title().endswith("安居 Anju · 沙盒")


def test_a_press_waits_for_its_answer_and_the_message_changes_in_place(page: Page, sandbox: Sandbox) -> None:
    question = sandbox.bot.says(sandbox.resident, "是什么隐患?", [("电线", "wiring"), ("拥挤", "crowding")])
    chat = column(page, sandbox.resident)
    button = chat.get_by_role("button", name="电线")
    bubble = chat.locator(".incoming").element_handle()
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    press = sandbox.bot.hears("callback_query")
    assert (press["data"], press["message"]["message_id"]) == ("wiring", question)
    sandbox.bot.call(
        "editMessageText",
        chat_id=sandbox.resident,
        message_id=question,
        text="您选了:电线",
        reply_markup=sandbox.bot.buttons([("返回", "back")]),
    )
    expect(chat.locator(".incoming .text")).to_have_text("您选了:电线")
    expect(chat.locator(".incoming .edited")).to_have_text("已编辑")
    assert bubble.is_visible()
    sandbox.bot.call("answerCallbackQuery", callback_query_id=press["id"], text="已记下")
    expect(page.locator(".toast")).to_have_text("已记下")
    expect(chat.locator("[aria-busy=true]")).to_have_count(0)


def test_an_alert_stays_until_it_is_acknowledged(page: Page, sandbox: Sandbox) -> None:
    sandbox.bot.says(sandbox.resident, "确定吗?", [("确定", "yes")])
    column(page, sandbox.resident).get_by_role("button", name="确定").click()
    press = sandbox.bot.hears("callback_query")
    sandbox.bot.call("answerCallbackQuery", callback_query_id=press["id"], text="请先打 119", show_alert=True)
    expect(page.get_by_role("alertdialog")).to_contain_text("请先打 119")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_a_photo_from_the_disk_arrives_with_its_caption_and_opens_large(
    page: Page, sandbox: Sandbox, tmp_path: Path
) -> None:
    chat = column(page, sandbox.resident)
    choose_files(page, sandbox.resident, "photo", picture(tmp_path / "wall.png"))
    expect(chat.locator(".preview img")).to_be_visible()
    composer(page, sandbox.resident).fill("通道被堵")
    composer(page, sandbox.resident).press("Enter")
    heard = sandbox.bot.hears()
    assert heard["caption"] == "通道被堵"
    assert heard["photo"][-1]["width"] == 320
    image = chat.locator(".own .photo img")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("naturalWidth", 320)
    expect(chat.locator(".preview")).to_have_count(0)
    chat.locator(".own .photo").click()
    expect(page.locator("dialog.viewer img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.viewer")).to_have_count(0)


def test_a_photo_can_be_dropped_or_pasted(page: Page, sandbox: Sandbox, tmp_path: Path) -> None:
    chat = column(page, sandbox.resident)
    give = """([node, bytes, type]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "wall.png", {type: "image/png"}));
        const files = type === "paste" ? {clipboardData: data} : {dataTransfer: data};
        const kind = type === "paste" ? ClipboardEvent : DragEvent;
        node.dispatchEvent(new kind(type, {...files, bubbles: true, cancelable: true}));
    }"""
    content = list(picture(tmp_path / "wall.png").read_bytes())
    page.evaluate(give, [chat.locator(".log").element_handle(), content, "drop"])
    page.evaluate(give, [composer(page, sandbox.resident).element_handle(), content, "paste"])
    expect(chat.locator(".preview")).to_have_count(2)
    chat.get_by_role("button", name="发送").click()
    assert sandbox.bot.hears()["photo"]
    assert sandbox.bot.hears()["photo"]


def test_the_command_menu_opens_filters_and_sends(page: Page, sandbox: Sandbox) -> None:
    commands = [{"command": "report", "description": "报告隐患"}, {"command": "help", "description": "帮助"}]
    sandbox.bot.call("setMyCommands", commands=commands)
    chat = column(page, sandbox.resident)
    chat.get_by_role("button", name="命令菜单").click()
    expect(chat.get_by_role("option")).to_have_count(2)
    sandbox.bot.says(sandbox.resident, "您好")
    expect(chat.locator(".incoming .text")).to_have_text("您好")
    expect(chat.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(chat.get_by_role("listbox")).to_be_hidden()
    composer(page, sandbox.resident).press_sequentially("/h")
    expect(chat.get_by_role("option")).to_have_text(["/help帮助"])
    composer(page, sandbox.resident).press("Enter")
    assert sandbox.bot.hears()["text"] == "/help"


def test_a_person_changes_what_they_wrote(page: Page, sandbox: Sandbox) -> None:
    composer(page, sandbox.resident).fill("3 栋")
    composer(page, sandbox.resident).press("Enter")
    expect(column(page, sandbox.resident).locator(".own .text")).to_have_text("3 栋")
    composer(page, sandbox.resident).press("ArrowUp")
    composer(page, sandbox.resident).fill("5 栋")
    composer(page, sandbox.resident).press("Enter")
    assert sandbox.bot.hears("edited_message")["text"] == "5 栋"
    expect(column(page, sandbox.resident).locator(".own .text")).to_have_text("5 栋")


def test_a_person_stops_and_restarts_the_bot(page: Page, sandbox: Sandbox) -> None:
    chat = column(page, sandbox.resident)
    chat.get_by_role("button", name="的菜单").click()
    chat.get_by_role("menuitem", name="停用机器人").click()
    assert sandbox.bot.hears("my_chat_member")["new_chat_member"]["status"] == "kicked"
    expect(composer(page, sandbox.resident)).to_be_hidden()
    chat.get_by_role("button", name="重新启用机器人").click()
    assert sandbox.bot.hears("my_chat_member")["new_chat_member"]["status"] == "member"
    expect(composer(page, sandbox.resident)).to_be_visible()


def test_somebody_out_of_view_has_a_badge_until_the_chat_is_opened(page: Page, sandbox: Sandbox) -> None:
    tenant = sandbox.add("陈小租", "tenant")
    sandbox.bot.says(tenant, "您好")
    chip = page.locator(f'.chip[data-person="{tenant}"]')
    expect(chip.locator(".badge")).to_have_text("1")
    chip.click()
    expect(column(page, tenant).locator(".incoming .text")).to_have_text("您好")
    expect(chip.locator(".badge")).to_be_hidden()
    chip.click()
    expect(column(page, tenant)).to_have_count(0)


def test_a_person_is_added_on_the_page(page: Page, sandbox: Sandbox) -> None:
    page.get_by_role("button", name="所有人物").click()
    page.get_by_role("menuitem", name="添加人物").click()
    page.get_by_label("姓名").fill("赵房东")
    page.get_by_label("身份").select_option("landlord")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("heading", name="赵房东")).to_be_visible()
    assert [person["persona"] for person in sandbox.people() if person["name"] == "赵房东"] == ["landlord"]


def test_a_reader_of_old_messages_is_not_moved(page: Page, sandbox: Sandbox) -> None:
    first = sandbox.bot.says(sandbox.resident, "第一条")
    for number in range(30):
        sandbox.bot.says(sandbox.resident, f"消息 {number}\n第二行")
    chat = column(page, sandbox.resident)
    expect(chat.get_by_text("消息 29")).to_be_in_viewport()
    watched = chat.get_by_text("消息 10")
    watched.scroll_into_view_if_needed()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # it is seen
    before = _top(watched)
    sandbox.bot.call("editMessageText", chat_id=sandbox.resident, message_id=first, text="第一条\n" * 8)
    sandbox.bot.says(sandbox.resident, "最新的")
    expect(chat.get_by_role("button", name="到最新的消息，1 条新消息")).to_be_visible()
    assert abs(_top(watched) - before) <= 1
    chat.get_by_role("button", name="到最新的消息").click()
    expect(chat.get_by_text("最新的", exact=True)).to_be_in_viewport()
    sandbox.bot.says(sandbox.resident, "再一条")
    expect(chat.get_by_text("再一条")).to_be_in_viewport()


def _top(node: Locator) -> float:
    box = node.bounding_box()
    assert box
    return box["y"]
