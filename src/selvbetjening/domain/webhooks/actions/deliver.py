"""Send what is due to one host: claim, send outside every transaction, write down what came of it."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.domain.webhooks.actions.settle import settle
from selvbetjening.domain.webhooks.models import WebhookAttempt, WebhookDelivery
from selvbetjening.domain.webhooks.ports import Answer, NotSent, Post, Sender
from selvbetjening.domain.webhooks.queries.due import next_due
from selvbetjening.domain.webhooks.queries.endpoints import password_of, secrets_of
from selvbetjening.domain.webhooks.rules.envelopes import headers
from selvbetjening.domain.webhooks.rules.retrying import LEASE, outcome
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import SealBroken

log = structlog.get_logger("selvbetjening.webhooks")
#: After so long somebody else's turn comes: a slow receiver must not hold a worker for hours.
LONGEST: Final = timedelta(seconds=30)


def deliver(organization: OrganizationId, *, host: str, at: datetime, most: int = 1_000) -> int:
    """Send what is due to this host, one after the other, and return how many tries were made.

    Must stand outside every transaction. A worker killed in the middle leaves an open attempt; when its lease is over,
    the same bytes go with the same id (at least once). Of many workers each delivery has one.
    """
    began, done = time.monotonic(), 0
    while done < most and time.monotonic() - began < LONGEST.total_seconds():
        now = at + timedelta(seconds=time.monotonic() - began)  # the work itself takes time, and signatures carry it
        claimed = _claim(organization, host=host, at=now)
        if claimed is None:
            return done
        _send(organization, *claimed, at=now, began=began, start=at)
        done += 1
    with within(organization):
        wake(organization, host=host)
    return done


@job(name="webhooks.deliver", queue="webhooks")
def deliver_job(organization: OrganizationId, *, at: datetime, host: str) -> None:
    """The wake-up for one host."""
    deliver(organization, host=host, at=at)


def _claim(organization: OrganizationId, *, host: str, at: datetime) -> tuple[WebhookDelivery, WebhookAttempt] | None:
    """Take the next one for `LEASE`, and write the try down before it is made."""
    with within(organization):
        one_at_a_time(organization, what=f"webhooks of {host}")
        row = next_due(organization, host=host, at=at)
        if row is None:
            return None
        row.tries += 1
        attempt = WebhookAttempt.objects.create(
            organization_id=organization, delivery=row, number=row.tries, url=row.endpoint.url, began_at=at
        )
        row.lease, row.leased_until = attempt.id, at + LEASE
        row.save(update_fields=["tries", "lease", "leased_until"])
        return row, attempt


def _send(
    organization: OrganizationId,
    row: WebhookDelivery,
    attempt: WebhookAttempt,
    *,
    at: datetime,
    began: float,
    start: datetime,
) -> None:
    answer, code = Answer(0, 0), ""
    try:
        answer = sender().send(_post(row, at=at))
        code = outcome(status=answer.status)
    except NotSent as failed:
        answer, code = replace(answer, millis=failed.millis), failed.code
    except SealBroken:
        code = "sealed"
    ended = start + timedelta(seconds=time.monotonic() - began)
    settle(
        organization, delivery=row.id, attempt=attempt.id, status=answer.status or None, millis=answer.millis,
        code=code, at=ended,
    )  # fmt: skip
    log.info(
        "webhook tried", organization=str(organization), delivery=str(row.id), attempts=row.tries, outcome=code or "ok"
    )


def _post(row: WebhookDelivery, *, at: datetime) -> Post:
    body = row.message.body.encode()
    found = headers(
        body=body, secrets=secrets_of(endpoint=row.endpoint, at=at), username=row.endpoint.username,
        password=password_of(endpoint=row.endpoint), delivery=row.id, at=at,
    )  # fmt: skip
    return Post(row.endpoint.url, body, found)


def sender() -> Sender:
    """Who carries webhooks in this installation."""
    made: Sender = import_string(settings.WEBHOOK_SENDER)()
    return made


def wake(organization: OrganizationId, *, host: str) -> None:
    """Let somebody send what is due to this host, once the open transaction is there."""
    deliver_job.defer(organization, host=host)
