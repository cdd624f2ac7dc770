"""How a test of a key stands, from what was tried (BP-42)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from tests.sftp_keys import new_key

from selvbetjening.domain.identity.rules.ssh_key_tests import LASTS, TOLD, KeyTest, key_test, named_in
from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused

BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MINE, OTHER = "SHA256:mine", "SHA256:other"


@dataclass(frozen=True)
class Tried:
    at: datetime
    verdict: str
    fingerprint: str = ""


def tried(verdict: str, fingerprint: str = "", *, after: int = 10) -> Tried:
    return Tried(BEGAN + timedelta(seconds=after), verdict, fingerprint)


def stands(*tries: Tried, after: timedelta = timedelta(minutes=1), used: int | None = None) -> KeyTest[Tried]:
    used_at = None if used is None else BEGAN + timedelta(seconds=used)
    return key_test(fingerprint=MINE, began_at=BEGAN, last_used_at=used_at, tries=tries, at=BEGAN + after)


def test_it_waits_and_then_says_that_nothing_came() -> None:
    """BP-42: a test ends by itself after five minutes, and a day later nothing is told of it."""
    assert (stands().outcome, stands().is_open) == ("waiting", True)
    over = stands(after=LASTS)
    assert (over.outcome, over.is_open, over.steps) == ("silent", False, 0)
    assert stands(after=TOLD).outcome == "not_begun"
    assert key_test(fingerprint=MINE, began_at=None, last_used_at=BEGAN, tries=(), at=BEGAN).outcome == "not_begun"


def test_only_a_login_with_this_key_since_the_press_is_a_success() -> None:
    """BP-42: neither an earlier login nor another key of the same user; what was tried before counts for nothing."""
    assert stands(used=-1).outcome == "waiting"
    assert stands(tried("unknown_key", OTHER, after=-5)).outcome == "waiting"
    assert stands(tried("ok", OTHER)).outcome == "other_key"
    passed = stands(tried("unknown_key", OTHER), tried("ok", MINE), used=10)
    assert (passed.outcome, passed.steps, passed.is_open) == ("passed", 3, False)
    assert stands(used=10, after=LASTS * 3).outcome == "passed"


def test_the_reason_is_that_of_this_key_before_that_of_others() -> None:
    """BP-42, BM-08: a program offers every key it knows; what counts is what became of this one."""
    found = stands(tried("expired_key", MINE, after=1), tried("unknown_key", OTHER, after=2))
    assert (found.outcome, found.tries[0].verdict, found.steps) == ("failed", "expired_key", 2)
    assert stands(tried("unknown_user")).steps == 1
    assert stands(tried("algorithms")).steps == 1
    assert stands(tried("refused_path", after=3)).outcome == "waiting"


def test_a_key_or_its_fingerprint_names_it() -> None:
    """BP-42, KEY-02: the public key, or the line of ssh-keygen; a private one is overwritten."""
    key = new_key()
    for text in (key.public, key.fingerprint.encode(), f"256 {key.fingerprint} lise@pc (ED25519)".encode()):
        assert named_in(text=bytearray(text)) == key.fingerprint
    secret = bytearray(key.private.export_private_key())
    with pytest.raises(KeyRefused, match="private"):
        named_in(text=secret)
    assert set(secret) == {0}
    with pytest.raises(KeyRefused, match="unreadable"):
        named_in(text=bytearray(b"SHA256:for-kort"))
