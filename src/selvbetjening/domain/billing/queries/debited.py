"""How invoices stand at Betalingsservice, for the engine and for whoever shows them (PY-11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.lifecycle import FAILED_DEBIT, LIVE_DEBIT, DebitState
from selvbetjening.domain.billing.models import InvoiceCollection as InvoiceCollection
from selvbetjening.domain.billing.queries.mandate_links import link_to_debit
from selvbetjening.domain.billing.rules.debit_answers import ANSWERED_WITHIN
from selvbetjening.domain.billing.rules.debits import Owed, With, by_debit
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.invoicing.queries.late import handed_over
from selvbetjening.domain.invoicing.rules.letters import Standing
from selvbetjening.domain.payments.models import AttemptPart, CardCollection, PaymentPlan
from selvbetjening.domain.payments.queries.reversals import paused
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

_LIVE: Final = [state.value for state in LIVE_DEBIT]
#: A card that is still to pay, or that the payer is asked about.
_CARD: Final = ("waiting", "running", "asking")


def live_of(organization: OrganizationId, *, invoices: Iterable[UUID]) -> dict[UUID, InvoiceCollection]:
    """What waits to be asked for, or was asked for, by invoice."""
    mine = InvoiceCollection.objects.filter(
        organization_id=organization, invoice_id__in=list(invoices), state__in=_LIVE
    )
    return {row.invoice_id: row for row in mine.select_related("collection__agreement")}


def latest_of(organization: OrganizationId, *, invoices: Iterable[UUID]) -> dict[UUID, InvoiceCollection]:
    """The last try of each invoice that ever had one, how it ended or that it lives."""
    mine = InvoiceCollection.objects.filter(organization_id=organization, invoice_id__in=list(invoices))
    rows = sorted(mine.select_related("collection__agreement"), key=_in_time)  # none are asked for: no query
    return {row.invoice_id: row for row in rows}


def of_invoice(organization: OrganizationId, *, invoice: UUID) -> list[InvoiceCollection]:
    """Every try of an invoice, newest first."""
    mine = InvoiceCollection.objects.filter(organization_id=organization, invoice_id=invoice)
    return sorted(mine.select_related("collection__agreement"), key=_in_time, reverse=True)


def _in_time(row: InvoiceCollection) -> tuple[datetime, datetime, bool]:
    """What was withdrawn and what follows it may be of one moment."""
    return row.made_at, row.moved_at, row.state in _LIVE


def with_bank(*, row: InvoiceCollection) -> With | None:
    """What Betalingsservice has of it; None where nothing was asked for yet."""
    found = row.collection
    if row.state != DebitState.ASKED or found is None or row.due_on is None:
        return None
    # Once a file carries it, an external Betalingsservice may take it back only where the agreement says so (U18).
    unwritten = found.agreement.role == "operator" or found.output_id is None
    takes_back = unwritten or found.agreement.on_repeat == "replace"
    can_change = found.state == "received" and found.withdrawn_at is None and takes_back
    return With(amount_minor=row.amount_minor, due_on=row.due_on, open_until=row.open_until, can_change=can_change)


def owed_of(organization: OrganizationId, *, account: Account, invoice: Invoice, today: date) -> Owed:
    """Read everything that decides about one invoice anew; the caller holds the account."""
    due = to_pay(organization, invoice=invoice)
    mine = {"organization_id": organization, "invoice_id": invoice.id}
    charging = CardCollection.objects.filter(**mine, state__in=_CARD).exists()
    paying = AttemptPart.objects.filter(**mine, is_live=True).exists()
    return Owed(
        now_minor=due.now.minor,
        rest_minor=due.rest.minor,
        due_on=due.due_on,
        by_debit=goes_by_debit(organization, account=account, invoice=invoice.id),
        has_mandate=link_to_debit(organization, account=account.id, today=today) is not None,
        by_card=charging or paying,
        plan_kept=PaymentPlan.objects.filter(**mine, state="kept").exists(),
        handed_over=bool(handed_over(organization, invoices=[invoice.id])),
        paused=bool(paused(organization, invoices=[invoice.id])),
    )


def goes_by_debit(organization: OrganizationId, *, account: Account, invoice: UUID) -> bool:
    """Whether the invoice is to be paid through Betalingsservice, as account and subscriptions stand now."""
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice_id=invoice, subscription_id__isnull=False)
    mine = Subscription.objects.filter(organization_id=organization, id__in=lines.values("subscription_id"))
    methods = list(mine.values_list("collection_method", flat=True))
    return by_debit(methods=methods, account_method=account.collection_method, party_type=account.party_type)


def at_bank(
    organization: OrganizationId, *, stand: Mapping[UUID, Standing], by_hand: bool = True
) -> dict[UUID, Standing]:
    """The same, knowing of Betalingsservice: while it collects an invoice nobody is reminded of it.

    What it could not collect is paid by hand from then on, and is reminded as such (`by_hand`: whether that is). The
    day on which it failed counts as a new due day: who just heard of it has the company's days of grace.
    """
    failed = [state.value for state in FAILED_DEBIT]
    found = latest_of(organization, invoices=stand)
    known = dict(stand)
    for invoice, row in found.items():
        was = stand[invoice]
        if row.state in _LIVE:
            known[invoice] = replace(was, collecting=True)
        elif row.state in failed:
            on = (row.collection.settled_on if row.collection else None) or copenhagen_day(row.moved_at)
            reminded = was.reminded_method or by_hand
            known[invoice] = replace(was, not_before=max(on, was.not_before or on), reminded_method=reminded)
        elif row.state == DebitState.STOPPED:
            known[invoice] = replace(was, reminded_method=was.reminded_method or by_hand)
    return known


def of_account(organization: OrganizationId, *, account: UUID, limit: int = 25) -> list[InvoiceCollection]:
    """The account's tries, newest first, with their invoices."""
    mine = InvoiceCollection.objects.filter(organization_id=organization, account_id=account)
    rows = mine.select_related("invoice", "collection__agreement").defer("invoice__snapshot")
    return list(rows.order_by("-made_at", "-id")[:limit])


