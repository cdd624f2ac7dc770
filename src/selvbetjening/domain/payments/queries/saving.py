"""Where a card can be saved now, and how often an account has begun to (SB-26, CD-02)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from selvbetjening.domain.payments.models import Attempt
from selvbetjening.domain.payments.queries.gateways import NAMES, active, adapter
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import SealBroken


@dataclass(frozen=True, slots=True)
class SavingPlace:
    """A gateway account that saves cards. `one_per_currency`: a card pays only the currency it was saved for."""

    id: UUID
    gateway: str
    name: str
    currencies: frozenset[str]
    one_per_currency: bool


def places_to_save(organization: OrganizationId) -> list[SavingPlace]:
    """The company's gateways that save cards, Stripe first; none where none is connected, or none can be opened."""
    found = []
    for account in sorted(active(organization), key=lambda each: (each.gateway != "stripe", each.gateway)):
        try:
            able = adapter(account=account).capabilities()
        except SealBroken:
            continue
        if able.save:
            name = NAMES[account.gateway]
            place = SavingPlace(
                account.id, account.gateway, name, frozenset(able.currencies), able.one_instrument_per_currency
            )
            found.append(place)
    return found


def saves_begun(organization: OrganizationId, *, account: UUID, at: datetime) -> int:
    """How many cards the account has begun to save within the hour before this instant."""
    mine = Attempt.objects.filter(organization_id=organization, account_id=account, kind="save")
    return mine.filter(made_at__gt=at - timedelta(hours=1)).count()
