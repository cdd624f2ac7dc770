"""A step-up is fresh, the same person's, the same company's, in the session that asked, and for one class of acts."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.identity.actions.begin_login import begin_login
from selvbetjening.domain.identity.actions.confirm import confirm
from selvbetjening.domain.identity.models import BusinessSession, LoginAttempt, User
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.queries.step_ups import has_confirmed
from selvbetjening.domain.identity.rules.limits import MITID_STEP_UPS
from selvbetjening.kernel.ids import new_id
from tests.hostile.mitid.provider import Liar
from tests.hostile.mitid.steps import evidence_of, log_in

KEY = b"k" * 31


def session_of(user: User, cvr: str = "12345674") -> bytes:
    """A visit of hers."""
    key = new_id().bytes * 2
    now = datetime.now(UTC)
    BusinessSession.objects.create(key_digest=key, user=user, cvr=cvr, broker="liar", created_at=now, last_seen_at=now)
    return key


def step_up(liar: Liar, user: UUID, key: bytes, **more: Any) -> Any:
    asked: dict[str, Any] = {
        "purpose": "step_up", "session_digest": key, "user": user, "action_class": "managers", "organization": COMPANY,
    }  # fmt: skip
    return log_in(liar, **{**asked, **more})


COMPANY = new_id()


def known(liar: Liar) -> User:
    """Somebody new, so that no test uses up another's ten step-ups an hour."""
    if "sub" not in liar.claims:
        liar.claims["sub"] = liar.userinfo["sub"] = str(new_id())
    user = log_in(liar).user
    assert user
    return user


def test_a_fresh_login_of_the_same_person_confirms_one_class(liar: Liar) -> None:
    """BP-08, SEC-31: asked with prompt=login and max_age=0; good for this class, company and session, for 5 minutes."""
    user = known(liar)
    key, other = session_of(user), session_of(user)
    finished = step_up(liar, user.id, key, kept=b"role=manager")
    assert (liar.request["prompt"], liar.request["max_age"]) == ("login", "0")
    assert finished.attempt.kept == b"role=manager"
    now = datetime.now(UTC)

    def stands(**changed: Any) -> bool:
        asked = {"session_digest": key, "action_class": "managers", "organization": COMPANY, "at": now, **changed}
        return has_confirmed(**asked)

    assert stands()
    assert not stands(action_class="keys")
    assert not stands(organization=new_id())
    assert not stands(organization=None)
    assert not stands(session_digest=other)
    assert not stands(at=now + timedelta(minutes=5, seconds=5))


STALE: dict[str, tuple[dict[str, Any], str]] = {
    "an old login": ({"auth_time": -120}, "auth_time_before"),
    "a login of half an hour ago": ({"auth_time": -1800}, "auth_time_stale"),
    "a login of tomorrow": ({"auth_time": 90}, "auth_time_later"),
    "no moment": ({"auth_time": None}, "no_auth_time"),
    "another person": ({"sub": "subject-2"}, "other_person"),
}


@pytest.mark.parametrize("case", STALE)
def test_what_is_not_fresh_confirms_nothing(liar: Liar, case: str) -> None:
    """BP-08, annex A.4: an old auth_time, or none, is refused and not accepted silently; so is another person."""
    told, reason = STALE[case]
    user = known(liar)
    key = session_of(user)
    moved = {name: int(time.time()) + value if name == "auth_time" and value else value for name, value in told.items()}
    liar.claims |= moved
    with pytest.raises(LoginRefused) as refused:
        step_up(liar, user.id, key)
    row = evidence_of(refused.value)
    assert (row.outcome, row.purpose, row.user_id) == (f"ACC-03 {reason}", "step_up", user.id)
    assert (refused.value.organization, refused.value.action_class) == (COMPANY, "managers")
    assert not has_confirmed(session_digest=key, action_class="managers", organization=COMPANY, at=datetime.now(UTC))


def test_a_low_level_confirms_nothing(liar: Liar) -> None:
    """BP-08: at least Substantial, as for a login."""
    user = known(liar)
    liar.claims["loa"] = "https://data.gov.dk/concept/core/nsis/Low"
    with pytest.raises(LoginRefused, match="LOGIN-03 low_level"):
        step_up(liar, user.id, session_of(user))


def test_another_company_of_the_same_person_confirms_nothing(liar: Liar) -> None:
    """Annex A.4: the same CVR as the session's."""
    user = known(liar)
    liar.userinfo["nemlogin.cvr"] = "92222209"
    with pytest.raises(LoginRefused) as refused:
        step_up(liar, user.id, session_of(user))
    assert evidence_of(refused.value).outcome == "ACC-03 other_company"


def test_an_ended_or_foreign_session_confirms_nothing(liar: Liar) -> None:
    """SEC-28, SEC-31: a pending step-up ends with its session; another person's session is nobody's to confirm."""
    user = known(liar)
    key = session_of(user)
    BusinessSession.objects.filter(key_digest=key).delete()
    liar.claims["sub"] = liar.userinfo["sub"] = "subject-2"
    theirs = session_of(known(liar))
    liar.claims["sub"] = liar.userinfo["sub"] = user.subject
    for digest in (key, theirs):
        with pytest.raises(LoginRefused) as refused:
            step_up(liar, user.id, digest)
        assert evidence_of(refused.value).outcome == "ACC-03 session_ended"


def test_ten_step_ups_an_hour(liar: Liar) -> None:
    """Security.md 5.2, LOGIN-11: counted for the person."""
    user = known(liar)
    key, at = session_of(user), datetime(2031, 4, 4, 12, tzinfo=UTC)
    asked: dict[str, Any] = {
        "broker": "liar", "purpose": "step_up", "wanted_path": "", "cookie": "c", "language": "en",
        "session_digest": key, "user": user.id, "at": at,
    }  # fmt: skip
    for _ in range(MITID_STEP_UPS.per_hour):
        begin_login(**asked)
    with pytest.raises(LoginRefused, match="LOGIN-11"):
        begin_login(**asked)
    assert LoginAttempt.objects.filter(expected_user=user, created_at=at).delete()[0] == MITID_STEP_UPS.per_hour


def test_a_step_up_is_somebodys(liar: Liar) -> None:
    """BP-08: without session and person it is not even begun."""
    with pytest.raises(ValueError, match="belongs to a session"):
        log_in(liar, purpose="step_up")


def test_confirming_again_replaces_and_forgets(liar: Liar) -> None:
    """SEC-31: one entry for each class, those that are over go; none for a session that has ended."""
    user = known(liar)
    key, at = session_of(user), datetime(2031, 5, 5, 12, tzinfo=UTC)
    for minutes, name in ((0, "keys"), (1, "managers"), (2, "managers"), (5, "managers")):
        assert confirm(session_digest=key, action_class=name, organization=COMPANY, at=at + timedelta(minutes=minutes))
    assert [one["class"] for one in BusinessSession.objects.get(key_digest=key).step_ups] == ["managers"]
    assert not confirm(session_digest=KEY, action_class="keys", organization=COMPANY, at=at)
