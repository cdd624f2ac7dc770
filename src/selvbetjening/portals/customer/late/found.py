"""Find the visitor's own things, or 404 (SEC-19)."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.queries import Invoice
from selvbetjening.domain.payments.queries.disputes import Dispute, get_dispute
from selvbetjening.portals.customer.requests import VisitorRequest


def own_invoice(request: VisitorRequest, invoice: UUID) -> Invoice:
    """The invoice of the visitor's account. Raises Http404."""
    try:
        return invoicing.get(request.organization_id, account=request.visitor.account.id, invoice=invoice)
    except ObjectDoesNotExist:
        raise Http404 from None


def own_dispute(request: VisitorRequest, dispute: UUID) -> Dispute:
    """The dispute of the visitor's account. Raises Http404."""
    try:
        return get_dispute(request.organization_id, dispute=dispute, account=request.visitor.account.id)
    except ObjectDoesNotExist:
        raise Http404 from None
