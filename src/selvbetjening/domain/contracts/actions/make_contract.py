"""Give an account its own price of some terms."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.contracts.events import PriceContractMade
from selvbetjening.domain.contracts.models import PriceContract, contract_of
from selvbetjening.domain.contracts.rules.holding import Contract, check_apart, check_contract
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a contract says: terms, days (`ends_on` is the first without it), months of binding, how tiers hold."""

    terms: UUID
    starts_on: date
    ends_on: date | None = None
    months: int
    exclusive: bool = False

    @property
    def rule(self) -> Contract:
        """As the rules take it, without tiers."""
        return Contract(self.starts_on, self.ends_on, self.months, self.exclusive)


def make_contract(
    organization: OrganizationId, *, account: UUID, agreed: Agreed, actor: Actor, at: datetime
) -> PriceContract:
    """Make a contract without tiers. It holds for what is billed from now on; what is billed stays as it was billed.

    Records `contracts.made`. Raises `Refused` (`contract_days`, `contract_months`, `contract_overlap`) and
    `Account.DoesNotExist`.
    """
    check_contract(contract=agreed.rule)
    with within(organization):
        hold_account(organization, account=account)
        check_others(organization, account=account, agreed=agreed)
        made = PriceContract.objects.create(
            organization_id=organization,
            account_id=account,
            terms_id=agreed.terms,
            starts_on=agreed.starts_on,
            ends_on=agreed.ends_on,
            commitment_months=agreed.months,
            exclusive=agreed.exclusive,
            created_at=at,
        )
        fact = PriceContractMade(account=account, contract=made.id, terms=agreed.terms, starts_on=agreed.starts_on)
        record(organization, fact=fact, actor=actor, at=at)
    return made


def hold_account(organization: OrganizationId, *, account: UUID) -> None:
    """Let contracts of this account be changed by one at a time. Raises `Account.DoesNotExist`."""
    Account.objects.select_for_update(no_key=True).only("id").get(organization_id=organization, id=account)


def held(organization: OrganizationId, *, contract: UUID) -> PriceContract:
    """The contract with its tiers, nobody else changing it meanwhile. Raises `PriceContract.DoesNotExist`."""
    account = PriceContract.objects.only("account_id").get(organization_id=organization, id=contract).account_id
    hold_account(organization, account=account)
    return PriceContract.objects.prefetch_related("tiers").get(organization_id=organization, id=contract)


def check_others(organization: OrganizationId, *, account: UUID, agreed: Agreed, but: UUID | None = None) -> None:
    """No other contract of the account for these terms holds on one of its days. Raises `Refused`."""
    rows = PriceContract.objects.filter(organization_id=organization, account_id=account, terms_id=agreed.terms)
    others = [contract_of(row) for row in rows.prefetch_related("tiers") if row.id != but]
    check_apart(contract=agreed.rule, others=others)
