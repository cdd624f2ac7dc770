"""Break off an attempt to pay on a gateway's page, so that another one may begin (PY-04)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.after_attempt import after_attempt
from selvbetjening.domain.billing.actions.charge import look_at
from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.actions.move_attempt import move_attempt
from selvbetjening.domain.payments.models import Attempt
from selvbetjening.domain.payments.ports import GatewayRefused, NotReached
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.payments.rules.attempts import can_be_broken_off
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def break_off(organization: OrganizationId, *, attempt: UUID, at: datetime) -> bool:
    """Close its page at the gateway, and take what the gateway says became of it; whether the attempt is over.

    Paid a moment before is paid. False where the gateway cannot close it or gives no answer: then it goes on. Must
    stand outside every transaction. Raises `Attempt.DoesNotExist`.
    """
    with within(organization):
        found = _found(organization, attempt)
    if not found.is_live:
        return True
    has_page = bool(found.url and found.external_ref)
    if not can_be_broken_off(kind=found.kind, state=found.state, has_page=has_page, made_at=found.made_at, at=at):
        return False
    if not found.external_ref:
        return _given_up(organization, attempt, at)
    try:
        facts = adapter(account=found.gateway_account).close_redirect(found.external_ref)
    except NotReached:
        return False
    except GatewayRefused:  # mostly: it is over there already, paid or expired
        return not look_at(organization, attempt=attempt, at=at).is_live
    take_facts(organization, gateway_account=found.gateway_account_id, facts=facts, at=at)
    with within(organization):
        return not _found(organization, attempt).is_live


def _given_up(organization: OrganizationId, attempt: UUID, at: datetime) -> bool:
    with within(organization):
        if move_attempt(organization, attempt=attempt, verb="cancel", at=at):
            after_attempt(organization, attempt=attempt, at=at)
    return True


def _found(organization: OrganizationId, attempt: UUID) -> Attempt:
    return Attempt.objects.select_related("gateway_account").get(organization_id=organization, id=attempt)
