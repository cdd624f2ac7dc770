"""Change what may be changed of terms that customers have: what concerns the next one who buys, and words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.catalog.events import TermsChanged
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.catalog.rules.quantities import Limits
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, kw_only=True)
class Offering:
    """How terms are offered: trial of a new customer, quantities, the unit's names, and whether at all (XB-31).

    `name` is what other systems call them; None leaves it as it is.
    """

    trial_days: int
    limits: Limits
    unit_da: str
    unit_en: str
    hidden: bool
    name: str | None = None


def change_terms(organization: OrganizationId, *, terms: UUID, offering: Offering, actor: Actor, at: datetime) -> None:
    """Write how the terms are offered; price and agreement are never changed here, but sold as other terms.

    Records `catalog.terms_changed` with the names of what changed, if anything did. Raises `PlanTerms.DoesNotExist`.
    """
    wanted: dict[str, Any] = {
        "trial_days": offering.trial_days,
        "minimum_quantity": offering.limits.minimum,
        "maximum_quantity": offering.limits.maximum,
        "quantity_step": offering.limits.step,
        "unit_da": offering.unit_da,
        "unit_en": offering.unit_en,
        "hidden": offering.hidden,
        **({} if offering.name is None else {"name": offering.name}),
    }
    with within(organization):
        found = PlanTerms.objects.select_for_update(no_key=True).get(organization_id=organization, id=terms)
        changed = [name for name, value in wanted.items() if getattr(found, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(found, name, wanted[name])
        found.save(update_fields=changed)
        fact = TermsChanged(plan=found.plan_id, terms=terms, changed=",".join(changed))
        record(organization, fact=fact, actor=actor, at=at)
