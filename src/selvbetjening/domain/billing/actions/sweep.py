"""Find the organizations that have something due and wake a billing run for each."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from selvbetjening.domain.billing.actions.run import run_job
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def sweep(*, today: date, at: datetime) -> int:
    """Defer one billing run for each active organization with a subscription to renew or to end; how many.

    Reads ids only through the doorway (SEC-18); a run too many finds nothing to do. Nothing is recorded here.
    """
    with doorway(reason="billing sweep: who has something due", actor=SYSTEM, at=at) as alias:
        due = Subscription.objects.filter(organization_id=OuterRef("id"), renews_on__lte=today)
        found = Organization.objects.using(alias).filter(Exists(due.exclude(state=State.ENDED)), is_active=True)
        organizations = [OrganizationId(id_) for id_ in found.order_by("id").values_list("id", flat=True)]
    for organization in organizations:
        with within(organization):
            run_job.defer(organization)
    return len(organizations)
