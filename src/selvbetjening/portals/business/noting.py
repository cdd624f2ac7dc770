"""A login that proved somebody whom a company lets in no further: written down with its code (annex A.3 no. 12)."""

from typing import Any, Final
from uuid import UUID

from selvbetjening.domain.identity.actions.note_login import note_login
from selvbetjening.kernel import clock
from selvbetjening.portals.business.requests import Proven

#: The key in a session's data under which the refusals of this login stand, each with its reference number.
NOTED: Final = "refused_logins"


def noted(request: Any, code: str, *, company: UUID | None = None) -> None:
    """Write LOGIN-05 … -09 and -12 down, once for each login and company; the page shows the row's number.

    Whoever is refused in a page that was open keeps the number, however often she presses. An operator has no login.
    """
    person: Proven | None = request.proven
    if person is None or not code.startswith("LOGIN-"):
        return
    known: dict[str, str] = request.session.get(NOTED, {})
    key = f"{company or ''} {code}".strip()
    if key not in known:
        reference = note_login(
            broker=person.broker, purpose="login", outcome=code, user=person.user, cvr=person.cvr, at=clock.now()
        )
        known = {**known, key: reference}
        request.session[NOTED] = known
    request.reference = known[key]
