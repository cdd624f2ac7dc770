"""The first page's figures: trials, pauses, ends, discounts by the day; and a table behind each plot."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from selvbetjening.domain.billing.queries.outlook import upcoming
from selvbetjening.domain.billing.queries.recurring import churn_by_month, mrr_by_month, mrr_now
from selvbetjening.domain.billing.rules.recurring import months_of
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import SubscriptionDiscount
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.selvbetjening.figures import churn, mrr
from tests import make
from tests.business import as_manager, as_member, member

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 3, 10)


class Shop:
    """A company with one price of 100.00 a month, and whatever a test subscribes to."""

    def __init__(self) -> None:
        self.company: Organization = make.organization()
        self.id = OrganizationId(self.company.id)
        self.holder = make.account(self.company)
        self.terms = make.terms(make.plan(self.company), unit_price_minor=10_000)

    def add(self, started_on: date = date(2025, 1, 1), **values: Any) -> Any:
        return make.subscription(self.holder, values.pop("terms", self.terms), started_on=started_on, **values)

    def mrr(self, today: date = TODAY) -> int:
        with within(self.id):
            return mrr_now(self.id, today=today).by_currency.get("DKK", Money.zero("DKK")).minor


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_the_months_end_with_the_running_one() -> None:
    assert months_of(today=date(2026, 2, 3), count=3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_a_trial_counts_from_the_first_day_that_costs(shop: Shop) -> None:
    shop.add(trial_ends_on=TODAY)
    assert (shop.mrr(TODAY - timedelta(days=1)), shop.mrr()) == (0, 10_000)


def test_a_cancelled_one_counts_until_its_end_and_a_paused_one_not_at_all(shop: Shop) -> None:
    shop.add(state="cancelled", ends_on=TODAY)
    assert (shop.mrr(TODAY - timedelta(days=1)), shop.mrr()) == (10_000, 0)
    shop.add(state="paused", paused_on=TODAY)
    assert (shop.mrr(TODAY - timedelta(days=1)), shop.mrr()) == (20_000, 0)


def test_what_has_not_started_counts_nothing_and_quantity_counts(shop: Shop) -> None:
    shop.add(TODAY + timedelta(days=1), quantity=3)
    assert (shop.mrr(), shop.mrr(TODAY + timedelta(days=1))) == (0, 30_000)


def test_the_discount_of_the_day_counts(shop: Shop) -> None:
    mine = shop.add()
    with within(shop.id):
        SubscriptionDiscount.objects.create(
            organization_id=shop.id, subscription=mine, percent_basis_points=5_000, starts_on=date(2026, 3, 1),
            ends_on=TODAY, created_at=make.AT,
        )  # fmt: skip
    assert (shop.mrr(TODAY - timedelta(days=1)), shop.mrr()) == (5_000, 10_000)


def test_a_year_of_months_with_a_yearly_price_beside_a_monthly_one(shop: Shop) -> None:
    yearly = make.terms(make.plan(shop.company, name_da="År"), unit_price_minor=120_000, interval_unit="year")
    shop.add(date(2026, 1, 15))
    shop.add(date(2026, 2, 1), terms=yearly)
    with within(shop.id):
        months = mrr_by_month(shop.id, today=TODAY)
        now = mrr_now(shop.id, today=TODAY)
    assert [month.day for month in months[-3:]] == [date(2026, 1, 31), date(2026, 2, 28), TODAY]
    assert [month.by_currency.get("DKK") for month in months[-4:]] == [
        None, Money(10_000, "DKK"), Money(20_000, "DKK"), Money(20_000, "DKK"),
    ]  # fmt: skip
    assert (now.count, len(now.by_plan)) == (2, 2)


def test_churn_counts_who_was_there_on_the_first_day(shop: Shop) -> None:
    """Lost: ended in the month. Not: what began in it, was in a trial, was paused, or ended on the day after it."""
    for _ in range(3):
        shop.add()
    shop.add(state="ended", ends_on=date(2026, 2, 1))
    shop.add(state="ended", ends_on=date(2026, 2, 28))
    shop.add(state="ended", ends_on=date(2026, 3, 1))
    shop.add(date(2026, 2, 10), state="ended", ends_on=date(2026, 2, 20))
    shop.add(state="ended", ends_on=date(2026, 2, 20), trial_ends_on=date(2026, 2, 20))
    shop.add(state="paused", paused_on=date(2026, 2, 5))
    with within(shop.id):
        months = churn_by_month(shop.id, today=TODAY)
    february = months[-1]
    assert (len(months), february.month) == (12, date(2026, 2, 1))
    assert (february.begun_with, february.lost) == (7, 2)


def test_upcoming_charges_are_the_months_ahead_excluding_vat(shop: Shop) -> None:
    shop.add(date(2026, 3, 1), period_starts_on=date(2026, 3, 1), renews_on=date(2026, 4, 1))
    with within(shop.id):
        found = upcoming(shop.id, today=TODAY)
    assert [(one.month, one.total.minor) for one in found["DKK"]] == [
        (date(2026, 3, 1), 0), (date(2026, 4, 1), 10_000), (date(2026, 5, 1), 10_000),
    ]  # fmt: skip


def test_a_neighbours_subscriptions_are_in_no_figure(shop: Shop) -> None:
    """SEC-19."""
    Shop().add()
    assert shop.mrr() == 0
    with within(shop.id):
        assert upcoming(shop.id, today=TODAY) == {}


def test_the_page_has_every_plot_with_its_table(shop: Shop) -> None:
    """XB-42: each plot's numbers stand in a table, too; whoever may look at the solution sees it."""
    shop.add()
    for client in (
        as_manager(shop.company, language="en"),
        as_member(shop.company, member(shop.company, grants={"selvbetjening": ["view"]}), language="en"),
    ):
        page = client.get(client.path("selvbetjening")).content.decode().replace("\u00a0", " ")
        for words in ("Recurring revenue (MRR)", "Churn", "Open items by age", "Upcoming charges", "DKK 100.00"):
            assert words in page
        assert page.count("Show as a table") == page.count('class="sb-chart"') >= 3


def test_an_empty_company_has_a_first_page(shop: Shop) -> None:
    client = as_manager(shop.company, language="en")
    page = client.get(client.path("selvbetjening")).content.decode()
    assert "Nothing recurs yet" in page and "Nothing is unpaid." in page


def test_a_month_is_named_as_a_month_in_both_languages(shop: Shop) -> None:
    """The month May is no verb: "Må 2026" stood in the tables, for the words are one in English."""
    shop.add()
    with within(shop.id), translation.override("da"):
        bars = mrr(shop.id, today=date(2026, 5, 10))[0][1]
        assert (bars[-1].name, bars[-1].label) == ("maj 2026", "maj")
        levels = churn(shop.id, today=date(2026, 6, 10))[1]
        assert (levels[-1].name, levels[-1].shown) == ("maj 2026", "0,0\u00a0%")
    with within(shop.id), translation.override("en"):
        assert mrr(shop.id, today=date(2026, 5, 10))[0][1][-1].name == "May 2026"
        assert churn(shop.id, today=date(2026, 6, 10))[1][-1].shown == "0.0%"


def test_a_time_without_an_end_is_said_and_not_drawn(shop: Shop) -> None:
    shop.add()
    client = as_manager(shop.company)
    page = client.get(client.path("selvbetjening")).content.decode()
    assert "Ingen er ophørt i perioden." in page
