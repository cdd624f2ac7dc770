"""The window in which an act can be undone (CM-03)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.story.portal.world import NOW, World, quote_in, text_of, world

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM


@pytest.fixture
def ours() -> World:
    found = world()
    found.allow(*permissions.REGISTRY)
    return found


def here(ours: World, rest: str = "") -> str:
    return f"/abonnementer/{ours.subscription.id}/{rest}"


def press(ours: World, rest: str, **wanted: str) -> None:
    client = ours.client(language="en")
    answer = client.post(here(ours, rest), {"quote": quote_in(client.get(here(ours, rest), wanted))})
    assert answer.status_code == 302


def undone_in(page: Any) -> str:
    return str(page.context["undo"].open.id)


def test_an_upgrade_is_undone_to_the_oere_cm_03(ours: World) -> None:
    """CM-03: banner with the time; the preview says what is taken back; the fields and the renewal are as before."""
    before = (ours.reload().terms_id, ours.reload().quantity, ours.reload().renews_on, ours.reload().state)
    client = ours.client(language="en")
    assert "You can undo it until" not in text_of(client.get(here(ours)))
    press(ours, f"skift/{ours.large.id}/")
    words = text_of(client.get(here(ours)))
    assert "You have changed this subscription. You can take this back until" in words and "tomorrow" in words
    assert "Your right to withdraw from the contract is another one" in words and "You can undo it" not in words
    page = client.get(here(ours, "goer-om/"))
    assert "The invoice of DKK 169.36 is credited in full." in text_of(page)
    assert ours.reload().terms_id == ours.large.id, "looking changes nothing"
    done = client.post(here(ours, "goer-om/"), {"undo": undone_in(page)}, follow=True)
    assert "It is undone." in text_of(done) and "You can take this back until" not in text_of(done)
    assert (ours.reload().terms_id, ours.reload().quantity, ours.reload().renews_on, ours.reload().state) == before
    credited = ours.invoices()[-1]
    assert credited.credited_minor == credited.total_minor
    assert client.post(here(ours, "goer-om/"), {"undo": undone_in(page)}).status_code == 409


def test_the_banner_of_who_cannot_withdraw_speaks_of_undoing_cm_03() -> None:
    """CM-03: "Du kan fortryde indtil" stands only where no right of withdrawal could be meant."""
    company = world(party_type="business")
    company.allow(*permissions.REGISTRY)
    press(company, f"skift/{company.large.id}/")
    words = text_of(company.client(language="da").get(here(company)))
    assert "Du kan fortryde indtil kl. 10.00 i morgen" in words and "Fortryd aftale" not in words


def test_a_cancellation_is_undone_cm_03(ours: World) -> None:
    """CM-03, XB-16: nothing was charged, so nothing is given back."""
    press(ours, "opsig/")
    client = ours.client(language="en")
    page = client.get(here(ours, "goer-om/"))
    assert "No amount was charged" in text_of(page)
    client.post(here(ours, "goer-om/"), {"undo": undone_in(page)})
    assert (ours.reload().state, ours.reload().renews_on) == ("active", date(2026, 4, 1))


def test_a_later_act_closes_the_window_of_an_earlier_one_cm_03(ours: World) -> None:
    """CM-03: a page from before undoes nothing but shows the act that can be undone now."""
    client = ours.client(language="en")
    press(ours, f"skift/{ours.large.id}/")
    old = undone_in(client.get(here(ours, "goer-om/")))
    press(ours, "antal/", antal="2")
    assert client.post(here(ours, "goer-om/"), {"undo": old}).status_code == 302
    assert (ours.reload().terms_id, ours.reload().quantity) == (ours.large.id, 2)


def test_the_window_closes_by_the_company_s_hours_cm_03(ours: World, present: Callable[[datetime], None]) -> None:
    """CM-03: over, the banner is gone and the page refuses."""
    press(ours, "opsig/")
    present(NOW + timedelta(hours=25))
    client = ours.client(language="en")
    assert "You can undo it until" not in text_of(client.get(here(ours)))
    page = client.get(here(ours, "goer-om/"))
    assert page.status_code == 409 and "too late to undo" in text_of(page)


def test_a_company_that_gives_no_time_gives_no_banner_cm_03(ours: World) -> None:
    with within(ours.id):
        choose(ours.id, values={"undo_hours": 0}, actor=SYSTEM, at=clock.now())
    press(ours, "opsig/")
    assert "You can undo it until" not in text_of(ours.client(language="en").get(here(ours)))


def test_the_permission_is_the_act_s_own_sb_05(ours: World) -> None:
    """SB-05: with the act switched off its undoing is gone too."""
    press(ours, "antal/", antal="3")
    ours.forbid("change_quantity", "upgrade_subscription", "downgrade_subscription")
    client = ours.client(language="en")
    assert "You can undo it until" not in text_of(client.get(here(ours)))
    assert client.get(here(ours, "goer-om/")).status_code == 409


def test_the_neighbours_act_is_not_undone_sec_19(ours: World) -> None:
    """SEC-19."""
    press(ours, "opsig/")
    theirs = world()
    assert theirs.client().get(here(ours, "goer-om/")).status_code == 404
    assert theirs.client().post(here(ours, "goer-om/"), {"undo": "x"}).status_code == 404
