"""Write what an act made of a subscription."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.subscriptions.lifecycle import LIFECYCLE, State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything about a subscription that an act may change; the days are the model's."""

    terms_id: UUID
    quantity: int
    state: str
    anchor_day: int
    period_starts_on: date
    renews_on: date
    ends_on: date | None
    charged_until: date | None
    committed_until: date | None
    paused_on: date | None
    paused_until: date | None
    changed_on: date | None
    own_price_minor: int | None = None

    @classmethod
    def of(cls, row: Subscription) -> "Standing":
        """How it stands now."""
        return cls(**{name: getattr(row, name) for name in cls.__slots__})

    def as_json(self) -> dict[str, Any]:
        """As JSON: days and ids as text."""
        return {
            name: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Standing":
        """The inverse of `as_json`; rows of an older release lack what came later."""
        days = {name for name in content if name.endswith(("_on", "_until"))}
        read: dict[str, Any] = {
            name: date.fromisoformat(value) if name in days and value else value for name, value in content.items()
        }
        read["terms_id"] = UUID(content["terms_id"])
        return cls(**read)


def amend(
    organization: OrganizationId,
    *,
    subscription: Subscription,
    standing: Standing,
    verb: str,
    facts: Sequence[Fact],
    actor: Actor,
    at: datetime,
) -> None:
    """Let the subscription, locked by the caller, stand so; one conditional UPDATE, so that nobody is overrun.

    `verb` is the move of the lifecycle, empty where the state stays. Records `facts`. Raises `MoveRefused`, and
    `Refused` when somebody else was first.
    """
    if verb:
        LIFECYCLE.after(State(subscription.state), verb)
    with within(organization):
        mine = Subscription.objects.filter(organization_id=organization, id=subscription.id, state=subscription.state)
        if not mine.update(**asdict(standing)):
            raise Refused(subscription.state)
        record_many(organization, facts=list(facts), actor=actor, at=at)
