"""Take a tier out of a contract."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.contracts.actions.make_contract import held
from selvbetjening.domain.contracts.actions.put_tier import note_tiers
from selvbetjening.domain.contracts.models import PriceContractTier
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def remove_tier(organization: OrganizationId, *, contract: UUID, tier: UUID, actor: Actor, at: datetime) -> None:
    """Remove the tier, for what is not billed yet. Records `contracts.changed`. Raises `DoesNotExist` of both."""
    with within(organization):
        row = held(organization, contract=contract)
        PriceContractTier.objects.get(organization_id=organization, contract_id=contract, id=tier).delete()
        note_tiers(organization, row=row, actor=actor, at=at)
