"""Find due e-invoices that no job sent."""

from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.invoicing.actions.send import send_job
from selvbetjening.domain.invoicing.models import EInvoiceDelivery
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

PATIENCE: Final = timedelta(minutes=2)
_AT_ONCE: Final = 1_000


def sweep(*, at: datetime) -> int:
    """Wake each delivery that has been due for a while, and return how many: a lost job loses no e-invoice."""
    with doorway(reason="due e-invoices that no job sent", actor=SYSTEM, at=at) as alias:
        due = EInvoiceDelivery.objects.using(alias).filter(state="waiting", next_try_at__lte=at - PATIENCE)
        found = list(due.order_by("next_try_at").values_list("organization_id", "id")[:_AT_ONCE])
    for organization, delivery in found:
        with within(OrganizationId(organization)):
            send_job.defer(OrganizationId(organization), delivery=str(delivery))
    return len(found)
