"""The challenge before the first use (SEC-69): does whoever answers there want to be told?"""

from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import sender, wake
from selvbetjening.domain.webhooks.events import WebhookVerified
from selvbetjening.domain.webhooks.lifecycle import ENDPOINT, DeliveryState, EndpointState
from selvbetjening.domain.webhooks.models import WebhookDelivery, WebhookEndpoint
from selvbetjening.domain.webhooks.ports import Answer, NotSent, Post
from selvbetjening.domain.webhooks.queries.endpoints import challenge_of, get_endpoint, password_of, secrets_of
from selvbetjening.domain.webhooks.rules.challenges import CHALLENGE, is_echo, knows_password
from selvbetjening.domain.webhooks.rules.envelopes import envelope, headers
from selvbetjening.domain.webhooks.rules.retrying import outcome
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.tokens import new_token

#: The receiver answered, but showed in neither way that it wants to be told.
UNPROVEN = "unproven"


def challenge(organization: OrganizationId, *, endpoint: UUID, actor: Actor, at: datetime) -> str:
    """Ask the receiver; empty where it passed (it is told from now on), else the code of what was in the way.

    Must stand outside every transaction. Records `WebhookVerified`. Raises `WebhookEndpoint.DoesNotExist`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint)
    token = challenge_of(endpoint=mine)
    try:
        right = _ask(mine, token=token, password=password_of(endpoint=mine), at=at)
        how = _passed(mine, right, token, at)
    except NotSent as failed:
        return failed.code
    if how:
        return "" if _verified(organization, mine, how, actor, at) else UNPROVEN
    return outcome(status=right.status) or UNPROVEN


@job(name="webhooks.challenge", queue="webhooks")
def challenge_job(organization: OrganizationId, *, at: datetime, endpoint: str) -> None:
    """The wake-up for an endpoint that came over the API: nobody stands there to press the button."""
    try:
        challenge(organization, endpoint=UUID(endpoint), actor=SYSTEM, at=at)
    except WebhookEndpoint.DoesNotExist:
        return  # it was removed meanwhile


def verify_by_code(organization: OrganizationId, *, endpoint: UUID, code: str, actor: Actor, at: datetime) -> bool:
    """Somebody has read the token where the receiver wrote it down; whether it is the one.

    Records `WebhookVerified`. Raises `WebhookEndpoint.DoesNotExist`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint)
    token = challenge_of(endpoint=mine)
    if not token or not compare_digest(code.strip().encode(), token.encode()):
        return False
    return _verified(organization, mine, "code", actor, at)


def _passed(mine: WebhookEndpoint, right: Answer, token: str, at: datetime) -> str:
    """How it passed, empty for not."""
    if is_echo(status=right.status, echo=right.echo, token=token):
        return "echo"
    if mine.username:
        wrong = _ask(mine, token=new_token(), password=new_token(), at=at)
        if knows_password(right=right.status, wrong=wrong.status):
            return "password"
    if settings.WEBHOOK_INNER_HOSTS and not outcome(status=right.status):
        return "demo"  # in the demo receivers are somebody's own machine
    return ""


def _ask(mine: WebhookEndpoint, *, token: str, password: str, at: datetime) -> Answer:
    id_ = new_id()
    data = {"challenge": token, "endpoint": str(mine.id)}
    body = envelope(id_=id_, event=CHALLENGE, data=data, created=at).encode()
    found = headers(
        body=body, secrets=secrets_of(endpoint=mine, at=at), username=mine.username, password=password, delivery=id_,
        at=at,
    )  # fmt: skip
    return sender().send(Post(mine.url, body, found))


def _verified(organization: OrganizationId, asked: WebhookEndpoint, how: str, actor: Actor, at: datetime) -> bool:
    """Unless its address was changed meanwhile: then another one has answered."""
    with within(organization):
        mine = get_endpoint(organization, endpoint=asked.id, lock=True)
        if mine.url != asked.url or mine.state != EndpointState.UNVERIFIED:
            return mine.state == EndpointState.ACTIVE and mine.url == asked.url
        mine.state, mine.verified_at = ENDPOINT.after(EndpointState.UNVERIFIED, "verify"), at
        mine.save(update_fields=["state", "verified_at"])
        record(organization, fact=WebhookVerified(endpoint=mine.id, how=how), actor=actor, at=at)
        WebhookDelivery.objects.filter(organization_id=organization, endpoint=mine, state=DeliveryState.WAITING).update(
            next_try_at=at
        )
        wake(organization, host=mine.host)
        return True
