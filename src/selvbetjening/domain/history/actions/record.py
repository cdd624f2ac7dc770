"""Record what has happened, in the transaction in which it happens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID

from selvbetjening.domain.history.actions.chain import Unchained, chain
from selvbetjening.domain.history.actions.react import react_job
from selvbetjening.domain.history.models import Event, PendingReaction, PersonalValue
from selvbetjening.domain.history.rules.chain import CALL, SEALED, canonical, opened_text, seal
from selvbetjening.domain.history.subscribers import Recorded, capture_of, reactions_to
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.domain.tenancy.within import at_the_end, within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId, new_id, new_ids_as_text

_EVENT = ("id", "organization_id", "name", "at", "actor_kind", "actor_id", "account_id", "data")
_PENDING = ("event_id", "organization_id", "recorded_at", "attempts", "last_error")


def record(
    organization: OrganizationId, *, fact: Fact, actor: Actor, at: datetime, personal: Mapping[str, str] | None = None
) -> UUID:
    """Add one fact to the book and to its account's log; return the event's id. Whoever reacts is woken on commit.

    `personal` are values about people that belong to it, such as a changed address: only their salted digests go into
    the book for ever, the values themselves may be erased later (GDP-4). They need an account. Raises ValueError.
    """
    id_, data = new_id(), _data(fact, actor)
    with within(organization, savepoint=False):
        if personal:
            data[SEALED] = _sealed(organization, event=id_, account=fact.account, personal=personal)
        Event.objects.create(
            id=id_,
            organization_id=organization,
            name=fact.name,
            at=at,
            actor_kind=actor.kind,
            actor_id=actor.id,
            account_id=fact.account,
            data=data,
        )
        if fact.account:
            own, of = str(id_), str(fact.account)
            text = _text(str(organization), own, of, fact.name, canonical(value=data), actor, at)
            at_the_end(chain, [Unchained(own, of, text)])
        if capture_of(fact.name):
            at_the_end(_capture, ([(id_, fact)], actor, at), is_last=True)
        if reactions_to(fact.name):
            PendingReaction.objects.create(event_id=id_, organization_id=organization, recorded_at=at)
            react_job.defer(organization)
    return id_


def record_many(organization: OrganizationId, *, facts: Sequence[Fact], actor: Actor, at: datetime) -> None:
    """The same for many facts: COPY instead of a statement each, and one wake-up for all."""
    if not facts:
        return
    ids = new_ids_as_text(len(facts))
    accounts = [str(fact.account) if fact.account else None for fact in facts]
    data = [canonical(value=_data(fact, actor)) for fact in facts]
    together = list(zip(ids, accounts, facts, data, strict=True))
    # As text once: COPY would adapt the same id and the same instant anew in every row.
    owner, when = str(organization), at.isoformat()
    with within(organization):
        insert_many(
            table="history_event",
            columns=_EVENT,
            rows=((id_, owner, f.name, when, actor.kind, actor.id, of, text) for id_, of, f, text in together),
        )
        entries = [
            Unchained(id_, of, _text(owner, id_, of, fact.name, text, actor, at))
            for id_, of, fact, text in together
            if of
        ]
        if entries:
            at_the_end(chain, entries)
        seen = [(UUID(id_), fact) for id_, fact in zip(ids, facts, strict=True) if capture_of(fact.name)]
        if seen:
            at_the_end(_capture, (seen, actor, at), is_last=True)
        owed = [id_ for id_, fact in zip(ids, facts, strict=True) if reactions_to(fact.name)]
        if owed:
            insert_many(
                table="history_pendingreaction",
                columns=_PENDING,
                rows=((id_, owner, when, 0, "") for id_ in owed),
            )
            react_job.defer(organization)


def _data(fact: Fact, actor: Actor) -> dict[str, Any]:
    data = dict[str, Any](fact.as_data())
    return data | {CALL: {"client": actor.client, "reference": actor.call}} if actor.call else data


def _capture(organization: OrganizationId, *, items: list[Any]) -> None:
    seen: dict[Any, list[tuple[UUID, Fact, Actor, datetime]]] = {}
    for facts, actor, at in items:
        for id_, fact in facts:
            if taking := capture_of(fact.name):
                seen.setdefault(taking, []).append((id_, fact, actor, at))
    for taking, found in seen.items():
        names = {fact.name for _, fact, _, _ in found}
        taking(organization, names, (_recorded(organization, *each) for each in found))


def _recorded(organization: OrganizationId, id_: UUID, fact: Fact, actor: Actor, at: datetime) -> Recorded:
    return Recorded(
        id=id_, organization=organization, name=fact.name, at=at, actor_kind=actor.kind, actor_id=actor.id,
        account=fact.account, data=dict(fact.as_data()),
    )  # fmt: skip


def _text(organization: str, id_: str, account: str, act: str, data: str, actor: Actor, at: datetime) -> str:
    return opened_text(
        account=account, act=act, actor=actor.id, actor_kind=actor.kind, at=at, data=data, id_=id_,
        organization=organization,
    )  # fmt: skip


def _sealed(
    organization: OrganizationId, *, event: UUID, account: UUID | None, personal: Mapping[str, str]
) -> dict[str, str]:
    if account is None:
        raise ValueError("personal values belong to what happened to an account")
    rows = [
        PersonalValue(
            organization_id=organization, account_id=account, event_id=event, key=key, salt=token_bytes(16), value=value
        )
        for key, value in personal.items()
    ]
    PersonalValue.objects.bulk_create(rows)
    return {row.key: seal(salt=bytes(row.salt), value=row.value) for row in rows}
