"""Access that is not used melts, and what has an end ends (BM-05, annex B.3)."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from selvbetjening.domain.access.events import GrantExpired, GrantFading, GrantGiven
from selvbetjening.domain.access.lifecycle import GRANT, GrantState, MembershipState
from selvbetjening.domain.access.models import Grant
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.access.rules.ends import FADES_DAYS
from selvbetjening.domain.access.rules.members import OPENING, USER
from selvbetjening.domain.access.rules.oddities import fades
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def melt(organization: OrganizationId, *, company: Organization, today: date, at: datetime) -> None:
    """Begin, fade and end grants as the day says; managers reach everything and melt never. Under the company's lock.

    A member who cannot come in (suspended) loses nothing to melting meanwhile; an end date counts all the same.
    """
    has = solutions_of(organization, today=today)
    rows = Grant.objects.filter(organization_id=organization)
    for grant in rows.filter(state=GrantState.WAITING, solution_id__in=has).order_by("id"):
        _move(grant, "begin")
        fact = GrantGiven(membership=grant.membership_id, grant=grant.id, solution=grant.solution_id, changed=True)
        record(organization, fact=fact, actor=SYSTEM, at=at)
    gone = today - timedelta(days=FADES_DAYS)
    over = Q(ends_on__lte=today) | Q(state=GrantState.FADING, fading_on__lte=gone)
    for grant in rows.filter(over, state__in=OPENING).order_by("id"):
        grant.ended_at = at
        _move(grant, "expire")
        ended = GrantExpired(membership=grant.membership_id, grant=grant.id, solution=grant.solution_id)
        record(organization, fact=ended, actor=SYSTEM, at=at)
    unused = int(company.choice("unused_days"))
    living = rows.filter(state=GrantState.ACTIVE, membership__state=MembershipState.ACTIVE, membership__role=USER)
    for grant in living.order_by("id"):
        last = copenhagen_day(grant.last_used_at or grant.granted_at)
        if not fades(last_used=last, today=today, unused_days=unused, is_permanent=grant.is_permanent):
            continue
        grant.fading_on = today
        _move(grant, "fade")
        fading = GrantFading(
            membership=grant.membership_id, grant=grant.id, solution=grant.solution_id,
            ends_on=today + timedelta(days=FADES_DAYS),
        )  # fmt: skip
        record(organization, fact=fading, actor=SYSTEM, at=at)


def _move(grant: Grant, verb: str) -> None:
    grant.state = GRANT.after(GrantState(grant.state), verb)
    grant.save(update_fields=["state", "ended_at", "fading_on"])
