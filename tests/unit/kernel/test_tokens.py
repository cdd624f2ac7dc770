"""SEC-55, LG-07: secrets made from 256 random bits and kept as an HMAC."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode

import pytest

from selvbetjening.kernel.ids import new_id
from selvbetjening.kernel.tokens import digest, equal, new_code, new_token


def test_a_token_is_256_bits_and_url_safe() -> None:
    """SEC-55, LG-07."""
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)
    assert {len(urlsafe_b64decode(token + "=")) for token in tokens} == {32}


def test_a_code_has_eight_digits() -> None:
    """LG-09: leading zeros are kept."""
    codes = [new_code() for _ in range(2_000)]
    assert all(re.fullmatch(r"[0-9]{8}", code) for code in codes)
    assert any(code.startswith("0") for code in codes)
    assert len(set(codes)) > 1_990


def test_the_digest_is_an_hmac_under_the_key() -> None:
    """SEC-55, LG-07: what the database holds opens nothing without the key."""
    kept = digest("token", b"key")
    assert kept == hmac.new(b"key", b"token", hashlib.sha256).digest()
    assert len(kept) == 32
    assert kept not in {digest("token", b"other"), digest("tokem", b"key")}


def test_no_digest_without_a_key() -> None:
    """LG-07."""
    with pytest.raises(ValueError, match="without a key"):
        digest("token", b"")


def test_text_that_is_no_unicode_is_wrong_and_not_a_crash() -> None:
    assert len(digest("\ud800", b"key")) == 32
    assert not equal("\ud800", "a")


def test_equal_compares_text_and_bytes() -> None:
    assert equal("abc", "abc")
    assert equal("ø", "ø".encode())
    assert not equal("abc", "abd")
    assert not equal("abc", "ab")


def test_ids_are_random_uuids() -> None:
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert {one.version for one in ids} == {4}
