"""Make a plan. It is closed to self-service until somebody enables it (SB-13)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from selvbetjening.domain.catalog.events import PlanCreated
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


class CodeTaken(Exception):
    """Another plan, or other terms, of this organization have the code."""


@dataclass(frozen=True, kw_only=True)
class PlanTexts:
    """What a plan is called and said to be; English may be empty and Danish then stands in."""

    name_da: str
    name_en: str = ""
    description_da: str = ""
    description_en: str = ""


def create_plan(organization: OrganizationId, *, code: str, texts: PlanTexts, actor: Actor, at: datetime) -> Plan:
    """Make the plan, without terms yet. Records `catalog.plan_created`. Raises `CodeTaken`."""
    with within(organization):
        try:
            with transaction.atomic():
                made = Plan.objects.create(
                    organization_id=organization,
                    code=code,
                    name_da=texts.name_da,
                    name_en=texts.name_en,
                    description_da=texts.description_da,
                    description_en=texts.description_en,
                )
        except IntegrityError:
            raise CodeTaken(code) from None
        record(organization, fact=PlanCreated(plan=made.id, code=code), actor=actor, at=at)
    return made
