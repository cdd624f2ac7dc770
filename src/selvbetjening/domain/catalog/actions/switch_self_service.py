"""Offer a plan in the portal, or stop offering it: plan by plan, on the plan itself (SB-14)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.catalog.events import PlanDisabledForSelfService, PlanEnabledForSelfService
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def enable(organization: OrganizationId, *, plan: UUID, actor: Actor, at: datetime) -> None:
    """Show the plan with all its terms (SB-15). Records `catalog.plan_enabled_for_self_service`, once.

    Raises `Plan.DoesNotExist`.
    """
    with within(organization):
        found = Plan.objects.select_for_update().get(organization_id=organization, id=plan)
        if not found.self_service_enabled:
            found.self_service_enabled = True
            found.save(update_fields=["self_service_enabled"])
            record(organization, fact=PlanEnabledForSelfService(plan=plan), actor=actor, at=at)


def disable(organization: OrganizationId, *, plan: UUID, actor: Actor, at: datetime) -> None:
    """Stop showing the plan; subscriptions on it run on. Records `catalog.plan_disabled_for_self_service`, once.

    Raises `Plan.DoesNotExist`.
    """
    with within(organization):
        found = Plan.objects.select_for_update().get(organization_id=organization, id=plan)
        if found.self_service_enabled:
            found.self_service_enabled = False
            found.save(update_fields=["self_service_enabled"])
            record(organization, fact=PlanDisabledForSelfService(plan=plan), actor=actor, at=at)
