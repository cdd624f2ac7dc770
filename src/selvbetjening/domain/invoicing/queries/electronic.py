"""What may be asked about e-invoices: how one invoice fared, and what the company has to look after."""

from dataclasses import dataclass
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import DocumentCheck as DocumentCheck
from selvbetjening.domain.invoicing.models import EInvoiceDelivery as EInvoiceDelivery
from selvbetjening.domain.invoicing.rules.electronic import missing_references
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.ids import OrganizationId

_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Warned:
    """A public customer, and the codes of what it has not given (EIN-1): `ean`, `reference`, `po_number`."""

    account: UUID
    code: str
    name: str
    missing: tuple[str, ...]


def delivery_of(organization: OrganizationId, *, invoice: UUID) -> EInvoiceDelivery | None:
    """How an invoice fares on its way through the access point; None where it is not sent that way."""
    return EInvoiceDelivery.objects.filter(organization_id=organization, invoice_id=invoice).first()


def delivery_of_note(organization: OrganizationId, *, credit_note: UUID) -> EInvoiceDelivery | None:
    """The same of a credit note."""
    return EInvoiceDelivery.objects.filter(organization_id=organization, credit_note_id=credit_note).first()


def sent_to(organization: OrganizationId, *, account: UUID) -> str:
    """The electronic address that the account's latest invoice was sent to; empty where invoices go by mail."""
    mine = EInvoiceDelivery.objects.filter(organization_id=organization, invoice__account_id=account)
    return mine.order_by("-created_at").values_list("address", flat=True).first() or ""


def unsent(organization: OrganizationId) -> list[EInvoiceDelivery]:
    """E-invoices that were rejected or given up, the newest first: somebody must bring them in another way."""
    mine = EInvoiceDelivery.objects.filter(organization_id=organization, state__in=["rejected", "failed"])
    return list(mine.select_related("invoice__account", "credit_note__account").order_by("-created_at")[:_AT_MOST])


def sent(organization: OrganizationId) -> list[EInvoiceDelivery]:
    """E-invoices that were taken or are on their way, the newest first, with their documents and accounts."""
    mine = EInvoiceDelivery.objects.filter(organization_id=organization, state__in=["waiting", "accepted"])
    found = mine.select_related("invoice__account", "credit_note__account")
    return list(found.defer("invoice__snapshot", "credit_note__snapshot").order_by("-created_at")[:_AT_MOST])


def broken(organization: OrganizationId) -> list[DocumentCheck]:
    """Documents that break an official rule, the newest first. They are issued all the same (NUM-2)."""
    mine = DocumentCheck.objects.filter(organization_id=organization, is_valid=False)
    return list(mine.select_related("invoice", "credit_note").order_by("-checked_at")[:_AT_MOST])


def public_without_references(organization: OrganizationId) -> list[Warned]:
    """Public customers who may hold back payment, because something that they ask for is missing (EIN-1)."""
    required = Organization.objects.get(id=organization).choice("public_required_refs")
    found = []
    for account in Account.objects.filter(organization_id=organization, party_type="public").order_by("name"):
        missing = missing_references(
            party_type=account.party_type,
            ean=account.ean,
            reference=account.reference,
            po_number=account.po_number,
            required=required,
        )
        if missing:
            found.append(Warned(account.id, account.code, account.name, missing))
    return found[:_AT_MOST]
