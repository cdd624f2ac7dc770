"""A provider that is swapped, slow, huge or down: nobody gets in, and the portal does not hang (annex A.3, SEC-49)."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from selvbetjening.adapters.mitid import circuit, wire
from selvbetjening.adapters.mitid.login import MitIDLogin
from selvbetjening.adapters.mitid.metadata import Remembered, Trusted
from selvbetjening.domain.identity.ports import LoginRefused, LoginUnreached
from selvbetjening.domain.identity.queries import brokers
from tests.hostile.mitid.forge import Signer
from tests.hostile.mitid.provider import SIGNER, Liar
from tests.hostile.mitid.steps import evidence_of, log_in

SWAPPED: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"issuer": "https://evil.test"}, "metadata_issuer"),
    "the issuer with a slash": ({"issuer": "https://broker.test/"}, "metadata_issuer"),
    "tokens elsewhere": ({"token_endpoint": "https://evil.test/token"}, "metadata_token"),
    "keys elsewhere": ({"jwks_uri": "https://evil.test/jwks"}, "metadata_jwks"),
    "pages elsewhere": ({"authorization_endpoint": "https://broker.test.evil.test/"}, "metadata_authorization"),
    "a way out elsewhere": ({"end_session_endpoint": "https://evil.test/bye"}, "metadata_end"),
    "plain HTTP": ({"token_endpoint": "http://broker.test/token"}, "metadata_token"),
    "a password in the address": ({"token_endpoint": "https://u:p@broker.test/token"}, "metadata_token"),
    "a script": ({"authorization_endpoint": "javascript:alert(1)"}, "metadata_authorization"),
    "no address": ({"token_endpoint": None}, "metadata_token"),
    "a list of addresses": ({"token_endpoint": ["https://broker.test/token"]}, "metadata_token"),
    "no private_key_jwt": (
        {"token_endpoint_auth_methods_supported": ["client_secret_post"]}, "metadata_no_private_key_jwt"),
    "no PKCE S256": ({"code_challenge_methods_supported": ["plain"]}, "metadata_no_s256"),
}  # fmt: skip


@pytest.mark.parametrize("case", SWAPPED)
def test_swapped_metadata_lead_nobody_anywhere(liar: Liar, case: str) -> None:
    """SEC-49: exact issuer, https, own hosts; the refusal stands in the log before a browser is sent off."""
    told, reason = SWAPPED[case]
    liar.metadata |= told
    with pytest.raises(LoginUnreached) as refused:
        log_in(liar)
    assert (refused.value.code, refused.value.reason) == ("LOGIN-10", reason)
    evidence_of(refused.value)


KEYS: dict[str, Callable[[], Any]] = {
    "none": lambda: {"keys": []},
    "no list": lambda: {"keys": "all"},
    "of another kind": lambda: {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "key-1"}]},
    "for secrets": lambda: {"keys": [{**SIGNER.jwks()[0], "use": "enc"}]},
    "of another curve": lambda: {"keys": [{**SIGNER.jwks()[0], "crv": "secp256k1"}]},
    "off the curve": lambda: {"keys": [{**SIGNER.jwks()[0], "y": SIGNER.jwks()[0]["x"]}]},
    "no objects": lambda: {"keys": [None, "key", 7]},
}


@pytest.mark.parametrize("case", KEYS)
def test_keys_that_are_not_the_brokers_open_nothing(liar: Liar, case: str) -> None:
    """Annex A.3 no. 6: an unknown or unusable key is no key."""
    liar.jwks = KEYS[case]
    with pytest.raises(LoginRefused) as refused:
        log_in(liar)
    assert evidence_of(refused.value).outcome == "LOGIN-04 unknown_key"


def test_two_keys_of_one_name_are_none(liar: Liar) -> None:
    """SEC-40: which of them signed must not be a matter of luck."""
    liar.jwks = lambda: {"keys": [SIGNER.jwks()[0], Signer().jwks()[0]]}
    with pytest.raises(LoginRefused, match="ambiguous_key"):
        log_in(liar)


def test_huge_keys_and_metadata_are_not_read_to_the_end(liar: Liar) -> None:
    """SEC-49, SEC-45: a size limit on everything that a broker answers."""
    liar.jwks = lambda: {"keys": SIGNER.jwks(), "padding": "x" * wire.LARGEST}
    with pytest.raises(LoginUnreached) as refused:
        log_in(liar)
    assert evidence_of(refused.value).outcome == "LOGIN-10 too_large"


def test_a_dripping_answer_is_given_up(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-49: the time is that of the whole answer, not of each piece; 5 s, here less."""
    monkeypatch.setattr(wire, "SECONDS", 0.3)
    liar.drip.add("/jwks")
    began = time.monotonic()
    with pytest.raises(LoginUnreached) as refused:
        log_in(liar)
    assert evidence_of(refused.value).outcome == "LOGIN-10 slow"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token", "/userinfo"])
