"""A login as a browser goes through it, and what the log says of it afterwards."""

import secrets
from datetime import UTC, datetime
from typing import Any

from selvbetjening.domain.identity.actions.begin_login import begin_login
from selvbetjening.domain.identity.actions.finish_login import Finished, finish_login
from selvbetjening.domain.identity.models import LoginEvidence
from selvbetjening.domain.identity.ports import LoginRefused
from tests.hostile.mitid.provider import GIVEN, MAIL, SURNAME, Liar

PATH = "/mine-virksomheder/"


def log_in(liar: Liar, *, cookie: str = "", answer: dict[str, Any] | None = None, **asked: Any) -> Finished:
    """Begin, go there, come back; `answer` is laid over what the browser brings, `None` leaves a name out."""
    mine = cookie or secrets.token_urlsafe(16)
    at = datetime.now(UTC)
    wanted = {"purpose": "login", "wanted_path": PATH, "language": "da", **asked}
    begun = begin_login(broker="liar", cookie=mine, at=at, **wanted)
    brought = liar.browse(begun.url) | (answer or {})
    brought = {name: value for name, value in brought.items() if value is not None}
    return finish_login(broker="liar", answer=brought, cookie=mine, at=datetime.now(UTC))


def evidence_of(refused: LoginRefused) -> LoginEvidence:
    """The row whose number the refusal page shows; nobody's name stands in it."""
    row = LoginEvidence.objects.get(reference=refused.reference)
    said = " ".join(str(value) for value in vars(row).values())
    assert not any(name in said for name in (GIVEN, SURNAME, MAIL))
    assert row.outcome == f"{refused.code} {refused.reason}"
    return row
