"""The first conversation, played on the page against the real bot of the demo."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.stage import PHONE, choose_files, column, composer, picture

Visit = Callable[..., Page]
RESIDENT, ADMIN = 1001, 1002
NUMBER = re.compile(r"\b(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4}\b")


@pytest.fixture
def address(demo: str) -> str:
    """The page of the demo."""
    return demo


def _press(page: Page, person: int, name: str) -> None:
    column(page, person).locator(".message").last.get_by_role("button", name=name).click()


def _says(page: Page, person: int) -> Locator:
    return column(page, person).locator(".incoming .text").last


def _write(page: Page, person: int, text: str) -> None:
    composer(page, person).fill(text)
    composer(page, person).press("Enter")


def _show(page: Page, person: int) -> None:
    if not column(page, person).is_visible():
        page.locator(f'.chip[data-person="{person}"]').click()


@pytest.mark.parametrize(("name", "options"), [("demo-desktop", {}), ("demo-phone", {**PHONE, "color_scheme": "dark"})])
def test_a_resident_reports_with_a_photo_and_the_admin_sees_it(
    visit: Visit, tmp_path: Path, name: str, options: dict[str, Any]
) -> None:
    page = visit(**options)
    _show(page, RESIDENT)
    column(page, RESIDENT).get_by_role("button", name="开始").click()
    _press(page, RESIDENT, "反映隐患")
    _press(page, RESIDENT, "安全出口堵塞或上锁")
    expect(_says(page, RESIDENT)).to_contain_text("第 2/5 步")
    _write(page, RESIDENT, "翠竹园1栋3单元,二楼到三楼")
    expect(_says(page, RESIDENT)).to_contain_text("第 3/5 步")
    _write(page, RESIDENT, "楼梯上堆满旧家具,只能侧身走")
    expect(_says(page, RESIDENT)).to_contain_text("第 4/5 步")
    choose_files(page, RESIDENT, "photo", picture(tmp_path / "stairs.png"))
    column(page, RESIDENT).get_by_role("button", name="发送").click()
    expect(column(page, RESIDENT).locator(".own .photo img")).to_have_js_property("naturalWidth", 320)
    number = _finish(page)
    shots = Path(os.environ.get("ANJU_SCREENS", str(tmp_path)))
    assert len(page.screenshot(path=shots / f"{name}-resident.png")) > 20_000
    _show(page, ADMIN)
    _open_backlog(page)
    _press(page, ADMIN, number)
    expect(column(page, ADMIN).get_by_text("楼梯上堆满旧家具,只能侧身走")).to_be_visible()
    photo = _photo_of(page, number)
    expect(photo).to_be_visible()
    expect(photo).not_to_have_js_property("naturalWidth", 0)
    assert len(page.screenshot(path=shots / f"{name}-admin.png")) > 20_000


def test_the_staff_group_of_the_demo_is_linked(demo: str) -> None:
    said: list[tuple[str, str]] = []
    for _again in range(150):
        for group in httpx.get(f"{demo}/sim/groups", trust_env=False).json():
            messages = httpx.get(f"{demo}/sim/chats/{group['id']}/messages", trust_env=False).json()
            said = [(group["title"], each["text"]) for each in messages if each["outgoing"] and "text" in each]
        if said:
            break
        time.sleep(0.2)
    assert [(title, text.partition("。")[0]) for title, text in said] == [("顾家桥网格工作群", "这个群已绑定")]


def _photo_of(page: Page, number: str) -> Locator:
    """Open the tip again until its photo was prepared; return the photo, scrolled to."""
    photo = column(page, ADMIN).locator(f".incoming .photo img[alt*='{number}']").first
    for _again in range(15):
        with suppress(TimeoutError):
            photo.wait_for(timeout=1500)
            break
        _write(page, ADMIN, f"/tip {number}")
    photo.scroll_into_view_if_needed()
    return photo


def _finish(page: Page) -> str:
    """Answer the last question anonymously, send the report, return the receipt's number."""
    _press(page, RESIDENT, "好了")
    expect(_says(page, RESIDENT)).to_contain_text("第 5/5 步")
    _press(page, RESIDENT, "匿名")
    _press(page, RESIDENT, "发送")
    receipt = _says(page, RESIDENT)
    expect(receipt).to_contain_text(NUMBER)
    found = NUMBER.search(receipt.inner_text())
    assert found
    return found[0]


def _open_backlog(page: Page) -> None:
    """Press the button in the message that made somebody an admin."""
    column(page, ADMIN).get_by_role("button", name="待办").first.click()
    expect(_says(page, ADMIN)).to_contain_text("待办总览")