def test_no_redirect_is_followed(liar: Liar, path: str) -> None:
    """SEC-49: whoever can redirect the portal could have it believe anybody."""
    liar.status[path] = 302
    with pytest.raises(LoginRefused) as refused:
        log_in(liar)
    evidence_of(refused.value)


def test_an_error_of_the_token_endpoint_is_logged_by_its_known_word_only(liar: Liar) -> None:
    """SEC-53: `invalid_grant` is OAuth's word; everything else is the sender's."""
    liar.status["/token"] = 400
    for told, reason in (
        ("invalid_grant", "token_invalid_grant"),
        (MARK, "token_400"),
        (["invalid_grant"], "token_400"),
    ):
        liar.tokens = lambda _, told=told: {"error": told, "error_description": MARK}  # type: ignore[misc]
        with pytest.raises(LoginRefused) as refused:
            log_in(liar)
        assert evidence_of(refused.value).outcome == f"LOGIN-04 {reason}"


MARK = "<b>Hemmelisa</b>"


def test_three_failures_open_the_circuit_for_half_a_minute(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    """Annex A.3: a broker that is down is asked three times, then left alone for 30 s; the next answer closes it."""
    now = [100.0]
    adapter = brokers.login(broker="liar")
    assert isinstance(adapter, MitIDLogin)
    adapter._circuit._clock = lambda: now[0]
    liar.status["/.well-known/openid-configuration"] = 503
    for _ in range(circuit.FAILURES):
        with pytest.raises(LoginUnreached, match="http_503"):
            log_in(liar)
    asked = len(liar.asked)
    with pytest.raises(LoginUnreached) as refused:
        log_in(liar)
    assert evidence_of(refused.value).outcome == "LOGIN-10 circuit_open"
    assert len(liar.asked) == asked
    del liar.status["/.well-known/openid-configuration"]
    now[0] += circuit.OPEN_FOR
    assert log_in(liar).person.cvr == "12345674"


def test_the_last_good_metadata_serve_for_a_day(liar: Liar) -> None:
    """SEC-49, annex A.3: an hour fresh, a day while nothing better comes, then nothing."""
    now, told = [0.0], [liar.answer("/.well-known/openid-configuration")]
    asked: list[float] = []

    def fetch() -> Any:
        asked.append(now[0])
        return told[0]

    kept = Remembered(Trusted("https://broker.test", frozenset({"127.0.0.1"}), True), fetch, clock=lambda: now[0])
    first = kept.get()
    now[0] = 3_599
    assert kept.get() is first
    assert asked == [0.0]
    told[0] = {**told[0], "issuer": "https://evil.test"}
    now[0] = 24 * 3600 - 1
    assert kept.get() is first
    now[0] = 24 * 3600
    with pytest.raises(LoginUnreached, match="metadata_issuer"):
        kept.get()


def test_a_new_key_is_asked_for_once_a_minute_at_most(liar: Liar) -> None:
    """Annex A.3 no. 6: an unknown kid costs one more asking, and no stranger can make us ask again and again."""
    now = [100.0]
    adapter = brokers.login(broker="liar")
    assert isinstance(adapter, MitIDLogin)
    adapter._keys._clock = lambda: now[0]
    log_in(liar)
    renewed = Signer("key-2")
    liar.signer, liar.jwks = renewed, lambda: {"keys": renewed.jwks()}
    for _ in range(2):
        with pytest.raises(LoginRefused, match="unknown_key"):
            log_in(liar)
    assert sum(path == "/jwks" for path, _ in liar.asked) == 1
    now[0] += 60
    assert log_in(liar).person.subject == "subject-1"
    assert sum(path == "/jwks" for path, _ in liar.asked) == 2
