"""Find the organizations where something is late and wake a run for each."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q

from selvbetjening.domain.billing.actions.late_run import late_job
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import Dispute, PaymentPlan
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def late_sweep(*, today: date, at: datetime) -> int:
    """Defer one run for each active organization with something overdue, disputed or in a plan; how many.

    Reads ids only through the doorway (SEC-18); a run too many finds nothing to do. Nothing is recorded here.
    """
    with doorway(reason="late sweep: who has something overdue", actor=SYSTEM, at=at) as alias:
        unpaid = Invoice.objects.filter(
            organization_id=OuterRef("id"), settled_minor__lt=F("total_minor"), due_on__lt=today
        )
        disputed = Dispute.objects.filter(organization_id=OuterRef("id"), state="open", answer_by_on__lt=today)
        planned = PaymentPlan.objects.filter(organization_id=OuterRef("id"), state="kept")
        wanted = Q(Exists(unpaid)) | Q(Exists(disputed)) | Q(Exists(planned))
        found = Organization.objects.using(alias).filter(wanted, is_active=True).order_by("id")
        ids = [OrganizationId(id_) for id_ in found.values_list("id", flat=True)]
    for organization in ids:
        with within(organization):
            late_job.defer(organization)
    return len(ids)
