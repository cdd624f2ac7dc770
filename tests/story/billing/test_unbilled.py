"""A missing rate of exchange or seller's address holds back the accounts that it concerns, and nobody else."""

from datetime import date
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.run import RunResult, run
from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.billing.queries.unbilled import unbilled
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import ScheduledChange
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.story.billing.crowd import TODAY, crowd, outcome
from tests.story.billing.deal import Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

RATES = {"exchange_rates": [["2026-01-01", "EUR", 74600]]}


def bill(organization: OrganizationId, *, chunk: int = 2) -> RunResult:
    return run(organization, today=TODAY, at=noon(TODAY), chunk=chunk)


def let(organization: OrganizationId, **values: Any) -> None:
    with within(organization):
        Organization.objects.filter(id=organization).update(**values)


def waiting(organization: OrganizationId) -> list[tuple[str, str, str, date]]:
    with within(organization):
        found = unbilled(organization, today=TODAY)
        return [(each.account.code, each.currency, each.reason, each.since) for each in found]


def test_a_missing_rate_holds_back_only_who_pays_in_that_currency_inv_13() -> None:
    """INV-13: the others are numbered without a gap; the one held back is wholly as before, and billed later."""
    whole = crowd()
    bill(whole)
    organization = crowd()
    let(organization, choices={})
    assert bill(organization).refused == 1
    assert waiting(organization) == [("K-0006", "EUR", "exchange_rate", TODAY)]
    got, wanted = outcome(organization), outcome(whole)
    assert [row[1] for row in got["invoices"]] == [row[1] for row in wanted["invoices"] if row[1] != "K-0006"]
    assert [row[0] for row in got["invoices"]] == list(range(1, len(got["invoices"]) + 1))
    assert not [row for row in got["periods"] if row[0] == "K-0006"]
    assert bill(organization).refused == 1  # still waits
    let(organization, choices=RATES)
    assert bill(organization) == RunResult(invoices=1, periods=1)
    assert waiting(organization) == []
    assert sorted(row[1:3] for row in outcome(organization)["invoices"]) == sorted(
        row[1:3] for row in wanted["invoices"]
    )
    assert outcome(organization)["periods"] == wanted["periods"]


def test_without_the_companys_address_nobody_is_invoiced_and_all_are_after_inv_3() -> None:
    """INV-3: what costs nothing goes on; everybody else waits, and staff read why."""
    whole, organization = crowd(), crowd()
    bill(whole)
    let(organization, address_line="")
    first = bill(organization)
    assert (first.invoices, first.refused) == (0, len({row[1] for row in outcome(whole)["invoices"]}))
    assert {row[2] for row in waiting(organization)} == {"seller_incomplete"}
    let(organization, address_line="Havnegade 1")
    assert bill(organization).invoices == len(outcome(whole)["invoices"])
    assert outcome(organization)["periods"] == outcome(whole)["periods"]


def euro() -> Deal:
    mine = deal(party_type="consumer")
    mine.basis = make.terms(mine.basis.plan, unit_price_minor=2000, currency="EUR", code="euro")
    return mine


def test_a_customer_may_leave_though_the_last_period_cannot_be_billed_yet_can_1() -> None:
    """CAN-1: the way out does not wait for the company's data; what is owed is billed when it is mended."""
    mine = euro()
    let(mine.organization, choices=RATES)
    subscription = mine.started(date(2026, 3, 1), mine.basis)
    let(mine.organization, choices={})
    day = date(2026, 4, 1)
    quote = quote_cancel(mine.organization, account=mine.account.id, subscription=subscription.id, at=noon(day))
    mine.confirm(quote.id, day)
    assert mine.subscription(subscription.id).state == State.CANCELLED
    assert len(mine.invoices()) == 1
    let(mine.organization, choices=RATES)
    mine.run(day)
    mine.run(mine.subscription(subscription.id).ends_on or day)
    with within(mine.organization):
        days = BilledPeriod.objects.filter(subscription_id=subscription.id).order_by("starts_on")
        assert [each.starts_on for each in days] == [date(2026, 3, 1), day]


def test_days_that_waited_keep_the_price_from_before_a_planned_change_can_1_su_06() -> None:
    """CAN-1, SU-06: April is billed at its own price, and May at the planned one, though both waited when it ended."""
    mine = euro()
    let(mine.organization, choices={**RATES, "timing_quantity_up": "renewal"})
    one = mine.started(date(2026, 3, 1), mine.basis)
    what: dict[str, Any] = {"account": mine.account.id, "subscription": one.id}
    mine.run(date(2026, 4, 1))
    day = date(2026, 4, 10)
    mine.confirm(quote_change(mine.organization, **what, quantity=2, at=noon(day)).id, day)
    with within(mine.organization):
        ScheduledChange.objects.update(effective_on=date(2026, 6, 1))  # it waits one period more
    let(mine.organization, choices={"timing_quantity_up": "renewal"})
    day = date(2026, 6, 2)
    mine.confirm(quote_cancel(mine.organization, **what, at=noon(day)).id, day)
    assert mine.subscription(one.id).quantity == 1
    let(mine.organization, choices=RATES)
    mine.run(day)
    billed = [(line.starts_on, line.quantity) for each in mine.invoices() for line in each.lines.all()]
    assert billed[2:] == [(date(2026, 5, 1), 1), (date(2026, 6, 1), 2)]
