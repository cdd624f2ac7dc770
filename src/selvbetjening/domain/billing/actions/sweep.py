"""Find the organizations that have something due and wake a billing run for each."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from selvbetjening.domain.billing.actions.carry_out import READY, carry_out_job
from selvbetjening.domain.billing.actions.run import run_job
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.subscriptions.rules import MOST_DAYS_BEFORE
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def sweep(*, today: date, at: datetime) -> int:
    """Defer one billing run for each active organization with a subscription to renew or to end; how many.

    And for each with a change that waits for a day that has come, what lets it happen.

    Reads ids only through the doorway (SEC-18); a run too many finds nothing to do. Nothing is recorded here.
    """
    with doorway(reason="billing sweep: who has something due", actor=SYSTEM, at=at) as alias:
        asleep = Q(state=State.ENDED) | Q(state=State.PAUSED, paused_until__isnull=True)
        mine = Subscription.objects.filter(organization_id=OuterRef("id")).exclude(asleep)
        due = Q(Exists(mine.filter(renews_on__lte=today)))
        near = mine.filter(renews_on__lte=today + timedelta(days=MOST_DAYS_BEFORE))
        soon = Q(Exists(near), choices__invoice_days_before__gt=0)
        soon |= Q(Exists(near.filter(noted__has_key="pre_renewal_invoicing")))
        found = Organization.objects.using(alias).filter(due | soon, is_active=True)
        organizations = [OrganizationId(id_) for id_ in found.order_by("id").values_list("id", flat=True)]
        waiting = ScheduledChange.objects.using(alias).filter(READY, effective_on__lte=today)
        changing = set(
            waiting.filter(organization__is_active=True).order_by().values_list("organization_id", flat=True)
        )
    for changes in sorted(changing):
        with within(OrganizationId(changes)):
            carry_out_job.defer(OrganizationId(changes))
    for organization in organizations:
        with within(organization):
            run_job.defer(organization)
    return len(organizations)
