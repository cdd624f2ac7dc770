"""An account's contracts in words: which terms, from when to when, what is taken off."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from selvbetjening.domain.contracts.queries import PriceContract, PriceContractTier, contract_of, listed
from selvbetjening.kernel.formatting import format_money
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.values import language

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """One contract; `last_on` and `bound_on` are last days, None where there is none."""

    terms: str
    starts_on: date
    last_on: date | None
    bound_on: date | None
    tiers: list[str]


def contracts_of(organization: OrganizationId, *, account: UUID) -> list[Shown]:
    """The account's contracts, the one that began last first."""
    return [_shown(row) for row in listed(organization, account=account).order_by("-starts_on", "id")]


def _shown(row: PriceContract) -> Shown:
    bound = contract_of(row).bound_until
    return Shown(
        f"{row.terms.plan.name(language())} ({row.terms.code})",
        row.starts_on,
        row.ends_on - _ONE_DAY if row.ends_on else None,
        bound - _ONE_DAY if bound else None,
        [_tier(tier, row.terms.currency) for tier in row.tiers.all()],
    )


def _tier(tier: PriceContractTier, currency: str) -> str:
    """ "From 10: 10 % off, and 50,00 kr. off the whole"."""
    first, last = tier.minimum_quantity, tier.maximum_quantity
    span = _("From %(first)s") % {"first": first}
    if last is not None:
        span = _("From %(first)s to %(last)s") % {"first": first, "last": last}
    off = []
    if tier.discount:
        off.append(_off(tier, currency))
    if tier.flat_minor or not off:
        off.append(
            _("%(amount)s off the whole") % {"amount": format_money(Money(tier.flat_minor, currency), language())}
        )
    return f"{span}: {', '.join(off)}"


def _off(tier: PriceContractTier, currency: str) -> str:
    if tier.kind == "percent":
        whole, part = divmod(tier.discount, 100)
        mark = "," if language() == "da" else "."
        said = _("%(percent)s %% off") % {"percent": f"{whole}{mark}{part:02}" if part else whole}
    else:
        said = _("%(amount)s off each") % {"amount": format_money(Money(tier.discount, currency), language())}
    return _("%(off)s, of what is above the minimum only") % {"off": said} if tier.above_minimum else said
