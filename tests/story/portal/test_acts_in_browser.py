"""The pages of ordering and changing in a real browser: axe, the policy, and a telephone's width (XB-42)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests import make
from tests.live import Site, log_in
from tests.story.portal.world import world
from tests.tale.checked import Checked

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.sync_api import Page

STEPS = [[10, 10000, 0], [50, 8000, 5000], [None, 6050, 0]]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_of_an_act_is_accessible(
    language: str, site: Site, open_page: Callable[..., "Page"], faults: list[str]
) -> None:
    """XB-42, SU-01: choice, quote with plot and table, plan with number, faults, receipt and question."""
    ours = world()
    ours.allow(*permissions.REGISTRY)
    with within(ours.id):
        choose(ours.id, values={"cancel_kinds": ["today", "refund"]}, actor=SYSTEM, at=clock.now())
    seats = make.terms(
        ours.large.plan, pricing_model="graduated", unit_price_minor=0, tiers=STEPS, unit_da="plads", trial_days=14
    )
    page, base = open_page(language=language, width=390), site.origin(ours.organization)
    log_in(page, ours.organization, ours.recipient)
    walk, one = Checked(page, faults, key=f"acts-{language}"), f"{base}/abonnementer/{ours.subscription.id}/"
    walk.visit("plans", f"{base}/nyt-abonnement/")
    walk.visit("order", f"{base}/nyt-abonnement/{seats.id}/?antal=15&kode=nej")
    walk.visit("order-boxes", f"{base}/nyt-abonnement/{ours.large.id}/")
    for name in ("skift/", "antal/?antal=5", "antal/?antal=0", "pause/?indtil=2026-05-01", "rabatkode/?kode=nej"):
        walk.visit(name.replace("/", "-"), one + name)
    walk.visit("change", f"{one}skift/{ours.large.id}/")
    for many in ("15", "0"):
        walk.visit(f"change-{many}", f"{one}skift/{seats.id}/?antal={many}")
    walk.visit("cancel", f"{one}opsig/?slut=today")
    page.locator("form[method=post] button[type=submit]").last.click()
    page.wait_for_url(f"{one}opsagt/")
    walk.look("cancelled")
    walk.visit("undo", f"{one}goer-om/")
    assert walk.wrong == []
