"""Change what a plan is called and said to be, and what the law lets the company decide about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.catalog.actions.create_plan import PlanTexts
from selvbetjening.domain.catalog.events import PlanChanged
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


class ReasonMissing(Exception):
    """An exception from the consumer's rights needs its reason; `field` is where it belongs."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class PlanRights:
    """Exceptions from a consumer's rights, each with its reason.

    Without withdrawal, the reason being shown before ordering (WDR-9); a binding of more than six months, the reason
    being the company's own (CAN-1).
    """

    withdrawal_exempt: bool = False
    withdrawal_exempt_da: str = ""
    withdrawal_exempt_en: str = ""
    long_binding_allowed: bool = False
    long_binding_reason: str = ""


def change_plan(
    organization: OrganizationId, *, plan: UUID, texts: PlanTexts, rights: PlanRights, actor: Actor, at: datetime
) -> None:
    """Write texts and rights. Records `catalog.plan_changed` with the names of what changed, if anything did.

    Raises `ReasonMissing` (WDR-9, CAN-1), `Plan.DoesNotExist`.
    """
    if rights.withdrawal_exempt and not rights.withdrawal_exempt_da:
        raise ReasonMissing("withdrawal_exempt_da")
    if rights.long_binding_allowed and not rights.long_binding_reason:
        raise ReasonMissing("long_binding_reason")
    wanted = {**texts.__dict__, **rights.__dict__}
    with within(organization):
        found = Plan.objects.select_for_update(no_key=True).get(organization_id=organization, id=plan)
        changed = [name for name, value in wanted.items() if getattr(found, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(found, name, wanted[name])
        found.save(update_fields=changed)
        record(organization, fact=PlanChanged(plan=plan, changed=",".join(changed)), actor=actor, at=at)
