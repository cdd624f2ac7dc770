"""Where a gateway's books and ours differ: what is there and not here, here and not there, or of another amount."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from selvbetjening.domain.payments.models import CardRefund, GatewayFact, Payment, PaymentReversal
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.domain.payments.queries.gateways import adapter, get
from selvbetjening.domain.payments.rules.references import is_ours
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

Kind = Literal["missing_here", "missing_there", "other_amount"]
#: What is younger may be on its way to us, or to the gateway's list.
UNDER_WAY: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Difference:
    """One of them. `what` is `payment` or `refund`; `there` and `here` are the amounts, None where there is none."""

    kind: Kind
    what: Literal["payment", "refund"]
    external_id: str
    at: datetime
    there: Money | None
    here: Money | None


def compare(organization: OrganizationId, *, gateway_account: UUID, since: datetime, at: datetime) -> list[Difference]:
    """Read the gateway's payments and refunds since an instant, and hold them against what is booked here.

    Payments there without a reference of ours are somebody else's business in the same account and are left out; so
    is what is younger than a quarter of an hour. Must stand outside every transaction. Raises `ports.NotReached` and
    `ports.GatewayRefused`.
    """
    with within(organization):
        account = get(organization, gateway_account=gateway_account)
    facts = adapter(account=account).recent(since=since)
    last = at - UNDER_WAY
    with within(organization):
        known = GatewayFact.objects.filter(organization_id=organization, gateway_account=account)
        payments = _by_id(fact for fact in facts if fact.kind == "payment_succeeded")
        refunds = _by_id(fact for fact in facts if fact.kind == "refund_succeeded")
        found = [
            *_there(payments, last, lambda fact: _paid(organization, account.gateway, fact), "payment"),
            *_there(refunds, last, lambda fact: _given(organization, account.gateway, fact), "refund"),
            *_here(known.filter(kind="payment_succeeded"), payments, since, last, "payment"),
            *_here(known.filter(kind="refund_succeeded"), refunds, since, last, "refund"),
        ]
    return sorted(found, key=lambda each: each.at)


def _by_id(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.external_id: fact for fact in facts}


def _there(
    facts: dict[str, Fact], last: datetime, booked: Callable[[Fact], Money | None], what: Literal["payment", "refund"]
) -> list[Difference]:
    found = []
    for fact in facts.values():
        if fact.occurred_at > last or fact.amount is None:
            continue
        here = booked(fact)
        if here == fact.amount or (here is None and not is_ours(text=fact.reference)):
            continue
        kind: Kind = "missing_here" if here is None else "other_amount"
        found.append(Difference(kind, what, fact.external_id, fact.occurred_at, fact.amount, here))
    return found


def _here(
    known: QuerySet[GatewayFact],
    there: dict[str, Fact],
    since: datetime,
    last: datetime,
    what: Literal["payment", "refund"],
) -> list[Difference]:
    rows = known.filter(outcome="booked", occurred_at__gte=since, occurred_at__lte=last)
    return [
        Difference("missing_there", what, row.external_id, row.occurred_at, None, row.amount)
        for row in rows.order_by("occurred_at")
        if row.external_id not in there
    ]


def _paid(organization: OrganizationId, gateway: str, fact: Fact) -> Money | None:
    mine = Payment.objects.filter(organization_id=organization, method=gateway)
    found = mine.filter(Q(reference=fact.external_id) | Q(reference__startswith=f"{fact.external_id}/"))
    return _sum(found, fact)


def _given(organization: OrganizationId, gateway: str, fact: Fact) -> Money | None:
    """A refund here: taken back, or given out of what stood to the good; None for one that means nothing to us."""
    orders = CardRefund.objects.filter(organization_id=organization, external_ref=fact.external_id)
    if found := _sum(orders.filter(Q(state="succeeded") | Q(failure="came_back")), fact):
        return found
    gone = PaymentReversal.objects.filter(organization_id=organization, reason="refund", payment__method=gateway)
    return _sum(gone.filter(Q(reference=fact.external_id) | Q(reference__startswith=f"{fact.external_id}/")), fact)


def _sum(rows: "QuerySet[Payment] | QuerySet[PaymentReversal] | QuerySet[CardRefund]", fact: Fact) -> Money | None:
    assert fact.amount is not None  # noqa: S101 - asked before
    minor = rows.filter(currency=fact.amount.currency).aggregate(sum=Sum("amount_minor"))["sum"]
    return None if minor is None else Money(minor, fact.amount.currency)
