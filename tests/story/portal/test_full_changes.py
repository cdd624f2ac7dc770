"""Quantity, pause, moves, the kinds of cancelling, beginning again, discount codes: each shows itself first (SU-01)."""

from datetime import date
from typing import Any

import pytest
from tests import make
from tests.story.portal.world import TICKED, World, quote_in, text_of, world

from selvbetjening.domain.catalog.actions.create_coupon import CouponTerms, create_coupon
from selvbetjening.domain.catalog.actions.set_moves import set_moves
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM


@pytest.fixture
def ours() -> World:
    """Everything is allowed: each permission by itself is tried in test_permissions."""
    found = world()
    found.allow(*permissions.REGISTRY)
    return found


def here(ours: World, rest: str = "") -> str:
    return f"/abonnementer/{ours.subscription.id}/{rest}"


def rule(ours: World, **values: Any) -> None:
    with within(ours.id):
        choose(ours.id, values=values, actor=SYSTEM, at=clock.now())


def press(ours: World, rest: str, **wanted: str) -> Any:
    """Choose, look, press; the page that follows, in English."""
    client = ours.client(language="en")
    return client.post(here(ours, rest), {"quote": quote_in(client.get(here(ours, rest), wanted))}, follow=True)


def test_more_of_it_today_xb_21_su_02(ours: World) -> None:
    """SU-02, SU-03, XB-21: two more for 21 of 31 days, 400,00 net of the month each 200,00: 270,97 net, 338,71."""
    client = ours.client(language="en")
    assert 'name="quote"' not in client.get(here(ours, "antal/")).content.decode()
    page = client.get(here(ours, "antal/"), {"antal": "3"})
    words = text_of(page)
    assert "From today you have 3 instead of 1." in words and "DKK 338.71" in words
    assert "DKK 750.00 a month incl. VAT, next time on 1 April 2026" in words
    assert "As it is" in words and "With the change" in words and "In all" in words
    done = client.post(here(ours, "antal/"), {"quote": quote_in(page)}, follow=True)
    assert "The quantity is changed." in text_of(done)
    assert (ours.reload().quantity, ours.reload().renews_on) == (3, date(2026, 4, 1))
    assert ours.invoices()[-1].total_minor == 33871


def test_fewer_of_it_at_the_renewal_xb_21(ours: World) -> None:
    """SU-02, SU-06, XB-13, XB-21: part of it goes at the renewal; the planned change locks nothing."""
    press(ours, "antal/", antal="3")
    done = press(ours, "antal/", antal="2")
    assert "The change is planned. It happens on 1 April 2026." in text_of(done)
    waiting = ours.waiting()
    assert waiting is not None and (waiting.quantity, ours.reload().quantity) == (2, 3)
    assert "A change is planned" in text_of(ours.client(language="en").get(here(ours)))
    assert press(ours, "opsig/").status_code == 200
    assert ours.reload().state == "cancelled" and ours.waiting() is None, "XB-13: cancelling wins"


@pytest.mark.parametrize(("wanted", "said"), [("7", "The largest quantity is 6."), ("3", "The nearest is 2.")])
def test_quantity_within_the_terms_xb_11(wanted: str, said: str, ours: World) -> None:
    """XB-11: page and act alike; a posted quote cannot name another number."""
    with within(ours.id):
        PlanTerms.objects.filter(id=ours.small.id).update(minimum_quantity=2, maximum_quantity=6, quantity_step=2)
    page = ours.client(language="en").get(here(ours, "antal/"), {"antal": wanted})
    assert said in text_of(page) and 'name="quote"' not in page.content.decode()


def test_one_quantity_only_leaves_no_page_to_it_xb_11(ours: World) -> None:
    with within(ours.id):
        PlanTerms.objects.filter(id=ours.small.id).update(maximum_quantity=1)
    assert here(ours, "antal/") not in ours.client().get(here(ours)).content.decode()


def test_a_quantity_quote_is_not_a_change_of_plan_sec_25(ours: World) -> None:
    """SEC-25, SB-05: what one permission gives cannot be confirmed through the page of another."""
    client = ours.client()
    quote = quote_in(client.get(here(ours, "antal/"), {"antal": "3"}))
    ours.forbid("change_quantity")
    assert client.post(here(ours, f"skift/{ours.small.id}/"), {"quote": quote}).status_code == 404
    assert ours.reload().quantity == 1


