"""Deliveries, their timelines, and what waits for somebody (BP-45, BP-49)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Approval, Delivery, DeliveryMove
from selvbetjening.domain.deliveries.queries.stored import NAMES_KEPT
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId

#: So many signs of a hash find its file.
_HASH_BEGINS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list may be narrowed to.

    `text` is part of a file name, a delivery's number or id, the beginning of a hash, an SFTP user's name or a key's
    fingerprint.

    `until_on` is the first day left out. `pbs_numbers` are those that the reader may see, empty for all; of files that
    name none, not checked yet or never, she then sees her own, as `reader`.
    """

    text: str = ""
    states: Sequence[str] = ()
    environment: str = ""
    person: UUID | None = None
    account: UUID | None = None
    key_fingerprint: str = ""
    from_on: date | None = None
    until_on: date | None = None
    pbs_numbers: Sequence[str] = ()
    reader: UUID | None = None


def deliveries(
    organization: OrganizationId, *, filters: Filters, before: int | None = None, limit: int = 50
) -> list[Delivery]:
    """The newest first, at most `limit`, those with a number below `before`. Their `content` is not loaded."""
    rows = _within_scope(Delivery.objects.filter(organization_id=organization), filters.pbs_numbers, filters.reader)
    wanted: dict[str, object] = {
        "state__in": filters.states, "environment": filters.environment, "membership_id": filters.person,
        "account_id": filters.account, "key_fingerprint": filters.key_fingerprint, "number__lt": before,
        "received_at__gte": start_of_day(filters.from_on) if filters.from_on else None,
        "received_at__lt": start_of_day(filters.until_on) if filters.until_on else None,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if text := filters.text.strip():
        rows = rows.filter(_named(text))
    return list(rows.defer("content").order_by("-number")[:limit])


def _named(text: str) -> Q:
    found = Q(name__icontains=text)
    if len(text) >= _HASH_BEGINS:  # fewer signs are a number, or part of a name
        found |= Q(sha256__startswith=text.lower())
    found |= Q(sftp_user__iexact=text) | Q(key_fingerprint=text)
    if text.isascii() and text.isdigit() and len(text) < 9:
        found |= Q(number=int(text))
    with suppress(ValueError):
        found |= Q(id=UUID(text))
    return found


def senders(organization: OrganizationId) -> set[UUID]:
    """The memberships of those who have sent files, and of those who answer for a machine that has."""
    rows = Delivery.objects.filter(organization_id=organization).exclude(membership_id=None)
    found = rows.order_by().values_list("membership_id", flat=True).distinct()
    return {each for each in found if each is not None}


def delivery(
    organization: OrganizationId, *, delivery: UUID, pbs_numbers: Sequence[str] = (), reader: UUID | None = None
) -> Delivery | None:
    """One of the company's, within what the reader may see, as `Filters` says."""
    rows = Delivery.objects.filter(organization_id=organization, id=delivery)
    return _within_scope(rows, pbs_numbers, reader).first()


@dataclass(frozen=True, slots=True)
class MonthBefore:
    """What was processed in the calendar month before a file came: files, their collections, and øre in all."""

    files: int
    collections: int
    total_minor: int


def month_before(organization: OrganizationId, *, row: Delivery) -> MonthBefore:
    """For whoever is to approve the file (BM-04): the files of the same PBS numbers in the month before it."""
    until = copenhagen_day(row.received_at).replace(day=1)
    since = (until - timedelta(days=1)).replace(day=1)
    found = Delivery.objects.filter(
        organization_id=organization, environment=row.environment, state=DeliveryState.PROCESSED,
        pbs_numbers__overlap=row.pbs_numbers, received_at__gte=start_of_day(since), received_at__lt=start_of_day(until),
    ).aggregate(files=Count("id"), collections=Sum("accepted_count"), total=Sum("total_minor"))  # fmt: skip
    return MonthBefore(found["files"], found["collections"] or 0, found["total"] or 0)


def by_number(organization: OrganizationId, *, number: int) -> Delivery | None:
    """The company's delivery with this number."""
    return Delivery.objects.filter(organization_id=organization, number=number).first()


def moves(organization: OrganizationId, *, delivery: UUID) -> list[DeliveryMove]:
    """Its timeline, from the first change of state to the last."""
    return list(DeliveryMove.objects.filter(organization_id=organization, delivery_id=delivery).order_by("position"))


def approvers_of(organization: OrganizationId, *, delivery: UUID) -> list[Approval]:
    """The approvals that count, the first one first."""
    rows = Approval.objects.filter(organization_id=organization, delivery_id=delivery, voided_at=None)
    return list(rows.order_by("approved_at", "id"))


def inbox(
    organization: OrganizationId,
    *,
    environment: str,
    folder: str,
    at: datetime,
    pbs_numbers: Sequence[str] = (),
    account: UUID | None = None,
    clash_key: str = "",
) -> list[Delivery]:
    """What was delivered over SFTP into a folder in the last thirty days (C.1), without its `content`.

    `account` is the SFTP user that looks: of files that name no PBS number it sees its own where it may see some only.
    With `clash_key` (`rules.names.clash_key`) only what has such a name.
    """
    rows = Delivery.objects.filter(
        organization_id=organization, environment=environment, folder=folder, door="sftp",
        received_at__gt=at - NAMES_KEPT,
    )  # fmt: skip
    if clash_key:
        rows = rows.filter(clash_key=clash_key)
    return list(_within_scope(rows, pbs_numbers, account).defer("content").order_by("-number"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many files wait for a human, or can still be taken back."""

    duplicates: int = 0
    approvals: int = 0
    undoable: int = 0


def waiting(organization: OrganizationId, *, pbs_numbers: Sequence[str] = (), reader: UUID | None = None) -> Waiting:
    """For the front page, within what the reader may see, as `Filters` says."""
    rows = _within_scope(Delivery.objects.filter(organization_id=organization), pbs_numbers, reader)
    found = dict(rows.filter(state__in=_WAITING).values_list("state").annotate(count=Count("id")).order_by())
    return Waiting(*(found.get(state, 0) for state in _WAITING))


_WAITING = (DeliveryState.HELD_DUPLICATE, DeliveryState.AWAITING_APPROVAL, DeliveryState.HOLDING)


def _within_scope(rows: QuerySet[Delivery], pbs_numbers: Sequence[str], reader: UUID | None) -> QuerySet[Delivery]:
    """Every PBS number of a file must be in the scope (BP-13). A file names none until it is checked: whoever may see
    some numbers only sees nobody's but her own of these, as the person (`actor_id`) or as the SFTP user.
    """
    if not pbs_numbers:
        return rows
    hers = Q(account_id=reader) | Q(actor_kind="user", actor_id=str(reader)) if reader else Q(pk__in=[])
    named = Q(pbs_numbers__contained_by=list(pbs_numbers)) & ~Q(pbs_numbers=[])
    return rows.filter(named | (Q(pbs_numbers=[]) & hers))