def waiting_ids(organization: OrganizationId, *, asked_too: bool = False) -> list[UUID]:
    """The invoices that wait to be asked for; with those that were asked for and may still be changed."""
    states = Q(state=DebitState.WAITING)
    if asked_too:
        states |= Q(state=DebitState.ASKED, collection__state="received")
    mine = InvoiceCollection.objects.filter(states, organization_id=organization)
    return list(mine.order_by("id").values_list("invoice_id", flat=True))


def live_of_account(organization: OrganizationId, *, account: UUID) -> list[InvoiceCollection]:
    """What of the account waits to be asked for, or was asked for, by the day on which it is taken."""
    mine = InvoiceCollection.objects.filter(organization_id=organization, account_id=account, state__in=_LIVE)
    return list(mine.select_related("collection__agreement").order_by("pays_on", "id"))


@dataclass(frozen=True, slots=True)
class Collecting:
    """A day on which Betalingsservice collects: so many invoices, so much.

    `is_silent`: it should have answered long ago, and somebody has to ask whether it took the file (17.2: 7).
    """

    on: date
    count: int
    total: Money
    is_silent: bool


def under_way(organization: OrganizationId, *, today: date) -> list[Collecting]:
    """The days that are asked for, the next first."""
    mine = InvoiceCollection.objects.filter(organization_id=organization, state=DebitState.ASKED)
    days = mine.values("pays_on", "currency").annotate(
        count=Count("id"), minor=Sum("amount_minor"), final_on=Max("collection__final_on")
    )
    return [
        Collecting(
            row["pays_on"],
            row["count"],
            Money(row["minor"], row["currency"]),
            row["final_on"] + ANSWERED_WITHIN < today,
        )
        for row in days.order_by("pays_on")
    ]


def silent(organization: OrganizationId, *, today: date, limit: int | None = None) -> list[InvoiceCollection]:
    """What was asked for and should have been answered by now (`rules.debit_answers.is_silent`), the oldest first, with
    account and invoice."""
    mine = InvoiceCollection.objects.filter(
        organization_id=organization, state=DebitState.ASKED, collection__final_on__lt=today - ANSWERED_WITHIN
    )
    rows = mine.select_related("invoice", "account", "collection").defer("invoice__snapshot")
    return list(rows.order_by("pays_on", "id")[:limit])


def failed_lately(organization: OrganizationId, *, limit: int) -> list[InvoiceCollection]:
    """Those that failed and whose invoice is open still and not asked for again, the latest first, with account and
    invoice; one for an invoice."""
    failed = [state.value for state in FAILED_DEBIT]
    later = InvoiceCollection.objects.filter(
        organization_id=organization, invoice_id=OuterRef("invoice_id"), made_at__gt=OuterRef("made_at"),
        state__in=[*failed, *_LIVE],
    )  # fmt: skip
    mine = InvoiceCollection.objects.filter(
        ~Exists(later),
        organization_id=organization,
        state__in=failed,
        invoice__settled_minor__lt=F("invoice__total_minor"),
    )
    rows = mine.select_related("account", "invoice").defer("invoice__snapshot").order_by("-moved_at", "-id")
    return list(rows[:limit])
