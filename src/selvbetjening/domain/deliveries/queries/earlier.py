"""Earlier deliveries, as the rule about duplicates wants them (annex D.3)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from selvbetjening.domain.deliveries.lifecycle import NEVER_COUNTED, DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.doors import Environment
from selvbetjening.domain.deliveries.rules.duplicates import Sent
from selvbetjening.domain.deliveries.rules.limits import RETRY
from selvbetjening.kernel.ids import OrganizationId


def as_sent(*, row: Delivery) -> Sent:
    """The row as the rule wants it."""
    environment: Environment = "test" if row.environment == "test" else "production"
    return Sent(
        id=row.id, number=row.number, sha256=row.sha256, name=row.name,
        sender=row.account_id or row.membership_id, environment=environment, received_at=row.received_at,
        keys=tuple(row.keys), state=DeliveryState(row.state),
    )  # fmt: skip


def sent_alike(organization: OrganizationId, *, sha256: str, at: datetime) -> list[Sent]:
    """What came with the same bytes within the time of a client's retry."""
    rows = Delivery.objects.filter(organization_id=organization, sha256=sha256, received_at__gte=at - RETRY)
    return [as_sent(row=row) for row in rows]


def perhaps_the_same(organization: OrganizationId, *, new: Delivery, keys: Iterable[str]) -> list[Sent]:
    """Other deliveries with the same bytes or a business identity of the new one."""
    mine = Delivery.objects.filter(organization_id=organization, environment=new.environment).exclude(
        Q(state__in=NEVER_COUNTED) | Q(id=new.id)
    )
    rows = mine.filter(Q(sha256=new.sha256) | Q(keys__overlap=list(keys)))
    return [as_sent(row=row) for row in rows]
