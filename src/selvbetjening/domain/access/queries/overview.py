"""Who has access to what, as rows of a file and as the log of the company (BP-27, BP-34)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.access.queries.invitations import invitations
from selvbetjening.domain.access.queries.people import MemberRow, members, names
from selvbetjening.domain.history.models import Event
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

HEAD = (
    "type", "name", "email", "role", "state", "external", "company", "cvr", "solution", "actions", "pbs_numbers",
    "last_day", "last_login", "last_use", "invited_by", "given_by", "since",
)  # fmt: skip
Row = tuple[str, ...]


def overview(organization: OrganizationId, *, at: datetime) -> Iterator[Row]:
    """The whole population, the head first: a row for each user, each grant and each open invitation (BP-27).

    Text only: days are ISO and the last ones with access. Deleted users stand in it until they are erased, and grants
    that no active user holds (orphans) with them.
    """
    today = copenhagen_day(at)
    yield HEAD
    states = ("active", "suspended", "expired", "deleted")
    _, people = members(organization, today=today, states=states, limit=None)
    known = names(organization, ids=_named(people))
    for person in people:
        yield _person(person, known)
        for grant in person.grants:
            yield (
                "grant", person.name, person.email, person.role, str(grant.state), "", "", "", grant.solution,
                " ".join(grant.actions), " ".join(grant.pbs_numbers), _last(grant.ends_on), "",
                _on(grant.last_used_at), "", known.get(grant.granted_by, "") if grant.granted_by else "",
                _on(grant.granted_at),
            )  # fmt: skip
    for sent in invitations(organization, at=at):
        yield (
            "invitation", sent.name, sent.email, sent.role, str(sent.state), "yes" if sent.is_external else "",
            sent.partner_name, sent.row.bound_cvr, " ".join(sent.solutions), "", "",
            _last(sent.row.membership_ends_on), "", "", sent.invited_by, "", _on(sent.row.created_at),
        )  # fmt: skip


def _named(people: list[MemberRow]) -> set[UUID]:
    found = {person.invited_by for person in people} | {g.granted_by for person in people for g in person.grants}
    return {id_ for id_ in found if id_ is not None}


def _person(person: MemberRow, known: dict[UUID, str]) -> Row:
    used = [grant.last_used_at for grant in person.grants if grant.last_used_at]
    return (
        "user", person.name, person.email, person.role, str(person.state), "yes" if person.is_external else "",
        person.partner_name, person.bound_cvr, "", "", "", _last(person.ends_on), _on(person.last_login_at),
        _on(max(used, default=None)), known.get(person.invited_by, "") if person.invited_by else "", "",
        _on(person.joined_at),
    )  # fmt: skip


def _last(ends_on: date | None) -> str:
    return (ends_on - timedelta(days=1)).isoformat() if ends_on else ""


def _on(at: datetime | None) -> str:
    return copenhagen_day(at).isoformat() if at else ""


def log(
    organization: OrganizationId,
    *,
    person: UUID | None = None,
    over_api: bool = False,
    prefixes: tuple[str, ...] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, list[Event]]:
    """What the company's users and other systems did, and what was done to users, newest first; how many (BP-34).

    `person` is a membership: what it did and what names it; `over_api`: only what other systems did. The instants are
    half-open. What operators did while acting for the company stands in it as well (SEC-34).
    """
    rows = Event.objects.filter(organization_id=organization)
    if over_api:
        rows = rows.filter(actor_kind="api")
    elif person is None:
        rows = rows.filter(actor_kind__in=("user", "staff", "api")) | rows.filter(name__startswith="access.")
    else:
        rows = rows.filter(actor_kind="user", actor_id=str(person)) | rows.filter(data__membership=str(person))
    if prefixes:
        wanted: Any = rows.none()
        for prefix in prefixes:
            wanted = wanted | rows.filter(name__startswith=prefix)
        rows = wanted
    rows = rows.filter(at__gte=since) if since else rows
    rows = rows.filter(at__lt=until) if until else rows
    return rows.count(), list(rows.order_by("-at", "id")[offset : offset + limit])
