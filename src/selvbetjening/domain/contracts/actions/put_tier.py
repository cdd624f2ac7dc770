"""Put a tier into a contract, or another one in its place."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.contracts.actions.make_contract import held
from selvbetjening.domain.contracts.events import PriceContractChanged
from selvbetjening.domain.contracts.models import PriceContract, PriceContractTier
from selvbetjening.domain.contracts.rules.tiers import Tier, check_tier, check_tiers
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def put_tier(
    organization: OrganizationId,
    *,
    contract: UUID,
    tier: Tier,
    actor: Actor,
    at: datetime,
    instead_of: UUID | None = None,
) -> PriceContractTier:
    """Add the tier, or let it stand `instead_of` another, for what is not billed yet.

    Records `contracts.changed`. Raises `Refused` (`tier_range`, `tier_discount`, `tier_percent`, `tiers_overlap`,
    `tiers_same`, `tiers_many`) and `DoesNotExist` of contract and tier.
    """
    check_tier(tier=tier)
    with within(organization):
        row = held(organization, contract=contract)
        others = [each for each in row.tiers.all() if each.id != instead_of]
        check_tiers(tiers=[*(each.rule for each in others), tier], exclusive=row.exclusive)
        values = {
            "minimum_quantity": tier.minimum,
            "maximum_quantity": tier.maximum,
            "kind": tier.kind,
            "discount": tier.discount,
            "flat_minor": tier.flat,
            "above_minimum": tier.above,
        }
        if instead_of is None:
            saved = PriceContractTier.objects.create(
                organization_id=organization, contract_id=contract, created_at=at, **values
            )
        else:
            saved = PriceContractTier.objects.get(organization_id=organization, contract_id=contract, id=instead_of)
            for name, value in values.items():
                setattr(saved, name, value)
            saved.save(update_fields=list(values))
        note_tiers(organization, row=row, actor=actor, at=at)
    return saved


def note_tiers(organization: OrganizationId, *, row: PriceContract, actor: Actor, at: datetime) -> None:
    """Record that the contract's tiers are other ones."""
    fact = PriceContractChanged(account=row.account_id, contract=row.id, terms=row.terms_id, fields=("tiers",))
    record(organization, fact=fact, actor=actor, at=at)
