"""Name an endpoint, change what it is told, give it a new secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.domain.webhooks.events import (
    WebhookAdded,
    WebhookChanged,
    WebhookSecretDropped,
    WebhookSecretRotated,
)
from selvbetjening.domain.webhooks.lifecycle import ENDPOINT, DeliveryState, EndpointState
from selvbetjening.domain.webhooks.models import WebhookDelivery, WebhookEndpoint
from selvbetjening.domain.webhooks.queries.endpoints import endpoints, get_endpoint, target
from selvbetjening.domain.webhooks.rules.catalogue import chosen
from selvbetjening.domain.webhooks.rules.signing import OVERLAP, PREFIX
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.sealed import seal
from selvbetjening.kernel.tokens import new_token

#: More than a company needs, fewer than could be turned against somebody.
MOST: Final = 20
LONGEST_WORD: Final = 200
#: In `change_endpoint`: leave it as it is.
KEEP: Final[Any] = object()


class TooManyEndpoints(Exception):
    """The company has as many endpoints as one may have."""


class PasswordRefused(ValueError):
    """A user name or password that Basic auth cannot carry; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class PasswordWanted(Exception):
    """The password is not taken along to another host: whoever moves the endpoint gives it again, or takes it away."""


@dataclass(frozen=True)
class Made:
    """A new endpoint, or one with a new secret, which is shown this once (SEC-73)."""

    endpoint: WebhookEndpoint
    secret: str


def add_endpoint(
    organization: OrganizationId,
    *,
    url: str,
    events: Sequence[str] | None,
    username: str = "",
    password: str = "",
    made_by: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Made:
    """An address that is told these events, all standard ones for None, once it has passed the challenge.

    What happens until then waits for it. Records `WebhookAdded`. Raises `AddressRefused`, `EventsUnknown`,
    `PasswordRefused`, `TooManyEndpoints`.
    """
    where, names = target(url=url), None if events is None else chosen(names=events)
    _check(username, password)
    id_, secret = new_id(), PREFIX + new_token()
    with within(organization):
        one_at_a_time(organization, what="webhook endpoints")
        if len(endpoints(organization)) >= MOST:
            raise TooManyEndpoints
        mine = WebhookEndpoint(
            id=id_, organization_id=organization, url=where.url, host=where.host, events=names, username=username,
            made_by_id=made_by, made_at=at, changed_at=at,
        )  # fmt: skip
        mine.secret = seal(secret, purpose=mine.purpose("secret"))
        mine.password = seal(password, purpose=mine.purpose("password")) if password else b""
        mine.challenge = seal(new_token(), purpose=mine.purpose("challenge"))
        mine.save(force_insert=True)
        record(organization, fact=WebhookAdded(endpoint=mine.id), actor=actor, at=at)
    return Made(mine, secret)


def change_endpoint(
    organization: OrganizationId,
    *,
    endpoint: UUID,
    url: str = KEEP,
    events: Sequence[str] | None = KEEP,
    username: str = KEEP,
    password: str = KEEP,
    actor: Actor,
    at: datetime,
) -> WebhookEndpoint:
    """Set what is given; what is not keeps its value. Another host or port must pass the challenge anew (SEC-69).

    What waits goes to the new address. Records `WebhookChanged` where something changed. Raises as `add_endpoint`,
    `PasswordWanted`, and `WebhookEndpoint.DoesNotExist`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint, lock=True)
        fields: list[str] = []
        if url is not KEEP and url.strip() != mine.url:
            fields.append("url")
            if _moves(organization, mine, url) and mine.password and password is KEEP:
                raise PasswordWanted
        if events is not KEEP:
            names = None if events is None else chosen(names=events)
            fields += ["events"] if names != mine.events else []
            mine.events = names
        if username is not KEEP and username != mine.username:
            fields.append("username")
            mine.username = username
        if password is not KEEP:
            fields.append("password")
            mine.password = seal(password, purpose=mine.purpose("password")) if password else b""
        _check(mine.username, "" if password is KEEP else password)
        if fields:
            mine.changed_at = at
            mine.save()
            record(organization, fact=WebhookChanged(endpoint=mine.id, fields=tuple(fields)), actor=actor, at=at)
        return mine


def rotate_secret(organization: OrganizationId, *, endpoint: UUID, actor: Actor, at: datetime) -> Made:
    """A new secret signs from now on, and the one before it beside it for seven days: two live, never three.

    Records `WebhookSecretRotated`. Raises `WebhookEndpoint.DoesNotExist`.
    """
    secret = PREFIX + new_token()
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint, lock=True)
        mine.former_secret, mine.former_until = bytes(mine.secret), at + OVERLAP
        mine.secret, mine.changed_at = seal(secret, purpose=mine.purpose("secret")), at
        mine.save(update_fields=["former_secret", "former_until", "secret", "changed_at"])
        record(organization, fact=WebhookSecretRotated(endpoint=mine.id), actor=actor, at=at)
        return Made(mine, secret)


def drop_former_secret(organization: OrganizationId, *, endpoint: UUID, actor: Actor, at: datetime) -> bool:
    """The secret before the newest signs no more, at once; whether there was one. Records `WebhookSecretDropped`.

    Raises `WebhookEndpoint.DoesNotExist`.
    """
    with within(organization):
        mine = get_endpoint(organization, endpoint=endpoint, lock=True)
        if mine.former_until is None:
            return False
        mine.former_secret, mine.former_until, mine.changed_at = b"", None, at
        mine.save(update_fields=["former_secret", "former_until", "changed_at"])
        record(organization, fact=WebhookSecretDropped(endpoint=mine.id), actor=actor, at=at)
        return True


def _moves(organization: OrganizationId, mine: WebhookEndpoint, url: str) -> bool:
    """Set the address; whether another host or port has it now."""
    old, new = target(url=mine.url), target(url=url)
    mine.url, mine.host = new.url, new.host
    if (old.host, old.port) == (new.host, new.port):
        return False
    mine.verified_at = None
    mine.challenge = seal(new_token(), purpose=mine.purpose("challenge"))
    if mine.state == EndpointState.ACTIVE:
        mine.state = ENDPOINT.after(EndpointState.ACTIVE, "doubt")
    mine.failures, mine.silences, mine.failed_first_at, mine.rests_until, mine.told_at = 0, 0, None, None, None
    waiting = WebhookDelivery.objects.filter(organization_id=organization, endpoint=mine, state=DeliveryState.WAITING)
    waiting.update(host=new.host)
    return True


def _check(username: str, password: str) -> None:
    for field, value in (("basic_auth_username", username), ("basic_auth_password", password)):
        if len(value) > LONGEST_WORD or any(ord(char) < 32 or ord(char) == 127 for char in value):
            raise PasswordRefused(field)
    if ":" in username:
        raise PasswordRefused("basic_auth_username")
