"""Change what a contract says."""

from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.contracts.actions.make_contract import Agreed, check_others, held
from selvbetjening.domain.contracts.events import PriceContractChanged
from selvbetjening.domain.contracts.queries import commits_somebody
from selvbetjening.domain.contracts.rules.holding import check_contract
from selvbetjening.domain.contracts.rules.tiers import Refused, check_tiers
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_COLUMNS: Final = {
    "terms": "terms_id", "starts_on": "starts_on", "ends_on": "ends_on", "months": "commitment_months",
    "exclusive": "exclusive",
}  # fmt: skip


def change_contract(
    organization: OrganizationId, *, contract: UUID, agreed: Agreed, actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Let it say this for what is not billed yet; return the names of what changed.

    Other terms are refused while a subscription stands under its binding. Records `contracts.changed` when anything
    changed. Raises `Refused` (`contract_days`, `contract_months`, `contract_overlap`, `contract_committed`,
    `tiers_overlap`) and `PriceContract.DoesNotExist`.
    """
    check_contract(contract=agreed.rule)
    with within(organization):
        row = held(organization, contract=contract)
        changed = tuple(name for name, column in _COLUMNS.items() if getattr(row, column) != getattr(agreed, name))
        if not changed:
            return ()
        if "terms" in changed and commits_somebody(organization, contract=row, today=copenhagen_day(at)):
            raise Refused("contract_committed", field="terms")
        check_others(organization, account=row.account_id, agreed=agreed, but=contract)
        check_tiers(tiers=[tier.rule for tier in row.tiers.all()], exclusive=agreed.exclusive, field="exclusive")
        for name in changed:
            setattr(row, _COLUMNS[name], getattr(agreed, name))
        row.save(update_fields=[_COLUMNS[name] for name in changed])
        fact = PriceContractChanged(account=row.account_id, contract=row.id, terms=agreed.terms, fields=changed)
        record(organization, fact=fact, actor=actor, at=at)
    return changed
