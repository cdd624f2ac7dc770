"""SEC-124, SEC-125: secrets at rest open for whom and what they were sealed, with any key that is still there."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.kernel import sealed
from selvbetjening.kernel.sealed import SealBroken, seal, unseal, use_keys, wants_new_seal

OLD, NEW = "old-key-" + "0123456789" * 5, "new-key-" + "abcdefghij" * 5
PURPOSE = "payments.Gateway.secret:company:row"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_keys", {})
    use_keys([OLD])


@given(content=st.binary(max_size=300), purpose=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
@settings(max_examples=50)
def test_what_was_sealed_is_opened_and_reads_as_nothing(content: bytes, purpose: str) -> None:
    use_keys([OLD])
    kept = seal(content, purpose=purpose)
    assert unseal(kept, purpose=purpose) == content
    assert len(content) < 8 or content not in kept


def test_the_same_secret_twice_is_kept_as_other_bytes() -> None:
    """SEC-125: a random nonce of 96 bits for each."""
    kept = {seal("sk_live_1", purpose=PURPOSE) for _ in range(100)}
    assert len({each[5:17] for each in kept}) == 100
    assert {unseal(each, purpose=PURPOSE) for each in kept} == {b"sk_live_1"}


def test_it_is_plain_aes_gcm() -> None:
    """SEC-125: no construction of our own; any other program opens it with the key and the documented layout."""
    kept = seal("hemmeligt æøå", purpose=PURPOSE)
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"selvbetjening.sealed").derive(OLD.encode())
    assert AESGCM(key).decrypt(kept[5:17], kept[17:], kept[:5] + PURPOSE.encode()) == "hemmeligt æøå".encode()


@pytest.mark.parametrize("place", range(17 + 9 + 16))
def test_one_bit_changed_anywhere_does_not_open(place: int) -> None:
    kept = bytearray(seal("sk_live_1", purpose=PURPOSE))
    kept[place] ^= 1
    with pytest.raises(SealBroken) as broken:
        unseal(bytes(kept), purpose=PURPOSE)
    assert broken.value.reason == ("not_sealed" if place < 1 else "key_unknown" if place < 5 else "altered")


@pytest.mark.parametrize("length", [0, 1, 4, 5, 17, 32])
def test_what_is_cut_or_was_never_sealed_says_so(length: int) -> None:
    kept = seal("", purpose=PURPOSE)
    assert len(kept) == 33
    for bad in (kept[:length], b"sk_live_0123456789_in_plain_text_0123456789"):
        with pytest.raises(SealBroken, match="not_sealed"):
            unseal(bad, purpose=PURPOSE)


@pytest.mark.parametrize("other", ["payments.Gateway.secret:company:other", PURPOSE + " ", "x"])
def test_it_cannot_be_moved_to_another_place(other: str) -> None:
    """SEC-20, SEC-125: company, table, column and row are bound in."""
    with pytest.raises(SealBroken, match="altered"):
        unseal(seal("sk_live_1", purpose=PURPOSE), purpose=other)


def test_keys_are_replaced_with_overlap() -> None:
    """SEC-124: the new key seals, the old one still opens, and each row tells whether it waits for a new seal."""
    before = seal("sk_live_1", purpose=PURPOSE)
    assert not wants_new_seal(before)
    use_keys([NEW, OLD])
    assert unseal(before, purpose=PURPOSE) == b"sk_live_1" and wants_new_seal(before)
    after = seal(unseal(before, purpose=PURPOSE), purpose=PURPOSE)
    assert not wants_new_seal(after)
    use_keys([NEW])
    assert unseal(after, purpose=PURPOSE) == b"sk_live_1"
    with pytest.raises(SealBroken, match="key_unknown"):
        unseal(before, purpose=PURPOSE)


def test_nothing_is_sealed_without_key_or_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = seal("x", purpose=PURPOSE)
    for act in (lambda: seal("x", purpose=""), lambda: unseal(kept, purpose=""), lambda: use_keys([])):
        with pytest.raises(ValueError, match=r"purpose|without a key"):
            act()
    monkeypatch.setattr(sealed, "_keys", {})
    with pytest.raises(LookupError, match="use_keys"):
        seal("x", purpose=PURPOSE)
    with pytest.raises(SealBroken, match="key_unknown"):
        unseal(kept, purpose=PURPOSE)
