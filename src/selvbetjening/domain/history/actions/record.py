"""Record what has happened, in the transaction in which it happens."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.react import react_job
from selvbetjening.domain.history.models import Event, PendingReaction
from selvbetjening.domain.history.subscribers import reactions_to
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId, new_ids_as_text

_EVENT = ("id", "organization_id", "name", "at", "actor_kind", "actor_id", "account_id", "data")
_PENDING = ("event_id", "organization_id", "recorded_at", "attempts", "last_error")


def record(organization: OrganizationId, *, fact: Fact, actor: Actor, at: datetime) -> UUID:
    """Add one fact to the book and return the event's id. If somebody reacts to it, wake them on commit."""
    with within(organization):
        event = Event.objects.create(
            organization_id=organization,
            name=fact.name,
            at=at,
            actor_kind=actor.kind,
            actor_id=actor.id,
            account_id=fact.account,
            data=fact.as_data(),
        )
        if reactions_to(fact.name):
            PendingReaction.objects.create(event_id=event.id, organization_id=organization, recorded_at=at)
            react_job.defer(organization)
    return event.id


def record_many(organization: OrganizationId, *, facts: Sequence[Fact], actor: Actor, at: datetime) -> None:
    """The same for many facts: COPY instead of a statement each, and one wake-up for all."""
    ids = new_ids_as_text(len(facts))
    with within(organization):
        insert_many(
            table="history_event",
            columns=_EVENT,
            rows=(
                (id_, organization, f.name, at, actor.kind, actor.id, f.account, json.dumps(f.as_data()))
                for id_, f in zip(ids, facts, strict=True)
            ),
        )
        owed = [id_ for id_, fact in zip(ids, facts, strict=True) if reactions_to(fact.name)]
        if owed:
            insert_many(
                table="history_pendingreaction",
                columns=_PENDING,
                rows=((id_, organization, at, 0, "") for id_ in owed),
            )
            react_job.defer(organization)