def test_a_pause_shows_the_day_it_goes_on_xb_12(ours: World) -> None:
    """XB-12: the day stands in the preview and on the page; it costs nothing; it can be taken up before."""
    client = ours.client(language="en")
    page = client.get(here(ours, "pause/"), {"indtil": "2026-05-01"})
    assert "It goes on by itself on 1 May 2026" in text_of(page)
    client.post(here(ours, "pause/"), {"quote": quote_in(page)})
    words = text_of(client.get(here(ours)))
    assert "This subscription is paused" in words and "goes on by itself on 1 May 2026" in words
    assert (ours.reload().state, ours.reload().paused_until) == ("paused", date(2026, 5, 1))
    assert "The subscription runs again." in text_of(press(ours, "pause/slut/"))
    assert ours.reload().state == "active"


@pytest.mark.parametrize("until", ["2026-03-11", "2026-03-10", "2026-08-01", "soon"])
def test_a_pause_that_cannot_be_says_so_at_its_day_xb_12(until: str, ours: World) -> None:
    rule(ours, pause_most_days=60)
    page = ours.client(language="en").get(here(ours, "pause/"), {"indtil": until})
    assert "Something must be corrected" in text_of(page) and 'name="quote"' not in page.content.decode()
    assert ours.reload().state == "active"


def test_only_allowed_moves_are_offered_xb_10(ours: World) -> None:
    """XB-10: the others are neither shown nor taken; an own time of the pair wins over the rule of its direction."""
    with within(ours.id):
        set_moves(
            ours.id, terms=ours.small.id, limited=True, moves={ours.large.id: "renewal"}, actor=SYSTEM, at=clock.now()
        )
    client = ours.client(language="en")
    page = client.get(here(ours, "skift/"))
    assert str(ours.yearly.id) not in page.content.decode() and "begins 1 April 2026" in text_of(page)
    assert "not possible to change to this plan" in text_of(client.get(here(ours, f"skift/{ours.yearly.id}/")))
    assert "The change is planned." in text_of(press(ours, f"skift/{ours.large.id}/"))
    assert ours.reload().terms_id == ours.small.id


def test_rules_per_direction_xb_08(ours: World) -> None:
    """XB-08, SU-02: the company lets a dearer plan wait."""
    rule(ours, timing_upgrade="renewal")
    assert "begins 1 April 2026" in text_of(ours.client(language="en").get(here(ours, "skift/")))
    assert "The change is planned." in text_of(press(ours, f"skift/{ours.large.id}/"))


def test_a_cool_down_between_two_changes_xb_09(ours: World) -> None:
    """XB-09."""
    rule(ours, change_cooldown_days=14)
    press(ours, f"skift/{ours.large.id}/")
    page = ours.client(language="en").get(here(ours, f"skift/{ours.small.id}/"))
    assert page.status_code == 409 and "changed a short while ago" in text_of(page)


def test_another_currency_is_not_among_the_choices_su_03(ours: World) -> None:
    """SU-03."""
    euro = make.terms(ours.large.plan, currency="EUR")
    client = ours.client(language="en")
    assert str(euro.id) not in client.get(here(ours, "skift/")).content.decode()
    assert "in another currency" in text_of(client.get(here(ours, f"skift/{euro.id}/")))


def test_moving_to_terms_of_other_quantities_takes_the_nearest_xb_11(ours: World) -> None:
    """XB-11: terms sold from five up are offered with five, and say so before anything is done."""
    team = make.terms(ours.large.plan, unit_price_minor=15000, minimum_quantity=5)
    page = ours.client(language="en").get(here(ours, f"skift/{team.id}/"))
    assert "DKK 937.50 a month" in text_of(page)
    press(ours, f"skift/{team.id}/")
    assert ours.reload().quantity == 5


