"""Tell a gateway that a card of ours is disabled; a failure there is tried again and shown to nobody (CD-03)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db.models import F

from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.ports import Instrument
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.cards")

#: After each try that got no answer; a card is disabled here all the same. The last wait is repeated for ever.
WAITS: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
_CLAIM: Final = timedelta(minutes=5)
_PATIENCE: Final = timedelta(minutes=2)
_AT_ONCE: Final = 1_000


def tell_off(organization: OrganizationId, *, card: UUID, at: datetime) -> bool:
    """Disable the card at its gateway, if that is still to be done; whether the gateway now knows. Twice is once."""
    with within(organization):
        mine = PaymentCard.objects.filter(
            organization_id=organization, id=card, state="disabled", told_off_at=None, tell_next_at__lte=at
        )
        if not mine.update(tell_tries=F("tell_tries") + 1, tell_next_at=at + _CLAIM):
            return False
        found = PaymentCard.objects.select_related("gateway_account").get(organization_id=organization, id=card)
    assert found.gateway_account is not None  # noqa: S101 - a card without one is never due
    known = Instrument(external_id=found.external_id, customer_ref=found.customer_ref, method=found.method)
    result = adapter(account=found.gateway_account).disable(known)
    with within(organization):
        mine = PaymentCard.objects.filter(organization_id=organization, id=card, told_off_at=None)
        if result.kind == "succeeded":
            mine.update(told_off_at=at, tell_next_at=None)
            return True
        again = at + WAITS[min(found.tell_tries, len(WAITS)) - 1]
        mine.update(tell_next_at=again)
        tell_off_job.defer(organization, after=again, card=str(card))
    log.warning("card not disabled at its gateway", organization=str(organization), outcome=result.kind)
    return False


@job(name="payments.tell_off", attempts=1)
def tell_off_job(organization: OrganizationId, *, at: datetime, card: str) -> None:
    """Tell the gateway of one card."""
    tell_off(organization, card=UUID(card), at=at)


def sweep(*, at: datetime) -> int:
    """Wake each card that no job told its gateway of, and return how many."""
    with doorway(reason="disabled cards that a gateway was not told of", actor=SYSTEM, at=at) as alias:
        due = PaymentCard.objects.using(alias).filter(
            state="disabled", told_off_at=None, tell_next_at__lte=at - _PATIENCE
        )
        found = list(due.order_by("tell_next_at").values_list("organization_id", "id")[:_AT_ONCE])
    for organization, card in found:
        with within(OrganizationId(organization)):
            tell_off_job.defer(OrganizationId(organization), card=str(card))
    return len(found)
