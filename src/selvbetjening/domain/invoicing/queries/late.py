"""What may be asked about reminders and what was claimed with them; the organization first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.invoicing.models import HandOver, LateClaim, ReminderDocument
from selvbetjening.domain.invoicing.models import Reminder as Reminder
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OpenClaims:
    """What is still to be paid beside an invoice, by kind, without VAT (DUN-8)."""

    fees: Money
    interest: Money
    compensation: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.fees + self.interest + self.compensation


def reminders_of(organization: OrganizationId, *, invoice: UUID) -> list[Reminder]:
    """The letters that were sent about the invoice, first one first; dropped ones are left out."""
    return reminders_by_invoice(organization, invoices=[invoice]).get(invoice, [])


def reminders_by_invoice(organization: OrganizationId, *, invoices: Sequence[UUID]) -> dict[UUID, list[Reminder]]:
    """The same for many invoices, without the letters' text; one query."""
    found = Reminder.objects.filter(organization_id=organization, invoice_id__in=invoices, dropped_at=None)
    letters: dict[UUID, list[Reminder]] = {}
    for letter in found.order_by("number").defer("snapshot"):
        letters.setdefault(letter.invoice_id, []).append(letter)
    return letters


def reminder(organization: OrganizationId, *, reminder: UUID) -> Reminder:
    """One letter with its text, dropped or not. Raises `Reminder.DoesNotExist`."""
    return Reminder.objects.get(organization_id=organization, id=reminder)


def stored_letter(organization: OrganizationId, *, reminder: UUID) -> ReminderDocument | None:
    """A letter's PDF as it was stored, or None when it is not made yet."""
    mine = ReminderDocument.objects.filter(organization_id=organization, reminder_id=reminder)
    return mine.select_related("reminder").first()


def claims_of(organization: OrganizationId, *, invoice: UUID) -> list[LateClaim]:
    """Everything that was claimed beside the invoice, oldest first, paid and waived ones too."""
    return list(LateClaim.objects.filter(organization_id=organization, invoice_id=invoice).order_by("claimed_at", "id"))


def open_claims(organization: OrganizationId, *, invoice: UUID, currency: str) -> OpenClaims:
    """What is left to pay beside the invoice; the collection fee counts as a fee."""
    left: dict[str, int] = {}
    for claim in claims_of(organization, invoice=invoice):
        kind = "fee" if claim.kind == "collection" else claim.kind
        left[kind] = left.get(kind, 0) + claim.left_minor
    fees, interest, compensation = (
        Money(left.get(kind, 0), currency) for kind in ("fee", "interest", "compensation")
    )  # fmt: skip
    return OpenClaims(fees, interest, compensation)


def open_claims_in_order(organization: OrganizationId, *, account: UUID) -> list[LateClaim]:
    """The account's claims of which something is left, oldest first, with their invoices' numbers; one query."""
    found = LateClaim.objects.filter(
        organization_id=organization, account_id=account, amount_minor__gt=F("settled_minor") + F("waived_minor")
    )
    return list(found.select_related("invoice").defer("invoice__snapshot").order_by("claimed_at", "id"))


def handed_over(organization: OrganizationId, *, invoices: Sequence[UUID]) -> dict[UUID, HandOver]:
    """Which of the invoices were handed over to collection."""
    found = HandOver.objects.filter(organization_id=organization, invoice_id__in=invoices)
    return {each.invoice_id: each for each in found}
