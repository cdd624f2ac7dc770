"""Notices of gateways: kept at once, worked on afterwards, never believed for their content (G7, SEC-75, SEC-76)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db.models import F

from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.models import GatewayAccount, GatewayNotice
from selvbetjening.domain.payments.ports import GatewayRefused, Ignored, NotReached
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId, new_id

log = structlog.get_logger("selvbetjening.gateways")

#: A gateway that cannot be read is read again; the last wait is repeated until it can.
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
_CLAIM: Final = timedelta(minutes=5)
_PATIENCE: Final = timedelta(minutes=2)
_AT_ONCE: Final = 1_000


def keep_notice(
    organization: OrganizationId, *, gateway_account: UUID, headers: Mapping[str, str], body: bytes, at: datetime
) -> bool:
    """Verify a notice over its raw bytes and keep it; False where it was kept before. The work follows in a job.

    The company is the one whose key fits. Raises `payments.ports.BadSignature` and `GatewayAccount.DoesNotExist`.
    """
    with within(organization):
        account = GatewayAccount.objects.get(organization_id=organization, id=gateway_account)
        told = adapter(account=account).parse_webhook(headers, body, at=at)
        if isinstance(told, Ignored):
            return False
        row = GatewayNotice(
            id=new_id(),
            organization_id=organization,
            gateway_account=account,
            notice_id=told.notice_id[:120],
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            reread=list(told.reread),
            next_try_at=at,
            received_at=at,
        )
        GatewayNotice.objects.bulk_create([row], ignore_conflicts=True)
        mine = GatewayNotice.objects.filter(organization_id=organization, gateway_account=account)
        if mine.values_list("id", flat=True).get(notice_id=row.notice_id) != row.id:
            return False
        notice_job.defer(organization, notice=str(row.id))
    return True


def work_on_notice(organization: OrganizationId, *, notice: UUID, at: datetime) -> bool:
    """Read the objects that the notice names again, and take what they say; whether that is over now. Twice is once."""
    with within(organization):
        mine = GatewayNotice.objects.filter(organization_id=organization, id=notice, state="new")
        if not mine.filter(next_try_at__lte=at).update(tries=F("tries") + 1, next_try_at=at + _CLAIM):
            return False
        found = GatewayNotice.objects.select_related("gateway_account").get(organization_id=organization, id=notice)
    gateway = adapter(account=found.gateway_account)
    try:
        facts = [fact for each in found.reread for fact in gateway.fetch(each)]
    except (NotReached, GatewayRefused) as trouble:
        if isinstance(trouble, GatewayRefused) and trouble.failure.kind == "bad_request":
            # The gateway has no such object (any more), or it is another account's: asking again changes nothing.
            with within(organization):
                mine.update(state="ignored", reason=trouble.failure.code[:60], done_at=at)
            return True
        again = at + WAITS[min(found.tries, len(WAITS)) - 1]
        with within(organization):
            mine.update(next_try_at=again)
            notice_job.defer(organization, after=again, notice=str(notice))
        log.warning("gateway not read", organization=str(organization), notice=str(notice), outcome=str(trouble))
        return False
    take_facts(organization, gateway_account=found.gateway_account_id, facts=facts, at=at)
    with within(organization):
        mine.update(state="done", done_at=at)
    return True


@job(name="billing.notice", attempts=1)
def notice_job(organization: OrganizationId, *, at: datetime, notice: str) -> None:
    """Work on one notice."""
    work_on_notice(organization, notice=UUID(notice), at=at)


def sweep_notices(*, at: datetime) -> int:
    """Wake each notice that no job worked on, and return how many: what was answered with 2xx is never lost."""
    with doorway(reason="gateway notices that no job worked on", actor=SYSTEM, at=at) as alias:
        due = GatewayNotice.objects.using(alias).filter(state="new", next_try_at__lte=at - _PATIENCE)
        found = list(due.order_by("next_try_at").values_list("organization_id", "id")[:_AT_ONCE])
    for organization, notice in found:
        with within(OrganizationId(organization)):
            notice_job.defer(OrganizationId(organization), notice=str(notice))
    return len(found)
