"""Login, change and withdrawal with Tab, Enter and Space alone; the focus is always to be seen (ACC-1, ACC-3)."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.tale.people import arrive
from tests.tale.running import RunningDemo
from tests.tale.test_consumer import DA, Member
from tests.tale.words import DANISH

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]

#: What has the focus: its words, and whether an outline, a shadow or its border shows it.
FOCUS: Final = """() => {
  const it = document.activeElement
  if (!it || it === document.body) return {words: '', seen: true}
  const look = getComputedStyle(it), box = it.getBoundingClientRect()
  const drawn = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none'
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const label = it.labels && it.labels.length ? it.labels[0].innerText : ''
  return {words: (it.getAttribute('aria-label') || label || it.innerText || it.alt || '').trim(), seen: drawn && inside}
}"""


class Keyboard:
    """Only keys, and an eye on the focus at every stop."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.unseen: list[str] = []

    def to(self, words: str) -> None:
        """Tab until the focus stands on this; every stop on the way must be seen."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if not focus["seen"]:
                self.unseen.append(f"{focus['words']} on {self.page.url}")
            if focus["words"].startswith(words):
                return
        raise AssertionError(f"Tab never comes to {words!r} on {self.page.url}")

    def press(self, words: str, *, key: str = "Enter") -> None:
        """Go to it, and press it; then wait for the page that follows."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


def test_the_login_and_a_change_without_a_mouse(
    demo: RunningDemo, open_page: Callable[..., "Page"], tmp_path: Path
) -> None:
    """XB-42: nothing needs a mouse, the first Tab skips to the content, and the focus is always to be seen."""
    who = arrive(demo, tmp_path / "files", key="keys", language="da")
    page, words = open_page(), DANISH
    keys = Keyboard(page)
    page.goto(f"{demo.door()}/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == {"words": "Gå til sidens indhold", "seen": True}
    page.keyboard.press("Enter")
    keys.to(words.email)
    page.keyboard.type(who.email)
    keys.press(words.send_link)
    mail = demo.login_mail(who.email, but=0)
    page.goto(next(link for link in mail["links"] if "/log-ind/link/" in link))
    keys.press(words.log_in, key="Space")
    keys.press(words.basis)
    keys.press(words.change_plan)
    keys.press(f"{words.see_cost}: {words.bigger}, {words.monthly}")
    keys.press(words.change_and_pay, key="Space")
    assert page.get_by_text(words.changed).is_visible()
    assert keys.unseen == []


def test_a_withdrawal_without_a_mouse(demo: RunningDemo, open_page: Callable[..., "Page"]) -> None:
    """WDR-2 to WDR-5, XB-42: from the contract to the receipt with keys alone, and no stop on the way is hidden."""
    page = open_page()
    member = Member(demo, page, DA, "keys")
    member.signs_up()
    member.orders()
    keys = Keyboard(page)
    keys.press(DA.withdraw)
    keys.press(DA.go_on)
    keys.press(DA.confirm, key="Space")
    page.get_by_role("heading", name=DA.withdrawn).wait_for()
    assert keys.unseen == []
