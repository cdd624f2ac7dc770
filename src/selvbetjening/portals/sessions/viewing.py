"""Se som kunde (CM-12): a user of the company looks at its customer portal as one recipient, and can only read.

The visit hangs on the user's own session of the business host and on the permission, both asked anew at every request
(SEC-27); it is the browser's session on the company's host, for fifteen minutes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.permissions import SELVBETJENING_VIEW_AS
from selvbetjening.domain.identity.actions import keep_session as rows
from selvbetjening.domain.identity.queries import RECIPIENT, VIEWING, session
from selvbetjening.domain.identity.queries.business_sessions import business_session_with
from selvbetjening.kernel import clock, tokens
from selvbetjening.kernel.actors import Actor, ActorKind
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sessions.business import HAND_OVER, is_over
from selvbetjening.portals.sessions.store import HANDED_OVER, SessionStore

#: How long one looks; whoever needs longer presses again, and stands in the log again.
LOOKS_FOR: Final = timedelta(minutes=15)
_KINDS: Final[dict[str, ActorKind]] = {"user": "user", "staff": "staff"}


@dataclass(frozen=True, slots=True)
class Viewing:
    """Who looks, as which recipient, by which session of the business host, and until when.

    `day` is the day ahead as of which the portal is drawn; None is today.
    """

    recipient: UUID
    actor: Actor
    session: UUID
    until: datetime
    day: date | None = None


def hand_over_view(
    organization: OrganizationId, *, recipient: UUID, actor: Actor, session: UUID, day: date | None = None
) -> str:
    """A visit that waits two minutes for its browser; the token of the portal's `/se-som/<token>/`, good for one press.

    Inside the company's transaction. `actor` is the membership or the operator; `session` the id of its session.
    """
    token, at = tokens.new_token(), clock.now()
    viewing = Viewing(recipient, actor, session, at + HAND_OVER, day)
    data = {HANDED_OVER: True, VIEWING: _kept(viewing)}
    rows.add(organization, digest=SessionStore(token).digest, data=data, at=at, begun_at=at)
    return token


def offered(organization: OrganizationId, *, token: str) -> Viewing | None:
    """What waits under this token, while it waits and the user still may; None for every other token."""
    found = session(organization, digest=SessionStore(token).digest)
    if found is None or HANDED_OVER not in found.data or clock.now() - found.created_at >= HAND_OVER:
        return None
    viewing = _read(found.data.get(VIEWING))
    return viewing if viewing is not None and may_look(organization, viewing=viewing) else None


def take_view(request: HttpRequest, organization: OrganizationId, *, token: str) -> Viewing | None:
    """Let this browser look from now on, under a new key; whatever an earlier visitor left is gone (SEC-26).

    None for every token but one that waits. The caller writes down that somebody looks.
    """
    viewing = offered(organization, token=token)
    if viewing is None or not rows.spend(organization, digest=SessionStore(token).digest):
        return None
    begun = Viewing(viewing.recipient, viewing.actor, viewing.session, clock.now() + LOOKS_FOR, viewing.day)
    request.session.flush()
    request.session[RECIPIENT] = str(begun.recipient)
    request.session[VIEWING] = _kept(begun)
    rotate_token(request)
    return begun


def viewing_of(request: HttpRequest) -> Viewing | None:
    """Who looks in this browser; None in a customer's own. One whose time is over is still there: ask `may_look`."""
    return _read(request.session.get(VIEWING))


def may_look(organization: OrganizationId, *, viewing: Viewing) -> bool:
    """Whether time is left, the session still lives and the user still may, asked at every request (SEC-27)."""
    now = clock.now()
    row = business_session_with(id=viewing.session)
    if now >= viewing.until or row is None or is_over(row, now):
        return False
    if row.operator is not None:
        acts = row.acting_for == organization and viewing.actor == Actor("staff", str(row.operator))
        return acts and bool(access.may(standing=None, permission=SELVBETJENING_VIEW_AS, is_operator=True))
    if row.user is None:
        return False
    standing = access.standing(organization, user=row.user.id, cvr=row.cvr, today=copenhagen_day(now))
    if standing is None or standing.refused or viewing.actor != Actor("user", str(standing.membership.id)):
        return False
    ended = standing.membership.sessions_ended_at
    if ended is not None and row.created_at <= ended:
        return False
    return bool(access.may(standing=standing, permission=SELVBETJENING_VIEW_AS, is_operator=False))


def _kept(viewing: Viewing) -> dict[str, str]:
    return {
        "recipient": str(viewing.recipient),
        "actor_kind": viewing.actor.kind,
        "actor_id": viewing.actor.id,
        "session": str(viewing.session),
        "until": viewing.until.isoformat(),
        "day": viewing.day.isoformat() if viewing.day else "",
    }


def _read(kept: dict[str, str] | None) -> Viewing | None:
    if kept is None:
        return None
    actor = Actor(_KINDS[kept["actor_kind"]], kept["actor_id"])
    day = date.fromisoformat(kept["day"]) if kept.get("day") else None
    return Viewing(UUID(kept["recipient"]), actor, UUID(kept["session"]), datetime.fromisoformat(kept["until"]), day)
