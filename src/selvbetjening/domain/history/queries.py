"""What may be asked of the book."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from selvbetjening.domain.history.models import (
    ATTEMPTS,
    AnchorWish,
    Event,
    LogEntry,
    LogHead,
    PendingReaction,
    PersonalValue,
)
from selvbetjening.domain.history.rules.chain import BEGINNING, Link, Verdict, canonical, opened_text, sealed_of, verify
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.kernel.ids import OrganizationId


def of_account(organization: OrganizationId, *, account: UUID, limit: int) -> list[Event]:
    """What happened to one account, newest first."""
    found = Event.objects.filter(organization_id=organization, account_id=account)
    return list(found.order_by("-at", "id")[:limit])


def latest(organization: OrganizationId, *, name: str, field: str, accounts: Collection[UUID]) -> dict[str, datetime]:
    """When the fact of this name happened last to each thing that its `field` names, of these accounts."""
    mine = Event.objects.filter(organization_id=organization, account_id__in=accounts, name=name)
    return {data[field]: at for data, at in mine.order_by("at").values_list("data", "at") if field in data}


def changes(organization: OrganizationId, *, limit: int, without: Collection[str] = ()) -> list[Event]:
    """What was done to the organization, and what people did to its accounts, newest first; `without` are names.

    What the system does to accounts by itself, such as renewing a hundred thousand subscriptions, is left out.
    """
    found = Event.objects.filter(organization_id=organization).exclude(name__in=without).order_by("-at", "id")
    of_people = found.exclude(actor_kind="system")
    both = {event.id: event for part in (found.filter(account_id=None), of_people) for event in part[:limit]}
    return sorted(both.values(), key=lambda event: event.at, reverse=True)[:limit]


def given_up(organization: OrganizationId) -> list[PendingReaction]:
    """Reactions that failed too often and wait for a person."""
    return list(PendingReaction.objects.filter(organization_id=organization, attempts__gte=ATTEMPTS))


def organizations_that_are_owed(*, using: str, before: datetime) -> list[OrganizationId]:
    """Organizations with reactions owed since before then. Across organizations: only through the doorway."""
    owed = PendingReaction.objects.using(using).filter(recorded_at__lt=before, attempts__lt=ATTEMPTS)
    return [OrganizationId(id_) for id_ in owed.values_list("organization_id", flat=True).distinct()]


def same_act(organization: OrganizationId, *, event: Recorded) -> dict[str, dict[str, Any]]:
    """What else the same actor did to the account in the same instant: name → data. An act has one `at`."""
    found = Event.objects.filter(
        organization_id=organization, account_id=event.account, at=event.at, actor_kind=event.actor_kind
    )
    return dict(found.values_list("name", "data"))


def counts(organization: OrganizationId, *, since: datetime) -> dict[str, int]:
    """How often each fact was recorded from that instant on: name → number; facts that were not are left out."""
    found = Event.objects.filter(organization_id=organization, at__gte=since)
    return dict(found.order_by().values_list("name").annotate(Count("id")))


_READ_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an account's log, with the personal values that are still there (CM-10)."""

    event: Event
    seq: int
    prev_hash: bytes
    hash: bytes
    values: dict[str, tuple[bytes, str]]

    @property
    def link(self) -> Link:
        """As the chain is verified."""
        event = self.event
        text = opened_text(
            account=event.account_id, act=event.name, actor=event.actor_id, actor_kind=event.actor_kind, at=event.at,
            data=canonical(value=event.data), id_=event.id, organization=event.organization_id,
        )  # fmt: skip
        return Link(text, self.seq, self.prev_hash, self.hash, sealed_of(data=event.data), self.values)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry's place and hash; place 0 for a log that has not begun."""

    seq: int
    hash: bytes


def log_head(organization: OrganizationId, *, account: UUID) -> Head:
    """Where the account's log ends now."""
    found = LogHead.objects.filter(organization_id=organization, account_id=account).first()
    return Head(found.seq, bytes(found.hash)) if found else Head(0, BEGINNING)


def log_entries(
    organization: OrganizationId, *, account: UUID, events: Collection[UUID] | None = None
) -> Iterator[Entry]:
    """The account's log from its beginning, or of it these events only; read in pieces, so any length will do."""
    rows = LogEntry.objects.filter(organization_id=organization, account_id=account).order_by("seq")
    rows = rows if events is None else rows.filter(event_id__in=events)
    after = 0
    while piece := list(rows.filter(seq__gt=after)[:_READ_AT_ONCE]):
        after = piece[-1].seq
        yield from _with_events(organization, piece)


def log_page(
    organization: OrganizationId,
    *,
    account: UUID,
    prefixes: Collection[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Entry]]:
    """How many entries there are, and one page of them, newest first.

    `prefixes` are beginnings of facts' names, all for none; the instants are half-open.
    """
    rows = LogEntry.objects.filter(organization_id=organization, account_id=account)
    if prefixes or since or until:
        events = Event.objects.filter(organization_id=organization, account_id=account)
        wanted = Q()
        for prefix in prefixes:
            wanted |= Q(name__startswith=prefix)
        events = events.filter(wanted)
        events = events.filter(at__gte=since) if since else events
        events = events.filter(at__lt=until) if until else events
        rows = rows.filter(event_id__in=events.values("id"))
    return rows.count(), list(_with_events(organization, list(rows.order_by("-seq")[offset : offset + limit])))


def _with_events(organization: OrganizationId, piece: list[LogEntry]) -> Iterator[Entry]:
    ids = [row.event_id for row in piece]
    events = Event.objects.filter(organization_id=organization).in_bulk(ids)
    values: dict[UUID, dict[str, tuple[bytes, str]]] = {}
    for kept in PersonalValue.objects.filter(organization_id=organization, event_id__in=ids):
        values.setdefault(kept.event_id, {})[kept.key] = (bytes(kept.salt), kept.value)
    for row in piece:
        if event := events.get(row.event_id):  # one that is missing leaves a gap, and `verify` says so
            yield Entry(event, row.seq, bytes(row.prev_hash), bytes(row.hash), values.get(row.event_id, {}))


def log_place(organization: OrganizationId, *, account: UUID, hash_: bytes) -> int | None:
    """The place of the entry with this hash in the account's log, None where there is none."""
    found = LogEntry.objects.filter(organization_id=organization, account_id=account, hash=hash_)
    return found.values_list("seq", flat=True).first()


def verify_log(organization: OrganizationId, *, account: UUID) -> Verdict:
    """Compute the account's chain again (CM-10)."""
    head = log_head(organization, account=account)
    links = (entry.link for entry in log_entries(organization, account=account))
    return verify(links=links, head_seq=head.seq, head=head.hash)


def anchor_wish(organization: OrganizationId, *, recipient: UUID) -> AnchorWish | None:
    """The recipient's wish to get the log's last hash by mail, if there is one."""
    return AnchorWish.objects.filter(organization_id=organization, recipient_id=recipient).first()


def anchors_due(organization: OrganizationId) -> list[tuple[AnchorWish, Head]]:
    """The wishes whose log has grown since the last mail, each with the log's end."""
    wishes = list(AnchorWish.objects.filter(organization_id=organization))
    found = LogHead.objects.filter(organization_id=organization).in_bulk([wish.account_id for wish in wishes])
    pairs = ((wish, found.get(wish.account_id)) for wish in wishes)
    return [(wish, Head(head.seq, bytes(head.hash))) for wish, head in pairs if head and head.seq > wish.sent_seq]
