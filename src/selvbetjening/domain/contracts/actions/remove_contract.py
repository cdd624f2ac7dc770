"""Take an account's own price away."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.contracts.actions.make_contract import held
from selvbetjening.domain.contracts.events import PriceContractRemoved
from selvbetjening.domain.contracts.models import PriceContract, PriceContractTier
from selvbetjening.domain.contracts.queries import commits_somebody
from selvbetjening.domain.contracts.rules.tiers import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def remove_contract(organization: OrganizationId, *, contract: UUID, actor: Actor, at: datetime) -> None:
    """Remove the contract with its tiers: what is not billed yet costs the list price again.

    Records `contracts.removed`. Raises `Refused` (`contract_committed`: a subscription stands under its binding, and
    what one is bound to stays) and `PriceContract.DoesNotExist`.
    """
    with within(organization):
        row = held(organization, contract=contract)
        if commits_somebody(organization, contract=row, today=copenhagen_day(at)):
            raise Refused("contract_committed")
        PriceContractTier.objects.filter(organization_id=organization, contract_id=contract).delete()
        PriceContract.objects.filter(organization_id=organization, id=contract).delete()
        fact = PriceContractRemoved(account=row.account_id, contract=contract, terms=row.terms_id)
        record(organization, fact=fact, actor=actor, at=at)
