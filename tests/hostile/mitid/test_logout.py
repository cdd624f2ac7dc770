"""A broker tells of logouts: true ones end sessions, once; every other notice is answered 400 (SEC-36)."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from selvbetjening.domain.identity.actions.back_channel_logout import back_channel_logout
from selvbetjening.domain.identity.models import BusinessSession, LogoutToken, User
from selvbetjening.domain.identity.models.digests import broker_session_digest
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.kernel.ids import new_id
from tests.hostile.at_once import at_once
from tests.hostile.mitid.forge import Signer
from tests.hostile.mitid.provider import CLIENT, ISSUER, SIGNER, Liar

EVENT = "http://schemas.openid.net/event/backchannel-logout"
PATH = "/login/liar/logout/"


def notice(**told: Any) -> dict[str, Any]:
    now = int(time.time())
    honest = {
        "iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": str(new_id()), "sid": "session-9",
        "sub": "subject-out", "events": {EVENT: {}},
    }  # fmt: skip
    return {name: value for name, value in {**honest, **told}.items() if value is not None}


def token(claims: dict[str, Any] | None = None, signer: Signer = SIGNER, **header: Any) -> str:
    return signer.token(claims or notice(), **{"typ": "logout+jwt", **header})


def post(text: str, path: str = PATH, name: str = "logout_token") -> int:
    answer = Client().post(path, {name: text}, headers={"host": "hooks.portal.test"})
    assert answer.content == b""
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code


def visit(*, session: str, subject: str = "subject-out", broker: str = "liar") -> BusinessSession:
    """A browser that is logged in, in this session of the broker's."""
    now = datetime.now(UTC)
    user, _ = User.objects.get_or_create(issuer=ISSUER, subject=subject, defaults={"created_at": now})
    return BusinessSession.objects.create(
        key_digest=new_id().bytes * 2, user=user, cvr="12345674", broker=broker, created_at=now, last_seen_at=now,
        broker_session_digest=broker_session_digest(issuer=ISSUER, broker_session=session),
    )  # fmt: skip


def lives(row: BusinessSession) -> bool:
    return BusinessSession.objects.filter(id=row.id).exists()


def test_the_broker_ends_its_session_here_too_and_no_other(liar: Liar) -> None:
    """SEC-36, BP-07: by `sid` and `sub`; another session, another person, another broker's session live on."""
    mine, others = visit(session="session-9"), [
        visit(session="session-8"), visit(session="session-9", subject="subject-in"),
        visit(session="session-9", broker="other"),
    ]  # fmt: skip
    assert post(token()) == 200
    assert not lives(mine)
    assert all(map(lives, others))
    assert post(token()) == 200  # nobody is logged in there any more: told is told
    BusinessSession.objects.filter(user__issuer=ISSUER).delete()


def test_a_subject_alone_ends_all_of_hers(liar: Liar) -> None:
    """SEC-36: a token without `sid` means every session of the person's."""
    mine = [visit(session="session-1"), visit(session="session-2")]
    assert post(token(notice(sid=None))) == 200
    assert not any(map(lives, mine))


LIES: dict[str, tuple[Callable[[], str], str]] = {
    "nothing": (lambda: "", "no_token"),
    "no token": (lambda: "logout, please", "token_shape"),
    "another key": (lambda: token(signer=Signer()), "signature"),
    "alg none": (lambda: token(alg="none"), "algorithm"),
    "HMAC with the public key": (lambda: token(alg="HS256"), "algorithm"),
    "another issuer": (lambda: token(notice(iss="https://evil.test")), "issuer"),
    "another audience": (lambda: token(notice(aud="somebody-else")), "audience"),
    "several audiences": (lambda: token(notice(aud=[CLIENT, "somebody-else"])), "audience"),
    "an ID token (typ)": (lambda: token(typ="JWT"), "logout_typ"),
    "no typ": (lambda: token(typ=None), "logout_typ"),
    "a nonce": (lambda: token(notice(nonce="n")), "logout_nonce"),
    "no events": (lambda: token(notice(events=None)), "logout_events"),
    "another event": (lambda: token(notice(events={"http://schemas.openid.net/event/other": {}})), "logout_events"),
    "events as a list": (lambda: token(notice(events=[EVENT])), "logout_events"),
    "an event that is no object": (lambda: token(notice(events={EVENT: True})), "logout_events"),
    "nobody": (lambda: token(notice(sid=None, sub=None)), "logout_whose"),
    "a subject that is no text": (lambda: token(notice(sub=7)), "logout_whose"),
    "no jti": (lambda: token(notice(jti=None)), "logout_whose"),
    "expired": (lambda: token(notice(exp=int(time.time()) - 61)), "expired"),
    "no exp": (lambda: token(notice(exp=None)), "expired"),
    "no iat": (lambda: token(notice(iat=None)), "issued_later"),
    "issued tomorrow": (lambda: token(notice(iat=int(time.time()) + 90)), "issued_later"),
    "old": (lambda: token(notice(iat=int(time.time()) - 200)), "logout_old"),
}


@pytest.mark.parametrize("case", LIES)
def test_a_false_notice_ends_nothing(liar: Liar, case: str) -> None:
    """SEC-36: signature, iss, aud, short life, events, typ, no nonce; 400 and nothing else is said."""
    mine = visit(session="session-9")
    made, reason = LIES[case]
    assert post(made()) == 400
    with pytest.raises(LoginRefused) as refused:
        back_channel_logout(broker="liar", token=made(), at=datetime.now(UTC))
    assert refused.value.reason == reason
    assert lives(mine)
    mine.delete()


def test_a_notice_is_obeyed_once(liar: Liar) -> None:
    """SEC-36: replayed, it does not end the session that was begun afterwards; nor do five at the same moment."""
    said = token()
    visit(session="session-9")
    assert post(said) == 200
    later = visit(session="session-9")
    assert post(said) == 400
    assert lives(later)
    again = token()
    works = [lambda: back_channel_logout(broker="liar", token=again, at=datetime.now(UTC))] * 5
    assert sorted(str(one)[:13] for one in at_once(works)) == ["1", *["LOGIN-04 logo"] * 4]
    LogoutToken.objects.filter(issuer=ISSUER).delete()


def test_nobody_learns_which_brokers_there_are(liar: Liar) -> None:
    """SEC-36: 200 and 400 are the only answers to a notice; a get is none."""
    assert post(token(), "/login/nobody/logout/") == 400
    assert post(token(), name="token") == 400
    assert post("x" * 40_000) == 400
    assert Client().get(PATH, headers={"host": "hooks.portal.test"}).status_code == 405


def test_the_portals_keys_are_published_without_their_secrets(liar: Liar) -> None:
    """SEC-48: a broker reads them at an address of its own; unknown brokers have none."""
    answer = Client().get("/login/liar/keys/", headers={"host": "hooks.portal.test"})
    (key,) = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    assert key["alg"] == "ES256"
    assert Client().get("/login/nobody/keys/", headers={"host": "hooks.portal.test"}).status_code == 404
