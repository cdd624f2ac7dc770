"""What can have happened to webhooks. Ids, codes and counts only: no address, no password, no secret."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class WebhookAdded(Fact):
    """A company named an address that is told what happens, once it has passed the challenge (SEC-69)."""

    name: ClassVar[str] = "webhooks.added"
    endpoint: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(Fact):
    """What an endpoint is told, or how, has changed; `fields` says what."""

    name: ClassVar[str] = "webhooks.changed"
    endpoint: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookVerified(Fact):
    """An endpoint has passed the challenge; `how` is `echo`, `password`, `code` or `demo`."""

    name: ClassVar[str] = "webhooks.verified"
    endpoint: UUID
    how: str


@dataclass(frozen=True, kw_only=True)
class WebhookSecretRotated(Fact):
    """An endpoint has a new signing secret; the one before it signs beside it for some days."""

    name: ClassVar[str] = "webhooks.secret_rotated"
    endpoint: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookSecretDropped(Fact):
    """An endpoint's earlier signing secret was taken away before its time."""

    name: ClassVar[str] = "webhooks.secret_dropped"
    endpoint: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookSwitchedOn(Fact):
    """An endpoint is told what happens again."""

    name: ClassVar[str] = "webhooks.switched_on"
    endpoint: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookSwitchedOff(Fact):
    """An endpoint is told nothing: `person`, `failing` (long failure) or `access_ended` (who made it is gone)."""

    name: ClassVar[str] = "webhooks.switched_off"
    endpoint: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(Fact):
    """An endpoint is gone for good; what was told to it can still be looked at."""

    name: ClassVar[str] = "webhooks.removed"
    endpoint: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookTested(Fact):
    """Somebody pressed the test button; `code` is empty when the receiver said yes."""

    name: ClassVar[str] = "webhooks.tested"
    endpoint: UUID
    code: str


@dataclass(frozen=True, kw_only=True)
class WebhooksReplayed(Fact):
    """So many messages are told to an endpoint once more."""

    name: ClassVar[str] = "webhooks.replayed"
    endpoint: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class WebhookGivenUp(Fact):
    """A message did not come to an endpoint in three days: the first since something did come (SEC-74)."""

    name: ClassVar[str] = "webhooks.given_up"
    endpoint: UUID
    delivery: UUID
