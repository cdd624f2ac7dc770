"""A company with every kind of due subscription, the same each time, and what billing made of it."""

from datetime import date
from typing import Any

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice, NumberSeries
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make

TODAY = date(2026, 4, 1)
KINDS, SECOND = 7, 7


def crowd(*, accounts: int = 9, early: bool = False) -> OrganizationId:
    """So many accounts with one or two subscriptions each; all are due on `TODAY`, some since January.

    With `early` every second account has one that wants its next period invoiced ten days before besides.
    """
    owner = make.organization(choices={"exchange_rates": [["2026-01-01", "EUR", 74600]]})
    organization = OrganizationId(owner.id)
    with within(organization):
        prices = _prices(owner)
        holders = Account.objects.bulk_create(
            Account(
                organization=owner,
                code=f"K-{number:04}",
                name=f"Anna {number}",
                language="en" if number % 3 == 0 else "da",
                created_at=make.AT,
            )
            for number in range(accounts)
        )
        for number, holder in enumerate(holders):
            _subscribe(owner, holder, prices, number % KINDS)
            if number % 2:
                _subscribe(owner, holder, prices, SECOND)
            if early and number % 2:
                make.subscription(
                    holder, prices["month"], started_on=date(2026, 3, 11), period_starts_on=date(2026, 3, 11),
                    renews_on=date(2026, 4, 11), anchor_day=11, noted={"pre_renewal_invoicing": 10},
                )  # fmt: skip
    return organization


def _prices(owner: Organization) -> dict[str, PlanTerms]:
    plan = Plan.objects.create(organization=owner, code="basis", name_da="Basis", name_en="Basic")
    wanted: dict[str, dict[str, Any]] = {
        "month": {"unit_price_minor": 19999},
        "year": {"unit_price_minor": 200001, "interval_unit": "year"},
        "low": {"unit_price_minor": 9950, "vat_basis_points": 0, "vat_category": "E"},
        "nothing": {"unit_price_minor": 0},
        "euro": {"unit_price_minor": 2999, "currency": "EUR"},
    }
    return {
        code: PlanTerms.objects.create(organization=owner, plan=plan, code=code, **{"interval_unit": "month", **fields})
        for code, fields in wanted.items()
    }


def _subscribe(owner: Organization, holder: Account, prices: dict[str, PlanTerms], kind: int) -> None:
    """0 a month, 1 a year, 2 late, 3 with a planned change, 4 at its end, 5 free, 6 three in euro, 7 a younger 0."""
    starts = {1: date(2025, 4, 1), 2: date(2026, 1, 31), SECOND: date(2026, 3, 2)}
    started = starts.get(kind, date(2026, 3, 1))
    code = {1: "year", 5: "nothing", 6: "euro"}.get(kind, "month")
    made = Subscription.objects.create(
        organization=owner,
        account=holder,
        terms=prices[code],
        quantity=3 if kind == 6 else 1,
        started_on=started,
        anchor_day=31 if kind == 2 else 1,
        period_starts_on=started,
        renews_on=started if kind == 2 else TODAY,
        state="cancelled" if kind == 4 else "active",
        ends_on=TODAY if kind == 4 else None,
        created_at=make.AT,
    )
    if kind == 3:
        ScheduledChange.objects.create(
            organization=owner,
            subscription=made,
            terms=prices["low"],
            quantity=2,
            effective_on=TODAY,
            created_at=make.AT,
        )


def outcome(organization: OrganizationId) -> dict[str, Any]:
    """Everything that a run leaves behind, without ids: two companies that were treated alike are equal in it."""
    with within(organization):
        invoices = [
            (
                *(one.number, one.account.code, one.issued_on, one.due_on, one.currency, one.net_minor, one.vat_minor),
                one.snapshot["lines"],
                [(line.text, line.quantity, line.net_minor, line.starts_on, line.ends_on) for line in one.lines.all()],
            )
            for one in Invoice.objects.select_related("account").prefetch_related("lines").order_by("number")
        ]
        subscriptions = Subscription.objects.order_by("account__code", "started_on", "terms__code", "renews_on")
        periods = BilledPeriod.objects.order_by("subscription__account__code", "starts_on", "ends_on")
        facts = Event.objects.filter(name__regex="^(subscriptions|invoicing)[.]").order_by("name")
        return {
            "invoices": invoices,
            "next_number": list(NumberSeries.objects.values_list("next_number", flat=True)),
            "subscriptions": list(
                subscriptions.values_list("account__code", "terms__code", "quantity", "state", "renews_on")
            ),
            "periods": list(periods.values_list("subscription__account__code", "starts_on", "ends_on")),
            "changes": list(ScheduledChange.objects.values_list("state", flat=True)),
            "facts": list(facts.values_list("name", flat=True)),
        }
