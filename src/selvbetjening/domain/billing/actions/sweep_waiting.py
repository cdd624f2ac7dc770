"""Find guests that nobody answered and customers that nobody told of a new price: a lost job loses nobody."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from selvbetjening.domain.billing.actions.answer_ending_request import answer_ending_job
from selvbetjening.domain.billing.actions.tell_price_change import tell_job
from selvbetjening.domain.billing.models import GuestRequest, PriceChange, PriceNotice
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

#: A guest waits for a mail; a price change may have thousands to tell.
GUEST_WAITS: Final = timedelta(minutes=2)
NEWS_WAIT: Final = timedelta(minutes=15)
_AT_ONCE: Final = 1_000


def sweep_waiting(*, at: datetime) -> int:
    """Wake a job for each guest's request without an answer, and for each price change with somebody left to tell.

    Returns how many. Reads ids only through the doorway (SEC-18); a job too many finds nothing to do. Who is told late
    has the whole notice nevertheless (`tell_price_change`, CAN-6).
    """
    with doorway(reason="guests nobody answered, prices nobody told", actor=SYSTEM, at=at) as alias:
        asked = GuestRequest.objects.using(alias).filter(outcome="", requested_at__lte=at - GUEST_WAITS)
        guests = list(asked.order_by("requested_at").values_list("organization_id", "id")[:_AT_ONCE])
        told = PriceNotice.objects.filter(price_change_id=OuterRef(OuterRef("id")), subscription_id=OuterRef("id"))
        left = Subscription.objects.filter(
            ~Exists(told), organization_id=OuterRef("organization_id"), terms_id=OuterRef("from_terms_id"),
            created_at__lte=OuterRef("created_at"),
        ).exclude(state="ended")  # fmt: skip
        begun = PriceChange.objects.using(alias).filter(
            Exists(left), organization__is_active=True, created_at__lte=at - NEWS_WAIT
        )
        changes = list(begun.order_by("created_at").values_list("organization_id", "id")[:_AT_ONCE])
    for organization, request in guests:
        with within(OrganizationId(organization)):
            answer_ending_job.defer(OrganizationId(organization), guest_request=str(request))
    for organization, change in changes:
        with within(OrganizationId(organization)):
            tell_job.defer(OrganizationId(organization), price_change=str(change), by="")
    return len(guests) + len(changes)
