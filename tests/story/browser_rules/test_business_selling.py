"""What a company sells and reads in, in a real browser: axe, both widths, nothing wider than the telephone (BP-80)."""

from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.imports.actions.upload import upload
from selvbetjening.domain.imports.actions.work import work
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live, make
from tests.business_rows import ROWS, Firm
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]

LISTS = ("sb_plans", "sb_price_changes", "sb_coupons", "sb_imports")
FORMS = ("sb_plan_add", "sb_price_change_add", "sb_coupon_add")


def test_the_pages_of_what_is_sold(site: live.Site, page: "Page", faults: list[str]) -> None:
    """SB-03, SB-14, BP-80: lists empty and full, forms with faults, a press and its way back, files read in."""
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager)
    log_in(page, client)
    walk = Checked(page, faults, key="selling")
    for name in LISTS:
        walk.visit(f"{name}-empty", ORIGIN + client.path(name))
    change, terms = ROWS["change"](firm), ROWS["terms"](firm)
    make.plan(firm.organization, code="ny", name_da="Ny pakke", self_service_enabled=False)
    ROWS["coupon"](firm)
    files = {"plans.csv": b"plan_code;name_da\nextra;Ekstra\n"}
    right = upload(firm.id, files=files, actor=SYSTEM, at=clock.now())
    wrong = upload(firm.id, files={"plans.csv": b"plan_code;name_da\n;Basis\nfri;\n"}, actor=SYSTEM, at=clock.now())
    waits = upload(firm.id, files=files, actor=SYSTEM, at=clock.now())
    for one in (right, wrong):
        work(firm.id, file_import=one.id, at=clock.now())
    for name in (*LISTS, *FORMS):
        walk.visit(name, ORIGIN + client.path(name))
    for name, row in (
        ("sb_plan", firm.world.basic.id), ("sb_terms", terms), ("sb_terms_moves", terms),
        ("sb_terms_add", firm.world.basic.id), ("sb_price_change", change), ("sb_import", right.id),
    ):  # fmt: skip
        walk.visit(name, ORIGIN + client.path(name, row))
    walk.visit("import-wrong", ORIGIN + client.path("sb_import", wrong.id))
    walk.visit("import-waits", ORIGIN + client.path("sb_import", waits.id))
    page.goto(ORIGIN + client.path("sb_plans"))
    page.locator("main td form button").first.click()
    page.locator(".sb-alert form button").wait_for()
    walk.look("switched")
    page.goto(ORIGIN + client.path("sb_terms_add", firm.world.basic.id))
    page.locator("main form.sb-form button").first.click()
    page.locator("#error-summary").wait_for()
    walk.look("terms-error")
    assert walk.wrong == []
