"""Invoices by the number that is printed on them."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.kernel.ids import OrganizationId

_LARGEST: Final = 2**63 - 1


def invoice_with_number(organization: OrganizationId, *, account: UUID, number: int) -> UUID | None:
    """The id of the account's invoice with this number, the newest where several series have it; None for none."""
    if number > _LARGEST:
        return None
    found = Invoice.objects.filter(organization_id=organization, account_id=account, number=number)
    return found.order_by("-issued_at").values_list("id", flat=True).first()


def invoice_with_id(organization: OrganizationId, *, account: UUID, id_: str) -> UUID | None:
    """The id itself, if it is that of one of the account's invoices; a text that is no id is none."""
    try:
        wanted = UUID(id_)
    except ValueError:
        return None
    found = Invoice.objects.filter(organization_id=organization, account_id=account, id=wanted)
    return found.values_list("id", flat=True).first()


def numbers_of(organization: OrganizationId, *, account: UUID, invoices: Iterable[UUID]) -> dict[UUID, int]:
    """The numbers of these of the account's invoices; one query."""
    found = Invoice.objects.filter(organization_id=organization, account_id=account, id__in=invoices)
    return dict(found.values_list("id", "number"))
