"""Ordering in full: steps, quantities, trial, discount codes, and what the law asks for before the button."""

from datetime import date
from typing import Any

import pytest
from tests import make
from tests.story.portal.world import TICKED, World, quote_in, text_of, world

from selvbetjening.domain.billing.models import Contract
from selvbetjening.domain.catalog.actions.create_coupon import CouponTerms, create_coupon
from selvbetjening.domain.catalog.models import Coupon, PlanTerms
from selvbetjening.domain.catalog.rules.prices import Tier
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money

STEPS = [[10, 10000, 0], [50, 8000, 5000], [None, 6050, 0]]


def sold(ours: World, **values: Any) -> PlanTerms:
    return make.terms(ours.small.plan, **values)


def coupon(ours: World, **values: Any) -> None:
    with within(ours.id):
        create_coupon(ours.id, code="FORÅR", coupon=CouponTerms(**values), actor=SYSTEM, at=clock.now())


def test_steps_stand_in_a_table_with_vat_for_consumers_inv_12() -> None:
    """INV-12: a consumer reads 125,00 where a company reads 100,00; the fee of a step too."""
    consumer, company = world(), world(party_type="business")
    for ours in (consumer, company):
        sold(ours, pricing_model="graduated", unit_price_minor=0, tiers=STEPS, base_fee_minor=20000, unit_da="plads")
    theirs = text_of(consumer.client(language="en").get("/nyt-abonnement/"))
    assert "1–10 DKK 125.00" in theirs and "11–50 DKK 100.00 DKK 62.50" in theirs
    assert "51 and more DKK 75.63" in theirs and "DKK 250.00 a month is a fee" in theirs
    paid = text_of(company.client(language="en").get("/nyt-abonnement/"))
    assert "1–10 DKK 100.00" in paid and "One costs DKK 300.00 a month (excl. VAT; DKK 375.00 incl. VAT)" in paid


def test_conditions_are_said_as_far_as_the_law_lets_them_go_can_1() -> None:
    """CAN-1: a consumer is told six months and one month at most, a company what was agreed."""
    consumer, company = world(), world(party_type="business")
    for ours in (consumer, company):
        sold(ours, commitment_count=1, commitment_unit="year", notice_count=3, trial_days=30, charging="backward")
    theirs = text_of(consumer.client(language="en").get("/nyt-abonnement/"))
    for words in ("The first 30 days are free.", "bound for 6 months", "a notice of 1 month", "when it is over"):
        assert words in theirs
    paid = text_of(company.client(language="en").get("/nyt-abonnement/"))
    assert "bound for 1 year" in paid and "a notice of 3 months" in paid


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("4", "The smallest quantity is 5."),
        ("55", "The largest quantity is 50."),
        ("12", "It is sold in steps of 5 from 5. The nearest is 10."),
    ],
)
def test_quantities_within_the_terms_xb_11(wanted: str, said: str, ours: World) -> None:
    """XB-11: least, most and step; each fault says which, and the way out; nothing can be ordered then."""
    terms = sold(ours, minimum_quantity=5, maximum_quantity=50, quantity_step=5)
    client = ours.client(language="en")
    page = client.get(f"/nyt-abonnement/{terms.id}/", {"antal": wanted})
    assert said in text_of(page) and 'name="quote"' not in page.content.decode()
    first = client.get(f"/nyt-abonnement/{terms.id}/")
    assert 'min="5"' in first.content.decode() and 'step="5"' in first.content.decode()
    assert "Invoiced now, incl. DKK 250.00 VAT DKK 1,250.00" in text_of(first)


def test_a_consumer_ticks_the_boxes_alone_ord_3_ord_5_ord_8(ours: World) -> None:
    """ORD-3, ORD-5, ORD-8: nothing is ticked beforehand; without the ticks nothing is ordered; with them it is kept."""
    client, path = ours.client(language="en"), f"/nyt-abonnement/{ours.large.id}/"
    page = client.get(path)
    html = page.content.decode()
    assert html.count('type="checkbox"') == 2 and "checked" not in html
    refused = client.post(path, {"quote": quote_in(page), "myndig": "on"})
    assert "Tick this to begin now" in text_of(refused) and ours.subscriptions() == 1
    refused = client.post(path, {"quote": quote_in(refused), "begynd": "on"})
    assert "under 18 cannot order" in text_of(refused) and ours.subscriptions() == 1
    assert client.post(path, {"quote": quote_in(refused), **TICKED}).status_code == 302
    with within(ours.id):
        kept = Contract.objects.get(account_id=ours.recipient.account_id)
    assert kept.asked_to_start and kept.said_adult and kept.language == "en"


