"""What somebody has to ask Betalingsservice to leave out, since no file says it (U18)."""

from datetime import date

from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.kernel.ids import OrganizationId


def to_ask_for(organization: OrganizationId, *, today: date, limit: int = 50) -> list[Collection]:
    """Those whose payment day has not gone by, the next first, with account and invoice; afterwards the money that came
    is booked, and paid back as any."""
    mine = Collection.objects.filter(organization_id=organization, by_hand_at__isnull=False, pays_on__gte=today)
    rows = mine.select_related("account", "invoice", "agreement").defer("invoice__snapshot")
    return list(rows.order_by("pays_on", "match_key", "id")[:limit])
