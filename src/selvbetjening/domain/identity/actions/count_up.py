"""Count one act of one subject, and say whether it was one too many (LG-15, security.md 5.2)."""

from datetime import datetime

from django.db import connection
from django.db.models import Sum

from selvbetjening.domain.identity.models import RateCount
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.rules.limits import Limit, first_counted, window_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id

_UPSERT = """
    INSERT INTO identity_ratecount (id, organization_id, act, subject, window_starts_at, count)
    VALUES (%s, %s, %s, %s, %s, 1)
    ON CONFLICT (organization_id, act, subject, window_starts_at) DO UPDATE SET count = identity_ratecount.count + 1
"""


def count_up(organization: OrganizationId, *, limit: Limit, subject: str, at: datetime) -> datetime | None:
    """None when this act is still within the limit, else the moment from which it may be tried again.

    The same statements run in both cases. `subject` (a network, a browser) is kept as a keyed digest only.
    """
    digest = keyed(organization, label=limit.act, secret=subject)
    with within(organization):
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, [new_id(), organization, limit.act, digest, window_of(at=at)])
        counted = RateCount.objects.filter(
            organization_id=organization,
            act=limit.act,
            subject=digest,
            window_starts_at__gte=first_counted(at=at, span=limit.span),
        )
        total = counted.aggregate(total=Sum("count"))["total"] or 0
        return None if total <= limit.per_hour else window_of(at=at) + limit.span
