"""Charge a saved card for an attempt that is written down; and read again what has no answer yet (G2, G6)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from selvbetjening.domain.billing.actions.after_attempt import after_attempt
from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.organizations.queries import get as get_organization
from selvbetjening.domain.payments.actions.move_attempt import look_again, move_attempt, note_attempt
from selvbetjening.domain.payments.models import Attempt
from selvbetjening.domain.payments.ports import (
    ChargeOrder,
    Failure,
    GatewayRefused,
    Instrument,
    NotReached,
    Result,
)
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

#: A gateway keeps an order's key for a day at least: until then the same order may be sent again, and is one (G6).
SAME_ORDER: Final = timedelta(hours=23)
#: A charge that the gateway still knows nothing of after this was never made: its key is forgotten, so it cannot be
#: made any more, and everything that the gateway has of these days was read.
NEVER_MADE: Final = timedelta(hours=25)
#: A page that a payer left without a word: longer than any gateway keeps one open.
PAGE_LEFT: Final = timedelta(hours=48)
#: A page whose address never came to us: nobody was sent there, so nobody can pay on it.
NO_PAGE: Final = timedelta(minutes=15)
_VERBS: Final = {"failed": "fail", "needs_customer": "ask", "pending": "wait", "unknown": "lose"}


def notices_address(organization: OrganizationId, *, gateway: str, gateway_account: UUID) -> str:
    """Where the gateway's notices about this account go: on the host for machines, with nothing secret in it."""
    port = "" if settings.PUBLIC_PORT in (80, 443) else f":{settings.PUBLIC_PORT}"
    host = f"{settings.PUBLIC_SCHEME}://hooks.{settings.PORTAL_BASE_DOMAIN}{port}"
    return f"{host}/{gateway}/{organization}/{gateway_account}/"


def charge(organization: OrganizationId, *, attempt: UUID, at: datetime) -> Attempt:
    """Ask the gateway for the money of an attempt of kind `charge`, and take what it answers.

    Called twice, or after a kill between writing and asking, it sends the same order under the same reference: money
    is taken once. Must stand outside every transaction; an attempt that is over is left alone.
    """
    with within(organization):
        found = _found(organization, attempt)
        if found.kind != "charge" or not found.is_live:
            return found
        move_attempt(organization, attempt=attempt, verb="send", at=at)
        text = get_organization(organization).name
    result = _sent(organization, found, text)
    now = _taken(organization, found, result, at)
    if now.state == "unknown":
        look_again(organization, attempt=now, at=at, until=NEVER_MADE)
    return now


def look_at(organization: OrganizationId, *, attempt: UUID, at: datetime) -> Attempt:
    """Read an attempt's truth at the gateway again (G6), and plan the next look while it still runs.

    A charge that the gateway knows nothing of is sent again under the same reference while the gateway remembers the
    key, soon and then ever more seldom, and is failed when it cannot have been made. A payer's
    page that was left long ago is closed.
    """
    with within(organization):
        found = _found(organization, attempt)
    if not found.is_live:
        return found
    try:
        facts = adapter(account=found.gateway_account).fetch(found.external_ref, reference=found.reference)
    except (NotReached, GatewayRefused):
        look_again(organization, attempt=found, at=at, until=NEVER_MADE)
        return found
    take_facts(organization, gateway_account=found.gateway_account_id, facts=facts, at=at)
    with within(organization):
        now = _found(organization, attempt)
    age = at - now.made_at
    if now.is_live and now.kind == "charge" and now.state in ("made", "open", "unknown") and not facts:
        if age < SAME_ORDER:
            return charge(organization, attempt=attempt, at=at)
        if age >= NEVER_MADE:
            return _over(organization, now, "fail", Failure(kind="gateway_error", retry="later", code="no_trace"), at)
    if now.is_live and now.kind != "charge" and now.state != "pending" and age >= (PAGE_LEFT if now.url else NO_PAGE):
        return _over(organization, now, "expire", None, at)
    if now.is_live:
        look_again(organization, attempt=now, at=at, until=NEVER_MADE)
    return now


def _found(organization: OrganizationId, attempt: UUID) -> Attempt:
    return Attempt.objects.select_related("gateway_account", "card").get(organization_id=organization, id=attempt)


def _sent(organization: OrganizationId, attempt: Attempt, text: str) -> Result:
    card = attempt.card
    assert card is not None  # noqa: S101 - the table's own constraint
    order = ChargeOrder(
        reference=attempt.reference,
        amount=attempt.amount,
        text=text,
        card=Instrument(external_id=card.external_id, customer_ref=card.customer_ref, method=card.method),
        notices=notices_address(
            organization, gateway=attempt.gateway_account.gateway, gateway_account=attempt.gateway_account_id
        ),
    )
    try:
        return adapter(account=attempt.gateway_account).charge(order)
    except NotReached as trouble:
        return Result(kind="unknown", failure=Failure(kind="gateway_error", retry="later", code=trouble.code))
    except GatewayRefused as refused:
        return Result(kind="failed", failure=refused.failure)


def _taken(organization: OrganizationId, attempt: Attempt, result: Result, at: datetime) -> Attempt:
    if result.external_ref and not attempt.external_ref:
        note_attempt(organization, attempt=attempt.id, external_ref=result.external_ref)
    take_facts(organization, gateway_account=attempt.gateway_account_id, facts=result.facts, at=at)
    verb = _VERBS.get(result.kind, "")
    with within(organization):
        now = _found(organization, attempt.id)
    if not verb or not now.is_live:
        return now
    return _over(organization, now, verb, result.failure, at)


def _over(organization: OrganizationId, attempt: Attempt, verb: str, failure: Failure | None, at: datetime) -> Attempt:
    with within(organization):
        if move_attempt(organization, attempt=attempt.id, verb=verb, at=at, failure=failure):
            after_attempt(organization, attempt=attempt.id, at=at)
        return _found(organization, attempt.id)
