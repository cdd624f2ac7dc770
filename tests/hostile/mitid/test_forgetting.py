"""What is kept of logins, for how long, and what cannot be written anew (SEC-51, SEC-149, GDP-6)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from selvbetjening import schedule
from selvbetjening.domain.identity.actions.note_login import note_login
from selvbetjening.domain.identity.actions.purge_logins import EVIDENCE, LOGOUT_TOKENS, purge_logins
from selvbetjening.domain.identity.models import BusinessSession, LoginAttempt, LoginEvidence, LogoutToken, User
from selvbetjening.domain.identity.queries.attempts import kept
from selvbetjening.domain.identity.rules.login import (
    OPEN,
    SESSION_IDLE,
    SESSION_LASTS,
    session_ends_at,
)
from selvbetjening.kernel.ids import new_id
from tests.hostile.mitid.provider import Liar
from tests.hostile.mitid.steps import log_in
from tests.hostile.mitid.test_step_up import known, session_of, step_up

AT = datetime(2040, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def nothing_before(database: str) -> None:
    """Rows of other tests are older than any of these."""
    purge_logins(at=AT - timedelta(days=800))


def session(**times: datetime) -> BusinessSession:
    user, _ = User.objects.get_or_create(issuer="https://old.test", subject="s", defaults={"created_at": AT})
    return BusinessSession.objects.create(
        key_digest=new_id().bytes * 2, user=user, **{"created_at": AT, "last_seen_at": AT, **times}
    )


def alive(*rows: Any) -> list[bool]:
    return [type(row).objects.filter(pk=row.pk).exists() for row in rows]


def test_each_kind_goes_when_its_time_has_come_and_not_before(database: str) -> None:
    """SEC-149, GDP-6, BP-07: sessions by idle, absolute and the broker's end; proofs after a year; safe twice."""
    rows = [
        session(last_seen_at=AT - SESSION_IDLE), session(last_seen_at=AT - SESSION_IDLE + SECOND),
        session(created_at=AT - SESSION_LASTS), session(created_at=AT - SESSION_LASTS + SECOND),
        session(ends_at=AT), session(ends_at=AT + SECOND),
        LogoutToken.objects.create(issuer="i", jti=str(new_id()), at=AT - LOGOUT_TOKENS),
        LogoutToken.objects.create(issuer="i", jti=str(new_id()), at=AT - LOGOUT_TOKENS + SECOND),
        *(LoginEvidence.objects.get(reference=note_login(broker="old", purpose="login", outcome="ok", at=moment))
          for moment in (AT - EVIDENCE, AT - EVIDENCE + SECOND)),
    ]  # fmt: skip
    purge_logins(at=AT)
    assert alive(*rows) == [False, True] * 5
    assert purge_logins(at=AT) == 0
    BusinessSession.objects.filter(user__issuer="https://old.test").delete()


def test_a_form_that_waited_is_the_persons_for_ten_minutes(liar: Liar) -> None:
    """BP-08: opened for nobody else, not before the step-up, not after its time; then it is gone from the table."""
    user = known(liar)
    key = session_of(user)
    finished = step_up(liar, user.id, key, kept=b"a=1&b=\xc3\xa6")
    row = LoginAttempt.objects.get(id=finished.attempt.id)
    now = row.created_at
    asked: dict[str, Any] = {"attempt": row.id, "user": user.id, "at": now}
    assert kept(**asked) == b"a=1&b=\xc3\xa6"
    assert kept(**{**asked, "user": new_id()}) is None
    assert kept(**{**asked, "attempt": new_id()}) is None
    assert kept(**{**asked, "at": now + OPEN}) is None
    LoginAttempt.objects.filter(id=row.id).update(spent_at=None)
    assert kept(**asked) is None
    purge_logins(at=now + OPEN - SECOND)
    assert LoginAttempt.objects.filter(id=row.id).exists()
    purge_logins(at=now + OPEN)
    assert not LoginAttempt.objects.filter(id=row.id).exists()


def test_evidence_is_not_written_anew(liar: Liar) -> None:
    """BP-01, SEC-114: the services' role may add and remove it, and change nothing in it."""
    finished = log_in(liar)
    mine = LoginEvidence.objects.filter(reference=finished.reference)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        mine.update(outcome="LOGIN-04 signature")
    assert mine.get().outcome == "ok"


def test_no_token_of_the_broker_is_left_anywhere(liar: Liar) -> None:
    """SEC-51: the access token is dropped with the login; the ID token is the session's, sealed, and nobody else's."""
    finished = log_in(liar)
    assert finished.person.id_token not in repr(finished)
    for table in (LoginAttempt, LoginEvidence, User):
        for row in table.objects.all():
            said = repr(vars(row))
            assert "access-1" not in said
            assert finished.person.id_token not in said


def test_a_session_never_outlives_the_brokers() -> None:
    """BP-07, SEC-26: eight hours, or less where the broker says so."""
    assert session_ends_at(began_at=AT, broker_says=None) == AT + SESSION_LASTS
    assert session_ends_at(began_at=AT, broker_says=AT + SECOND) == AT + SECOND
    assert session_ends_at(began_at=AT, broker_says=AT + timedelta(days=1)) == AT + SESSION_LASTS


def test_the_sweep_stands_in_the_schedule() -> None:
    """GDP-6: it comes round by the clock."""
    assert ("schedule.logins", purge_logins) in [(name, sweep) for _, name, sweep in schedule._SWEEPS]
