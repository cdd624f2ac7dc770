"""Contracts, and what they make of prices."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.contracts.models import PriceContract as PriceContract
from selvbetjening.domain.contracts.models import PriceContractTier as PriceContractTier
from selvbetjening.domain.contracts.models import contract_of as contract_of
from selvbetjening.domain.contracts.rules.holding import Contract, holding, price_on
from selvbetjening.domain.contracts.rules.own import priced_by
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: One account's contracts, by their terms.
ByTerms = Mapping[UUID, tuple[Contract, ...]]


@dataclass(frozen=True, slots=True)
class OwnPrices:
    """The contracts of some accounts, by account and terms."""

    found: dict[tuple[UUID, UUID], tuple[Contract, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[PriceContract]) -> Self:
        """Those of rows that were read with their tiers."""
        found: dict[tuple[UUID, UUID], tuple[Contract, ...]] = {}
        for row in rows:
            key = (row.account_id, row.terms_id)
            found[key] = (*found.get(key, ()), contract_of(row))
        return cls(found)

    def __bool__(self) -> bool:
        return bool(self.found)

    @property
    def accounts(self) -> list[UUID]:
        """The accounts that have any."""
        return sorted({account for account, _ in self.found})

    def on(self, *, account: UUID, terms: UUID) -> tuple[Contract, ...]:
        """The account's contracts for these terms, by their first day."""
        return self.found.get((account, terms), ())

    def price(self, *, account: UUID, terms: PlanTerms, quantity: int, day: date) -> Money:
        """What the account pays for a full period at the price that holds on this day, excluding VAT."""
        contracts = self.on(account=account, terms=terms.id)
        return price_on(pricing=terms.pricing, quantity=quantity, contracts=contracts, day=day)

    def unit_price(self, *, subscription: Subscription, day: date) -> Money:
        """Of one unit for a full period on this day, excluding VAT; where units differ what one comes to, rounded down.

        At the subscription's own price where it has one. Of none what one would cost. Needs its terms.
        """
        terms, own = subscription.terms, subscription.own_price
        contracts = self.on(account=subscription.account_id, terms=terms.id)
        plain = own is None and terms.pricing_model == "per_unit" and not terms.base_fee_minor
        if plain and not holding(contracts=contracts, day=day):
            return terms.unit_price
        count = max(1, subscription.quantity)
        held = priced_by(pricing=terms.pricing, contracts=contracts, own=own)
        whole = price_on(pricing=held.pricing, quantity=count, contracts=held.contracts, day=day)
        return Money(whole.minor // count, whole.currency)


def own_prices(organization: OrganizationId, *, accounts: Collection[UUID]) -> OwnPrices:
    """The contracts of these accounts; one query, two where there are any."""
    rows = PriceContract.objects.filter(organization_id=organization, account_id__in=set(accounts))
    return OwnPrices.of(rows.prefetch_related("tiers"))


def of_terms(organization: OrganizationId, *, account: UUID, terms: UUID) -> tuple[Contract, ...]:
    """The account's contracts for these terms, by their first day; one query, two where there are any."""
    rows = PriceContract.objects.filter(organization_id=organization, account_id=account, terms_id=terms)
    return tuple(contract_of(row) for row in rows.prefetch_related("tiers"))


def by_terms(organization: OrganizationId, *, account: UUID) -> ByTerms:
    """The account's contracts by their terms; one query, two where there are any."""
    found = own_prices(organization, accounts=[account]).found
    return {terms: contracts for (_, terms), contracts in found.items()}


def all_own_prices(organization: OrganizationId) -> OwnPrices:
    """The contracts of all accounts; one query, two where there are any."""
    return OwnPrices.of(PriceContract.objects.filter(organization_id=organization).prefetch_related("tiers"))


def listed(organization: OrganizationId, *, account: UUID) -> QuerySet[PriceContract]:
    """The account's contracts with account, terms, plan and tiers, as other systems list them; lazy."""
    found = PriceContract.objects.filter(organization_id=organization, account_id=account)
    return found.select_related("account", "terms__plan").prefetch_related("tiers").order_by()


def listed_tiers(organization: OrganizationId, *, contract: UUID) -> QuerySet[PriceContractTier]:
    """The tiers of a contract; lazy."""
    return PriceContractTier.objects.filter(organization_id=organization, contract_id=contract).order_by()


def commits_somebody(organization: OrganizationId, *, contract: PriceContract, today: date) -> bool:
    """Whether a subscription that has not ended stands under the binding of this contract."""
    until = contract_of(contract).bound_until
    if until is None or until <= today or (contract.ends_on is not None and contract.ends_on <= today):
        return False
    return (
        Subscription.objects.filter(
            organization_id=organization, account_id=contract.account_id, terms_id=contract.terms_id
        )
        .exclude(state="ended")
        .exists()
    )
