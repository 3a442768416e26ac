"""Groups with topics, everybody by persona, what waits unread, and the demo's clock."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.stage import Sandbox, column, composer

Visit = Callable[..., Page]


def test_members_of_a_group_write_in_its_topics_and_others_do_not_see_it(page: Page, sandbox: Sandbox) -> None:
    worker = sandbox.add("赵网格", "grid_worker")
    group = sandbox.group("翠竹园网格群", sandbox.admin, worker, forum=True)
    topic = sandbox.bot.call("createForumTopic", chat_id=group, name="3 栋")["message_thread_id"]
    page.locator(f'.chip[data-person="{worker}"]').click()
    expect(column(page, sandbox.resident).get_by_role("tab")).to_have_count(0)
    for person in (sandbox.admin, worker):
        column(page, person).get_by_role("tab", name="翠竹园网格群").click()
        column(page, person).get_by_role("tab", name="3 栋").click()
    composer(page, worker).fill("/help 楼道已清")
    composer(page, worker).press("Enter")
    while (heard := sandbox.bot.hears()).get("text") != "/help 楼道已清":
        pass
    assert (heard["chat"]["id"], heard["message_thread_id"]) == (group, topic)
    expect(column(page, worker).locator(".own .text")).to_contain_text("楼道已清")
    expect(column(page, sandbox.admin).locator(".incoming .sender")).to_have_text("赵网格")
    sandbox.bot.call("sendMessage", chat_id=group, text="大家好")
    general = column(page, sandbox.admin).get_by_role("tab", name="综合")
    expect(general.get_by_role("img", name="1 条未读")).to_be_visible()
    expect(column(page, sandbox.admin).get_by_text("大家好")).to_have_count(0)
    general.click()
    expect(column(page, sandbox.admin).get_by_text("大家好")).to_be_visible()
    expect(general.locator(".badge")).to_be_hidden()


def test_a_press_in_a_group_is_a_press_of_that_group(page: Page, sandbox: Sandbox) -> None:
    group = sandbox.group("值班群", sandbox.admin)
    column(page, sandbox.admin).get_by_role("tab", name="值班群").click()
    sandbox.bot.says(group, "谁去?", [("我去", "go")])
    column(page, sandbox.admin).get_by_role("button", name="我去").click()
    press = sandbox.bot.hears("callback_query")
    assert (press["message"]["chat"]["id"], press["from"]["id"]) == (group, sandbox.admin)
    sandbox.bot.call("answerCallbackQuery", callback_query_id=press["id"], text="好")
    expect(column(page, sandbox.admin).locator(".toast")).to_have_text("好")


def test_everybody_stands_in_one_menu_by_persona(page: Page, sandbox: Sandbox) -> None:
    for name, persona in [
        ("陈租客", "tenant"),
        ("林房东", "landlord"),
        ("何中介", "agent"),
        ("高物业", "property_manager"),
    ]:
        sandbox.add(name, persona)
    sandbox.add("赵网格", "grid_worker")
    officer = sandbox.add("孙办事", "officer")
    page.get_by_role("button", name="所有人物").click()
    menu = page.get_by_role("menu", name="所有人物")
    roles = ["居民", "租客", "房东", "中介", "物业", "网格员", "办事员", "管理员"]
    expect(menu.locator(".role")).to_have_text(roles)
    colours = menu.locator(".avatar").evaluate_all("all => all.map(node => getComputedStyle(node).backgroundColor)")
    assert len(set(colours)) == 8
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("menuitemcheckbox", name="孙办事")).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(composer(page, officer)).to_be_focused()


def test_what_waits_unread_is_counted_in_the_title(page: Page, sandbox: Sandbox) -> None:
    tenant = sandbox.add("陈小租", "tenant")
    sandbox.bot.says(tenant, "您好")
    sandbox.bot.says(tenant, "在吗?")
    expect(page).to_have_title("(2) 安居 Anju · 沙盒")
    page.locator(f'.chip[data-person="{tenant}"]').click()
    expect(page).to_have_title("安居 Anju · 沙盒")


def test_the_clock_is_moved_and_older_messages_are_no_longer_of_today(page: Page, sandbox: Sandbox) -> None:
    sandbox.bot.says(sandbox.resident, "三天前说的")
    days = column(page, sandbox.resident).locator(".day")
    expect(days).to_have_text(["今天"])
    expect(page.locator(".moved-clock")).to_be_hidden()
    page.get_by_role("button", name="沙盒的时钟").click()
    page.get_by_role("menuitem", name="三天后").click()
    expect(page.locator(".moved-clock")).to_be_visible()
    sandbox.bot.says(sandbox.resident, "今天说的")
    expect(days).to_have_count(2)
    expect(days.last).to_have_text("今天")
    expect(days.first).not_to_have_text("今天")
