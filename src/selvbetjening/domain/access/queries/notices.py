"""What a user was told, how she is told, and whether mails reach her (BP-77)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.access.models import Invitation, ManagerMessage, Membership, Notice
from selvbetjening.domain.access.queries.notice_words import sentence
from selvbetjening.domain.access.queries.people import names
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER
from selvbetjening.domain.access.rules.notices import KINDS, NoticeKind, reference_of, way_of
from selvbetjening.domain.messaging.queries import refused_addresses
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class NoticeRow:
    """One notice as the list shows it. `about` is a name as it is now; `sender` and `said` are a message's (BP-31)."""

    id: UUID
    kind: str
    words: str
    about: str
    solution: str
    last_on: date | None
    sender: str
    said: str
    path: str
    at: datetime
    is_unread: bool
    reference: str


@dataclass(frozen=True)
class WayRow:
    """One kind of notice, and the way that is chosen for it."""

    kind: NoticeKind
    way: str


def notices_of(
    organization: OrganizationId, *, membership: UUID, offset: int = 0, limit: int = 25
) -> tuple[int, list[NoticeRow]]:
    """How many notices the user has, and one page of them, newest first, in the language that is active."""
    mine = Notice.objects.filter(organization_id=organization, membership_id=membership)
    page = list(mine.order_by("-at", "id")[offset : offset + limit])
    known = names(organization, ids={row.about_id for row in page if row.about_id})
    sources = {row.source_id for row in page if row.source_id}
    said = {one.id: one for one in ManagerMessage.objects.filter(organization_id=organization, id__in=sources)}
    invited = {
        one.id: f"{one.given_name} {one.surname}"
        for one in Invitation.objects.filter(organization_id=organization, id__in=sources)
    }
    rows = []
    for row in page:
        message = said.get(row.source_id) if row.source_id else None
        about = ""
        if row.about_id:
            about = known.get(row.about_id, "")
        elif row.source_id:
            about = invited.get(row.source_id, "")
        sender = f"{message.sender}, {message.email}" if message else ""
        rows.append(
            NoticeRow(
                row.id, row.kind, sentence(code=row.code), about, row.solution, row.last_on, sender,
                message.text if message else "", row.path, row.at, row.read_at is None, reference_of(notice=row.id),
            )
        )  # fmt: skip
    return mine.count(), rows


def unread(organization: OrganizationId, *, membership: UUID) -> int:
    """How many notices the user has not marked as read."""
    mine = Notice.objects.filter(organization_id=organization, membership_id=membership, read_at__isnull=True)
    return mine.count()


def ways_of(organization: OrganizationId, *, membership: UUID) -> list[WayRow]:
    """Every kind that the user can get, with its way: security kinds first. Raises `Membership.DoesNotExist`."""
    row = Membership.objects.get(organization_id=organization, id=membership)
    return [
        WayRow(kind, way_of(kind=kind.code, chosen=row.notice_ways))
        for kind in KINDS.values()
        if row.role == ACCESS_MANAGER or not kind.for_managers
    ]


def mail_language(organization: OrganizationId, *, membership: UUID) -> str:
    """In which language the user's mails are written. Raises `Membership.DoesNotExist`."""
    return Membership.objects.get(organization_id=organization, id=membership).language


def bouncing(organization: OrganizationId, *, memberships: Collection[UUID] | None = None) -> set[UUID]:
    """Those of the users (None: of all) whose address a mail server refuses, and who have not confirmed it since."""
    rows = Membership.objects.filter(organization_id=organization).exclude(email="")
    rows = rows if memberships is None else rows.filter(id__in=memberships)
    people = list(rows.values_list("id", "email", "email_confirmed_at"))
    refused = refused_addresses(organization, addresses=[email for _, email, _ in people])
    return {
        id_
        for id_, email, confirmed in people
        if (at := refused.get(email)) is not None and (confirmed is None or confirmed < at)
    }
