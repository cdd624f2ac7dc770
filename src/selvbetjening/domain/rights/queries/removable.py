"""What the books need no more and nothing is about any more: it may go by itself (GDP-2, GDP-4, BOK-1).

What is still unpaid, disputed, claimed, to be paid back or to somebody's good is held, however old it is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import Contract, LegalAct
from selvbetjening.domain.invoicing.models import (
    CorrectionTask,
    CreditNote,
    DraftLine,
    ForeignDocument,
    Invoice,
    LateClaim,
)
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.payments.models import Dispute, Payment, PaymentPlan, RefundTask
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.rights.rules.erasing import oldest_kept
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.ids import OrganizationId

Row = TypeVar("Row", bound=Model)

_UNUSED = Q(used_minor__lt=F("total_minor"))
_OVERPAID = Q(used_minor__lt=F("overpaid_minor"))
_CLAIMED = Q(amount_minor__gt=F("settled_minor") + F("waived_minor"))


@dataclass(frozen=True, slots=True)
class Coming:
    """What the next run removes, and how many documents are old enough but held."""

    invoices: int
    credit_notes: int
    accounts: int
    held: int


def coming(organization: OrganizationId, *, today: date) -> Coming:
    """For the operator: what the run of the night takes. Accounts whose last documents go in it are not counted yet."""
    old = Invoice.objects.filter(organization_id=organization, retain_until__lt=today, content_erased_on=None)
    invoices = old_invoices(organization, today=today).count()
    return Coming(
        invoices=invoices,
        credit_notes=old_credit_notes(organization, today=today).count(),
        accounts=finished_accounts(organization, today=today).count(),
        held=old.count() - invoices,
    )


def old_invoices(organization: OrganizationId, *, today: date) -> QuerySet[Invoice]:
    """Invoices that still name their buyer, whose time in the books is over, and that nothing holds."""
    found = Invoice.objects.filter(
        organization_id=organization,
        retain_until__lt=today,
        content_erased_on=None,
        settled_minor__gte=F("total_minor"),
    )
    mine = {"organization_id": organization, "invoice_id": OuterRef("pk")}
    return _without(
        found,
        Dispute.objects.filter(**mine, state__in=["open", "answered"]),
        PaymentPlan.objects.filter(**mine, state="kept"),
        CorrectionTask.objects.filter(**mine, closed_at=None),
        LateClaim.objects.filter(_CLAIMED, **mine),
        CreditNote.objects.filter(_UNUSED, **mine),
        Payment.objects.filter(_OVERPAID, **mine),
        _refunds(organization, OuterRef("account_id")),
    )


def old_credit_notes(organization: OrganizationId, *, today: date) -> QuerySet[CreditNote]:
    """Credit notes in the same way; each goes after its invoice, whose holds are its own."""
    found = CreditNote.objects.filter(
        organization_id=organization, retain_until__lt=today, content_erased_on=None, used_minor__gte=F("total_minor"),
        invoice__content_erased_on__isnull=False,
    )  # fmt: skip
    return _without(found, _refunds(organization, OuterRef("account_id")))


def old_acts(organization: OrganizationId, *, today: date) -> QuerySet[LegalAct]:
    """Cancellations and withdrawals in the same way."""
    found = LegalAct.objects.filter(organization_id=organization, retain_until__lt=today, content_erased_on=None)
    return _without(found, _refunds(organization, OuterRef("account_id")))


def old_contracts(organization: OrganizationId, *, today: date) -> QuerySet[Contract]:
    """Contracts that ended, when no document of their account is kept any more."""
    found = Contract.objects.filter(
        organization_id=organization, retain_until__lt=today, content_erased_on=None, subscription__state="ended"
    )
    mine = {"organization_id": organization, "account_id": OuterRef("account_id")}
    return _without(
        found,
        Invoice.objects.filter(**mine, content_erased_on=None),
        CreditNote.objects.filter(**mine, content_erased_on=None),
        _refunds(organization, OuterRef("account_id")),
    )


def finished_accounts(organization: OrganizationId, *, today: date) -> QuerySet[Account]:
    """Accounts of whom nothing runs, nothing is open, and nothing needs to be kept any more."""
    ends = organizations.get(organization).choice("financial_year_end")
    since = oldest_kept(today=today, financial_year_ends=ends)
    mine: dict[str, Any] = {"organization_id": organization, "account_id": OuterRef("pk")}
    found = Account.objects.filter(organization_id=organization, created_at__lt=start_of_day(since))
    return _without(
        found,
        Erasure.objects.filter(**mine, recipient_id=None),
        Subscription.objects.filter(~Q(state="ended") | Q(ends_on__gte=since), **mine),
        Invoice.objects.filter(**mine, content_erased_on=None),
        CreditNote.objects.filter(**mine, content_erased_on=None),
        LegalAct.objects.filter(**mine, content_erased_on=None),
        Contract.objects.filter(**mine, content_erased_on=None),
        ForeignDocument.objects.filter(**mine, retain_until__gte=today),
        DraftLine.objects.filter(**mine, dropped_at=None, invoice_line=None),
        Payment.objects.filter(organization_id=organization, invoice__account=OuterRef("pk"), retain_until__gte=today),
        _refunds(organization, OuterRef("pk")),
    )


def _refunds(organization: OrganizationId, account: OuterRef) -> QuerySet[RefundTask]:
    return RefundTask.objects.filter(organization_id=organization, account_id=account, state="open")


def _without(found: QuerySet[Row], *holds: QuerySet[Any]) -> QuerySet[Row]:
    for hold in holds:
        found = found.exclude(Exists(hold))
    return found
