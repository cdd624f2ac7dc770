"""The page on which an account's file for another side is asked for, in a real browser (CM-13, BP-80)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from selvbetjening.domain.rights.actions.ask_move import ask_move, forget_moves, make_move
from selvbetjening.domain.rights.models import MoveRequest
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live, make
from tests.business_rows import Firm
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.portal.world import world_in
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


def test_the_page_of_a_move_in_each_of_its_states(site: live.Site, page: "Page", faults: list[str]) -> None:
    """CM-13, BP-80: before, refused, stopped by a pause, under way, ready, and after its time; no trap for a key."""
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager)
    account = firm.world.account
    log_in(page, client)
    walk = Checked(page, faults, key="move")
    address = ORIGIN + client.path("sb_move", account.id)
    walk.visit("before", address)
    with within(firm.id):
        mine = Subscription.objects.filter(account=account)
        mine.update(state="paused", paused_on=clock.today())
    walk.visit("paused", address)
    with within(firm.id):
        mine.update(state="active", paused_on=None)
    given: dict[str, Any] = {"account": account.id, "membership": firm.manager.id, "actor": SYSTEM, "at": clock.now()}
    refused = ask_move(firm.id, **given)
    make_move(firm.id, move_request=refused.id, seed=None, at=clock.now())
    walk.visit("refused", address)
    asked = ask_move(firm.id, **given | {"at": clock.now() + timedelta(minutes=1)})
    walk.visit("under-way", address)
    make_move(firm.id, move_request=asked.id, seed=b"1" * 32, at=clock.now())
    walk.visit("ready", address)
    page.locator(".sb-languages button[value=en]").click()
    page.locator("html[lang=en]").wait_for(state="attached")
    walk.visit("ready-en", address)
    other = world_in(firm.organization)
    walk.visit("before-en", ORIGIN + client.path("sb_move", other.account.id))
    with within(firm.id):
        ready = MoveRequest.objects.get(id=asked.id)
    assert ready.expires_at and forget_moves(firm.id, at=ready.expires_at) == 1
    walk.visit("gone", address)
    walk.visit("account", ORIGIN + client.path("sb_account", account.id))
    assert walk.wrong == []
