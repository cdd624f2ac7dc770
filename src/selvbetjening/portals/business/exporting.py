"""How often one user may take lists out as files (security.md 5.2)."""

from django.http import HttpResponse

from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.rules.limits import EXPORTS
from selvbetjening.kernel import clock
from selvbetjening.portals.business.refusing import minutes_until, refused
from selvbetjening.portals.business.requests import CompanyRequest


def too_many(request: CompanyRequest) -> HttpResponse | None:
    """Count one more file, and the page that refuses it where it is one too many within the hour.

    The door asks for whatever wants MitID as an export; a file without asks itself.
    """
    who = str(request.proven.user) if request.proven else f"operator {request.acting.actor.id}"
    at = clock.now()
    again_at = count_up(request.acting.here, limit=EXPORTS, subject=who, at=at)
    return None if again_at is None else refused(request, "LOGIN-11", minutes=minutes_until(again_at, at=at))
