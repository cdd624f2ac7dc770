"""A subscription that the company's own system keeps in a quantity of none, on the customer's pages (XB-11)."""

from datetime import date

import pytest
from tests.story.portal.world import NOW, STARTED, World, quote_in, text_of

from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.queries.outlook import forecast
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM

PAGES = ("", "skift/", "skift/{large}/", "antal/", "antal/?antal=3", "opsig/", "pause/", "rabatkode/")


@pytest.fixture
def none_of_it(ours: World) -> World:
    """Down to none over the API on the eleventh: the rest of March is given back."""
    wish = Wish(act="change", quantity=0, by_integration=True)
    act_at_once(ours.id, account=ours.account.id, subscription=ours.subscription.id, wish=wish, actor=SYSTEM, at=NOW)
    return ours


def test_every_page_opens_and_says_nothing_is_charged(none_of_it: World) -> None:
    """INV-12, CM-02: what costs nothing is said to, in both languages."""
    at = f"/abonnementer/{none_of_it.subscription.id}/"
    for language, nothing in (("da", "0,00 kr."), ("en", "DKK 0.00")):
        client = none_of_it.client(language=language)
        for path in (
            "/",
            "/abonnementer/",
            "/fakturaer/",
            *(at + page.format(large=none_of_it.large.id) for page in PAGES),
        ):
            answer = client.get(path)
            assert answer.status_code == 200, path
        for path in ("/abonnementer/", at):
            assert nothing in text_of(client.get(path)), path


def test_a_customer_takes_some_again_but_never_none(none_of_it: World) -> None:
    """XB-11: the limits of the terms hold for customers; more than none is charged for the rest of the period."""
    at, client = f"/abonnementer/{none_of_it.subscription.id}/antal/", none_of_it.client()
    before = len(none_of_it.invoices())
    shown = client.get(f"{at}?antal=2")
    client.post(at, {"quote": quote_in(shown)})
    assert none_of_it.reload().quantity == 2
    (invoice,) = none_of_it.invoices()[before:]
    assert invoice.net_minor == round(2 * 20000 * 21 / 31)
    refused = client.get(f"{at}?antal=0")
    assert 'name="quote"' not in refused.content.decode()
    assert none_of_it.reload().quantity == 2


def test_it_renews_with_no_invoice_and_no_forecast(none_of_it: World) -> None:
    """SU-05: the period is billed at nothing, once, and no paper is made of it."""
    with within(none_of_it.id):
        assert forecast(none_of_it.id, account=none_of_it.account.id, today=NOW.date()) == []
        run(none_of_it.id, today=date(2026, 5, 2), at=NOW)
        assert Subscription.objects.get(id=none_of_it.subscription.id).renews_on == date(2026, 6, 1)
    assert [one.issued_on for one in none_of_it.invoices()] == [STARTED]
