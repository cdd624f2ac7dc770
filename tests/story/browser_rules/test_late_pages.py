"""The pages of late payment in a real browser: axe, both widths, nothing wider than the telephone (XB-42, ACC-1)."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.payments.actions.open_dispute import open_dispute
from selvbetjening.domain.payments.rules.disputes import Upload
from selvbetjening.kernel import clock
from tests import live, make
from tests.story.invoicing.books import noon
from tests.story.late.debts import CUSTOMER, DUE, debts, owed
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
TODAY = date(2026, 3, 30)


def test_the_pages_of_late_payment(
    site: live.Site, page: "Page", faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """CM-06, XB-42: the invoice with letters and a dispute, the letter, the thread, the three acts, an error."""
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: noon(TODAY)))
    mine = debts()
    late, other = owed(mine, 60_000, 40_000), owed(mine)
    mine.through(DUE, TODAY)
    dispute = open_dispute(
        mine.organization, account=mine.account.id, line=mine.line_of(late, 1), reason="faulty", text="Virker ikke",
        files=[Upload("foto.png", b"\x89PNG\r\n\x1a\n..IEND..")], actor=CUSTOMER, at=noon(TODAY),
    )  # fmt: skip
    live.log_in(page, mine.owner, make.recipient(mine.account))
    door, walk = site.origin(mine.owner), Checked(page, faults, key="late")
    walk.visit("invoice", f"{door}/fakturaer/{late.id}/")
    walk.visit("letter", f"{door}/fakturaer/{late.id}/rykker/{mine.letter(late, 3).id}/")
    walk.visit("dispute", f"{door}/indsigelser/{dispute.id}/")
    walk.visit("withdraw", f"{door}/indsigelser/{dispute.id}/fortryd/")
    walk.visit("defer", f"{door}/fakturaer/{other.id}/udskyd/")
    walk.visit("plan", f"{door}/fakturaer/{other.id}/rater/?antal=3")
    walk.visit("form", f"{door}/fakturaer/{other.id}/indsigelse/")
    page.locator("main form button").first.click()
    page.locator("#error-summary").wait_for()
    walk.look("form-error")
    assert walk.wrong == []