def test_kinds_of_cancelling_as_the_company_offers_su_04(ours: World) -> None:
    """SU-04, CAN-4: today, with the days that are left given back; kinds that are not offered fall back."""
    client = ours.client(language="en")
    plain = client.get(here(ours, "opsig/"), {"slut": "refund"})
    assert "Last day 31 March 2026" in text_of(plain) and 'type="radio"' not in plain.content.decode()
    rule(ours, cancel_kinds=["today", "refund"])
    page = client.get(here(ours, "opsig/"), {"slut": "refund"})
    words = text_of(page)
    assert "When is it to end?" in words and "Last day It ends at once." in words
    assert "Comes to your good, incl. VAT DKK 250.00" in words
    client.post(here(ours, "opsig/"), {"quote": quote_in(page)})
    assert ours.reload().ends_on == date(2026, 3, 11)


def test_the_reason_is_asked_afterwards_and_never_before_xb_43(ours: World) -> None:
    """XB-43: nothing is asked on the way; on the receipt it is free, a code, and changes nothing."""
    client = ours.client(language="en")
    assert "Why did you cancel?" not in text_of(client.get(here(ours, "opsig/")))
    assert client.post(here(ours, "opsagt/grund/"), {"grund": "price"}).status_code == 302
    with within(ours.id):
        assert not Event.objects.filter(name="subscriptions.cancellation_explained").exists()
    receipt = press(ours, "opsig/")
    assert "Why did you cancel?" in text_of(receipt) and "checked" not in receipt.content.decode().partition("<main")[2]
    assert "you need not answer" in text_of(client.post(here(ours, "opsagt/grund/"), {}))
    before = ours.reload().state
    assert "Thank you for the answer." in text_of(
        client.post(here(ours, "opsagt/grund/"), {"grund": "price"}, follow=True)
    )
    with within(ours.id):
        told = Event.objects.get(name="subscriptions.cancellation_explained")
    assert told.data["reason"] == "price" and ours.reload().state == before


def test_an_ended_one_begins_again_as_an_order_xb_16(ours: World) -> None:
    """XB-16, ORD-5: with everything that an order says; a new subscription, the old one stays ended."""
    rule(ours, cancel_kinds=["refund"])
    press(ours, "opsig/", slut="refund")
    with within(ours.id):
        Subscription.objects.filter(id=ours.subscription.id).update(state="ended")
    client = ours.client(language="en")
    assert here(ours, "begynd-igen/") in client.get(here(ours)).content.decode()
    page = client.get(here(ours, "begynd-igen/"))
    assert "Order with obligation to pay" in text_of(page) and "DKK 250.00" in text_of(page)
    assert ours.subscriptions() == 1
    again = client.post(here(ours, "begynd-igen/"), {"quote": quote_in(page)})
    assert "Something must be corrected" in text_of(again)
    done = client.post(here(ours, "begynd-igen/"), {"quote": quote_in(again), **TICKED}, follow=True)
    assert "Your subscription has begun" in text_of(done)
    assert (ours.subscriptions(), ours.reload().state) == (2, "ended")


def test_a_discount_code_on_a_running_one(ours: World) -> None:
    with within(ours.id):
        terms = CouponTerms(percent_basis_points=5000, periods=2)
        create_coupon(ours.id, code="HALV", coupon=terms, actor=SYSTEM, at=clock.now())
    client = ours.client(language="en")
    assert "There is no such discount code." in text_of(client.get(here(ours, "rabatkode/"), {"kode": "hel"}))
    page = client.get(here(ours, "rabatkode/"), {"kode": "halv"})
    words = text_of(page)
    assert "The code HALV takes effect" in words and "from 1 June 2026" in words
    done = client.post(here(ours, "rabatkode/"), {"quote": quote_in(page)}, follow=True)
    assert "The discount code is used." in text_of(done)
    again = client.get(here(ours, "rabatkode/"), {"kode": "halv"})
    assert "A discount is running already." in text_of(again)


@pytest.mark.parametrize("rest", ["antal/?antal=2", "pause/?indtil=", "rabatkode/?kode=x", "opsig/", "begynd-igen/"])
def test_the_neighbours_subscription_is_not_there_sec_19(rest: str, ours: World) -> None:
    """SEC-19."""
    theirs = world()
    assert ours.client().get(f"/abonnementer/{theirs.subscription.id}/{rest}").status_code == 404
