"""With which of the company's gateways an amount can be paid now (SB-28)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from selvbetjening.domain.payments.models import GatewayAccount
from selvbetjening.domain.payments.queries.gateways import NAMES, active, adapter
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.sealed import SealBroken


@dataclass(frozen=True, slots=True)
class CardWay:
    """A gateway account that takes the amount. `name` is how people call it; `saves` whether it can save a card."""

    id: UUID
    gateway: str
    name: str
    saves: bool


def ways_to_pay_by_card(organization: OrganizationId, *, amount: Money) -> list[CardWay]:
    """The gateways that take this amount in its currency, Stripe first; none for nothing to pay.

    An account whose keys cannot be opened any more takes nothing: its operator is told elsewhere.
    """
    if amount.minor <= 0:
        return []
    found = [way for account in active(organization) if (way := _way(account, amount))]
    return sorted(found, key=lambda way: (way.gateway != "stripe", way.gateway))


def payable_by_card(organization: OrganizationId, *, amounts: Iterable[Money]) -> frozenset[Money]:
    """Those of the amounts that some gateway takes; one query for however many."""
    accounts, wanted = active(organization), {amount for amount in amounts if amount.minor > 0}
    return frozenset(amount for amount in wanted if any(_way(account, amount) for account in accounts))


def payable_currencies(organization: OrganizationId) -> frozenset[str]:
    """In which currencies anything can be paid by card at all."""
    found: frozenset[str] = frozenset()
    for account in active(organization):
        try:
            found |= adapter(account=account).capabilities().currencies
        except SealBroken:
            continue
    return found


def _way(account: GatewayAccount, amount: Money) -> CardWay | None:
    try:
        able = adapter(account=account).capabilities()
    except SealBroken:
        return None
    if amount.currency not in able.currencies or amount.minor < able.least_minor.get(amount.currency, 0):
        return None
    return CardWay(account.id, account.gateway, NAMES[account.gateway], able.save)
