"""Answers that a browser brings: replayed, somebody else's, another broker's, too late (annex A.3 no. 2 to 4)."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.identity.actions.begin_login import begin_login
from selvbetjening.domain.identity.actions.finish_login import finish_login
from selvbetjening.domain.identity.models import LoginAttempt, LoginEvidence, User
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.rules.limits import MITID_FAILURES, MITID_STARTS
from selvbetjening.kernel.ids import new_id
from tests.hostile.at_once import at_once
from tests.hostile.mitid.provider import ISSUER, Liar
from tests.hostile.mitid.steps import PATH, evidence_of, log_in


def begun(liar: Liar, *, cookie: str, at: datetime | None = None, **more: Any) -> dict[str, str]:
    """A login under way; what the browser would bring back."""
    wanted = {"purpose": "login", "wanted_path": PATH, "language": "da", **more}
    return liar.browse(begin_login(broker="liar", cookie=cookie, at=at or datetime.now(UTC), **wanted).url)


def refusal(broker: str, answer: dict[str, str], cookie: str, at: datetime | None = None) -> str:
    with pytest.raises(LoginRefused) as refused:
        finish_login(broker=broker, answer=answer, cookie=cookie, at=at or datetime.now(UTC))
    return evidence_of(refused.value).outcome


def test_a_state_is_good_for_one_answer(liar: Liar) -> None:
    """SEC-43: replayed, even by the same browser, it is refused; so it is after a failure."""
    answer = begun(liar, cookie="mine")
    assert finish_login(broker="liar", answer=answer, cookie="mine", at=datetime.now(UTC)).user
    assert refusal("liar", answer, "mine") == "LOGIN-04 spent_state"
    answer = begun(liar, cookie="mine")
    assert refusal("liar", {**answer, "error": "access_denied"}, "mine") == "LOGIN-01 cancelled"
    assert refusal("liar", answer, "mine") == "LOGIN-04 spent_state"


def test_of_many_answers_at_once_one_counts(liar: Liar) -> None:
    """SEC-43, SEC-35: ten at the same moment, one login."""
    answer = begun(liar, cookie="mine")
    came = at_once([lambda: finish_login(broker="liar", answer=answer, cookie="mine", at=datetime.now(UTC))] * 10)
    assert sum(not isinstance(one, Exception) for one in came) == 1
    assert sum(path == "/token" for path, _ in liar.asked) == 1


def test_another_browser_cannot_finish_it(liar: Liar) -> None:
    """SEC-43, SEC-52: an address with code and state, sent to somebody else, logs nobody in, and spends nothing."""
    answer = begun(liar, cookie="mine")
    for cookie in ("", "theirs"):
        assert refusal("liar", answer, cookie) == "LOGIN-04 other_browser"
    assert finish_login(broker="liar", answer=answer, cookie="mine", at=datetime.now(UTC)).user


@pytest.mark.parametrize("state", ["", "unknown", "x" * 5000])
def test_an_answer_that_nobody_asked_for_is_refused(liar: Liar, state: str) -> None:
    """SEC-52: no state, no login."""
    answer = {**begun(liar, cookie="mine"), "state": state}
    assert refusal("liar", answer, "mine") == "LOGIN-04 unknown_state"


def test_ten_minutes_are_the_end_of_it(liar: Liar) -> None:
    """SEC-43, annex A.3 no. 2."""
    at = datetime.now(UTC)
    answer = begun(liar, cookie="mine", at=at)
    assert refusal("liar", answer, "mine", at + timedelta(minutes=10)) == "LOGIN-04 too_late"


def test_one_brokers_answer_is_not_anothers(liar: Liar) -> None:
    """SEC-50: its own path for each broker, and `iss` is checked (RFC 9207)."""
    assert refusal("other", begun(liar, cookie="mine"), "mine") == "LOGIN-04 other_broker"
    for told in ("https://evil.test", ""):
        answer = {**begun(liar, cookie="mine"), "iss": told}
        assert refusal("liar", answer, "mine") == "LOGIN-04 answer_issuer"
    answer = begun(liar, cookie="mine")
    del answer["iss"]
    assert refusal("liar", answer, "mine") == "LOGIN-04 answer_issuer"
    assert not any(path == "/token" for path, _ in liar.asked)


def test_an_attempt_of_another_configuration_is_over(liar: Liar) -> None:
    """SEC-50: the issuer is kept with the attempt."""
    answer = begun(liar, cookie="mine")
    LoginAttempt.objects.filter(broker="liar", spent_at=None).update(issuer="https://former.test")
    assert refusal("liar", answer, "mine") == "LOGIN-04 other_issuer"


@pytest.mark.parametrize("code", ["", "x" * 5000])
def test_an_answer_without_a_usable_code_is_refused(liar: Liar, code: str) -> None:
    """Annex A.3 no. 4."""
    assert refusal("liar", {**begun(liar, cookie="mine"), "code": code}, "mine") == "LOGIN-04 no_code"


def test_nothing_of_an_attempt_can_be_used_from_the_database(liar: Liar) -> None:
    """SEC-51, SEC-55: state and cookie are digests, nonce and verifier sealed; no token is kept anywhere."""
    cookie = secrets.token_urlsafe(16)
    answer = begun(liar, cookie=cookie, kept=b"amount=100")
    row = LoginAttempt.objects.get(broker="liar", spent_at=None, kept__isnull=False)
    said = repr([bytes(value) if isinstance(value, memoryview | bytes) else value for value in vars(row).values()])
    nonce, challenge = liar.request["nonce"], liar.request["code_challenge"]
    for secret in (answer["state"], cookie, nonce, challenge, "amount=100"):
        assert secret not in said
    row.delete()


def test_the_same_mail_is_not_the_same_person(liar: Liar) -> None:
    """SEC-38, BP-09: only issuer and subject say who somebody is; another subject with the same mail is another."""
    one = log_in(liar).user
    liar.claims["sub"] = liar.userinfo["sub"] = "subject-2"
    other = log_in(liar).user
    liar.claims["sub"] = liar.userinfo["sub"] = "subject-1"
    again = log_in(liar).user
    assert one and other and again
    assert one.id == again.id != other.id


def test_a_closed_identity_opens_nothing(liar: Liar) -> None:
    """BP-09, LOGIN-12: replaced by a confirmed new one, the old identity is no way in any more."""
    user = log_in(liar).user
    assert user
    User.objects.filter(id=user.id).update(closed_at=datetime.now(UTC))
    with pytest.raises(LoginRefused) as refused:
        log_in(liar)
    assert evidence_of(refused.value).outcome == "LOGIN-12 identity_closed"
    User.objects.filter(id=user.id).update(closed_at=None)


def test_too_many_starts_and_misses_of_one_network_are_refused(liar: Liar) -> None:
    """LOGIN-11, security.md 5.2: 20 in ten minutes; misses over the limit fill no log."""
    network, at = f"198.51.100.{secrets.randbelow(250)}/{new_id()}", datetime(2031, 3, 3, 12, 1, tzinfo=UTC)
    for _ in range(MITID_STARTS.per_hour):
        begun(liar, cookie="mine", at=at, network=network)
    with pytest.raises(LoginRefused) as refused:
        begun(liar, cookie="mine", at=at, network=network)
    assert (refused.value.code, refused.value.again_at) == ("LOGIN-11", datetime(2031, 3, 3, 12, 10, tzinfo=UTC))
    begun(liar, cookie="mine", at=at + timedelta(minutes=9), network=network)
    before = LoginEvidence.objects.count()
    codes = []
    for _ in range(MITID_FAILURES.per_hour + 5):
        with pytest.raises(LoginRefused) as refused:
            finish_login(broker="liar", answer={"state": "guess"}, cookie="", network=network, at=at)
        codes.append(refused.value.code)
    assert codes == ["LOGIN-04"] * MITID_FAILURES.per_hour + ["LOGIN-11"] * 5
    assert LoginEvidence.objects.count() == before + MITID_FAILURES.per_hour
    assert LoginAttempt.objects.filter(issuer=ISSUER, created_at=at).delete()[0]
