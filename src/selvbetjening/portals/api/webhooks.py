"""webhooks/ (fenerum-api.md 15). What is told, and how: docs/webhooks.md."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.webhooks.actions.endpoints import (
    KEEP,
    PasswordRefused,
    PasswordWanted,
    TooManyEndpoints,
    add_endpoint,
    change_endpoint,
)
from selvbetjening.domain.webhooks.actions.switching import remove, switch_off, switch_on
from selvbetjening.domain.webhooks.actions.verify import challenge_job
from selvbetjening.domain.webhooks.queries.endpoints import WebhookEndpoint, listed_endpoints, password_of
from selvbetjening.domain.webhooks.rules.addresses import AddressRefused
from selvbetjening.domain.webhooks.rules.catalogue import STANDARD, EventsUnknown
from selvbetjening.kernel.lifecycle import MoveRefused
from selvbetjening.portals.api import filters
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.errors import conflict, invalid, missing
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Flag, Incoming, Instant, Maybe, Outgoing, partial, text

resource = Resource("webhooks")
_MASK: Final = "********"


class WebhookOut(Outgoing):
    """An endpoint. `signing_secret` is told once, when it is made; `state` says whether it has passed the challenge."""

    uuid: str
    endpoint: str
    basic_auth_username: str | None
    basic_auth_password: str | None
    enabled: bool
    events: list[str]
    signing_secret: str | None
    state: str
    created_date: Instant
    last_modified_date: Instant


class WebhookIn(Incoming):
    """A new endpoint. Without `events` it is told all standard ones."""

    endpoint: Annotated[str, text(2000)]
    basic_auth_username: Maybe[Annotated[str, text(200, blank=True)]] = None
    basic_auth_password: Maybe[Annotated[str, text(200, blank=True)]] = None
    enabled: Maybe[Flag] = None
    events: list[Annotated[str, text(60)]] | None = None


@partial
class WebhookChange(WebhookIn):
    """What is to be other than it is of an endpoint; what is left out keeps its value."""


def rows(call: Call, found: Iterable[WebhookEndpoint]) -> list[WebhookOut]:
    """These endpoints; the password as it was set, unless the company hides it, and only for who may set it."""
    hidden = not _shows_passwords(call)
    return [_out(row, hidden=hidden) for row in found]


def _shows_passwords(call: Call) -> bool:
    return call.may("webhooks.update") and not organizations.get(call.here).choice("mask_webhook_password")


LISTING: Final = Listing(
    present=rows,
    filters={"uuid": filters.uuid("id"), "created_date": filters.instant("made_at")},
    ordering={"created_date": "made_at"},
)


@resource.lists("webhooks/", WebhookOut, LISTING)
def list_webhooks(request: ApiRequest) -> Any:
    """All endpoints."""
    return listed_endpoints(request.call.here)


@resource.creates("webhooks/", WebhookOut)
def create_webhook(request: ApiRequest, data: WebhookIn) -> Any:
    """Name an address. It is told what happens once it has passed the challenge, which is sent at once."""
    call = request.call
    with _refusals():
        made = add_endpoint(
            call.here, url=data.endpoint, events=data.events, username=data.basic_auth_username or "",
            password=data.basic_auth_password or "", actor=call.actor, at=call.at,
        )  # fmt: skip
    if data.enabled is False:
        switch_off(call.here, endpoint=made.endpoint.id, actor=call.actor, at=call.at)
    else:
        challenge_job.defer(call.here, endpoint=str(made.endpoint.id))
    (out,) = rows(call, [_found(call, made.endpoint.id)])
    out.signing_secret = made.secret
    return out


@resource.reads("webhooks/{uuid}/", WebhookOut)
def read_webhook(request: ApiRequest, uuid: UUID) -> Any:
    """One endpoint."""
    return rows(request.call, [_found(request.call, uuid)])[0]


@resource.changes("webhooks/{uuid}/", WebhookOut)
def change_webhook(request: ApiRequest, uuid: UUID, data: WebhookChange) -> Any:
    """Change the fields that are sent. Another host or port must pass the challenge anew."""
    call, mine, sent = request.call, _found(request.call, uuid), data.sent()
    with _refusals():
        change_endpoint(
            call.here, endpoint=mine.id, url=sent.get("endpoint", KEEP), events=sent.get("events", KEEP),
            username=sent["basic_auth_username"] or "" if "basic_auth_username" in sent else KEEP,
            password=_password(call, mine, sent),
            actor=call.actor, at=call.at,
        )  # fmt: skip
    enabled = sent.get("enabled")
    if enabled is not None and enabled != (mine.state != "off"):
        with _refusals(), suppress(MoveRefused):  # somebody else switched it just now
            (switch_on if enabled else switch_off)(call.here, endpoint=mine.id, actor=call.actor, at=call.at)
    now = _found(call, uuid)
    if now.state == "unverified":
        challenge_job.defer(call.here, endpoint=str(now.id))
    return rows(call, [now])[0]


@resource.deletes("webhooks/{uuid}/")
def delete_webhook(request: ApiRequest, uuid: UUID) -> None:
    """Take it away for good."""
    call = request.call
    with _refusals():
        remove(call.here, endpoint=_found(call, uuid).id, actor=call.actor, at=call.at)


def _found(call: Call, uuid: UUID) -> WebhookEndpoint:
    found = listed_endpoints(call.here).filter(id=uuid).first()
    if found is None:
        raise missing()
    return found


def _password(call: Call, mine: WebhookEndpoint, sent: dict[str, Any]) -> Any:
    """As it was sent. Whoever is shown it may take it along to another host."""
    if "basic_auth_password" in sent:
        return sent["basic_auth_password"] or ""
    moves = "endpoint" in sent and _shows_passwords(call)
    return password_of(endpoint=mine) if moves else KEEP


def _out(row: WebhookEndpoint, *, hidden: bool) -> WebhookOut:
    password = password_of(endpoint=row) or None
    return WebhookOut(
        uuid=str(row.id), endpoint=row.url, basic_auth_username=row.username or None,
        basic_auth_password=_MASK if hidden and password else password, enabled=row.state != "off",
        events=list(STANDARD) if row.events is None else row.events, signing_secret=None, state=row.state,
        created_date=row.made_at, last_modified_date=row.changed_at,
    )  # fmt: skip


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except AddressRefused as refused:
        raise invalid({"endpoint": _address(refused.code)}, code=f"endpoint_{refused.code}") from refused
    except EventsUnknown as refused:
        unknown = [_("“%(name)s” is no event.") % {"name": name} for name in refused.names]
        raise invalid({"events": unknown}, code="unknown_event") from refused
    except PasswordWanted as refused:
        again = _("Send the password again: it is not sent to another host otherwise.")
        raise invalid({"basic_auth_password": again}, code="password_wanted") from refused
    except PasswordRefused as refused:
        words = {
            "basic_auth_username": _("A user name has no colon and no control characters."),
            "basic_auth_password": _("A password has no control characters."),
        }
        raise invalid({refused.field: words[refused.field]}, code="password_characters") from refused
    except WebhookEndpoint.DoesNotExist:  # it was removed just now
        raise missing() from None
    except TooManyEndpoints as refused:
        full = _("You have as many webhooks as a company may have. Remove one first.")
        raise conflict(full, code="too_many_webhooks") from refused


def _address(code: str) -> str:
    return {
        "form": _("This is not an address. Write it as https://example.dk/webhook."),
        "long": _("The address is too long."),
        "https": _("The address must begin with https://."),
        "port": _("The address may use port 443 or 8443."),
        "user_info": _("Write the user name and the password in the fields below, not in the address."),
        "bare_ip": _("Write a name, not a number: the certificate is checked for the name."),
        "host": _("Write the whole name of the receiver, such as hooks.example.dk."),
        "fragment": _("Leave out # and what comes after it."),
    }[code]
