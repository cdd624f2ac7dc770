"""Whether anything was begun about an unpaid invoice that a new invoice would begin anew."""

from uuid import UUID

from selvbetjening.domain.invoicing.models import HandOver, LateClaim, Reminder
from selvbetjening.domain.payments.models import Deferral, Dispute, PaymentPlan
from selvbetjening.kernel.ids import OrganizationId

_BEGUN = (Reminder, LateClaim, HandOver, Dispute, Deferral, PaymentPlan)


def pursued(organization: OrganizationId, *, invoice: UUID) -> bool:
    """Whether the invoice was ever reminded, claimed upon, handed over, disputed, put off or planned in parts."""
    return any(kind.objects.filter(organization_id=organization, invoice_id=invoice).exists() for kind in _BEGUN)