def test_without_the_request_it_begins_on_day_fifteen_ord_5(ours: World) -> None:
    """ORD-5: begin when the time to withdraw is over: nothing is charged, and no box asks for it."""
    client, path = ours.client(language="en"), f"/nyt-abonnement/{ours.large.id}/"
    assert "fra=senere" in client.get(path).content.decode()
    page = client.get(path, {"antal": "1", "fra": "senere"})
    assert "Invoiced now, incl. DKK 0.00 VAT DKK 0.00" in text_of(page) and 'name="begynd"' not in page.content.decode()
    done = client.post(path, {"quote": quote_in(page), "myndig": "on"}, follow=True)
    assert "Your subscription begins on" in text_of(done)
    with within(ours.id):
        assert not Contract.objects.get(account_id=ours.recipient.account_id).asked_to_start
        begun = Subscription.objects.get(terms_id=ours.large.id)
    for language, later, label in (
        ("da", "Begynder senere", "Begynder 26. marts"),
        ("en", "Starts later", "Starts 26"),
    ):
        client = ours.client(language=language)
        assert later in text_of(client.get("/abonnementer/"))
        shown = text_of(client.get(f"/abonnementer/{begun.id}/"))
        assert later in shown and label in shown


def test_a_company_is_asked_for_nothing_wdr_10() -> None:
    """WDR-10: no right to withdraw, so no box; one press."""
    ours = world(party_type="business")
    client, path = ours.client(), f"/nyt-abonnement/{ours.large.id}/"
    page = client.get(path)
    assert 'type="checkbox"' not in page.content.decode()
    assert client.post(path, {"quote": quote_in(page)}).status_code == 302


def test_what_cannot_be_withdrawn_says_why_before_the_order_wdr_9(ours: World) -> None:
    """WDR-9."""
    plan = make.plan(ours.organization, withdrawal_exempt=True, withdrawal_exempt_da="Fremstillet efter mål.")
    page = ours.client().get(f"/nyt-abonnement/{make.terms(plan).id}/")
    assert "Du kan ikke fortryde: Fremstillet efter mål." in text_of(page)
    assert 'name="begynd"' not in page.content.decode()


def test_the_button_s_words_are_the_company_s_choice_of_two_ord_2(ours: World) -> None:
    """ORD-2: from the approved list."""
    with within(ours.id):
        choose(ours.id, values={"order_button_label": "buy"}, actor=SYSTEM, at=clock.now())
    assert "Køb med betalingspligt" in text_of(ours.client().get(f"/nyt-abonnement/{ours.large.id}/"))


def test_a_discount_code_is_in_the_price_that_is_ordered(ours: World) -> None:
    """The code is read as people type it; the quote holds it, and its use is counted once."""
    coupon(ours, percent_basis_points=2000, periods=3)
    ours.allow("create_subscription", "use_coupon")
    client, path = ours.client(language="en"), f"/nyt-abonnement/{ours.small.id}/"
    page = client.get(path, {"antal": "1", "kode": " forår "})
    assert "DKK 200.00" in text_of(page)  # 250,00 incl. VAT less 20 %
    answer = client.post(path, {"quote": quote_in(page), **TICKED})
    assert answer.status_code == 302 and ours.invoices()[-1].total_minor == 20000
    client.post(path, {"quote": quote_in(page), **TICKED})
    with within(ours.id):
        assert Coupon.objects.get().used == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (None, "There is no such discount code."),
        ({"valid_until": date(2026, 1, 1)}, "cannot be used any more"),
        ({"amount": Money(1000, "EUR")}, "for another currency"),
    ],
)
def test_a_code_that_cannot_be_used_says_why(values: dict[str, Any] | None, said: str, ours: World) -> None:
    if values is not None:
        coupon(ours, **({"percent_basis_points": 1000} if "amount" not in values else {}), **values)
    ours.allow("create_subscription", "use_coupon")
    page = ours.client(language="en").get(f"/nyt-abonnement/{ours.small.id}/", {"antal": "1", "kode": "forår"})
    assert said in text_of(page) and 'name="quote"' not in page.content.decode()


def test_a_trial_costs_nothing_and_says_what_follows_ord_1(ours: World) -> None:
    """ORD-1: the normal price after the trial stands above the button."""
    terms = sold(ours, trial_days=30)
    page = ours.client(language="en").get(f"/nyt-abonnement/{terms.id}/")
    words = text_of(page)
    assert "Invoiced now, incl. DKK 0.00 VAT DKK 0.00" in words
    assert "After the trial The trial is free up to and including" in words and "DKK 250.00 incl. VAT" in words


def test_tiers_read_from_the_row_as_they_were_made(ours: World) -> None:
    made = sold(ours, pricing_model="volume", unit_price_minor=0, tiers=STEPS)
    assert made.pricing.tiers[1] == Tier(50, Money(8000, "DKK"), Money(5000, "DKK"))
