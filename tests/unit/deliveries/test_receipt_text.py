"""The one JSON text of a receipt (RFC 8785), and signatures over it (BM-02)."""

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.deliveries.rules import sshsig
from selvbetjening.domain.deliveries.rules.receipt import NotCanonical, canonical, changes, completed

SEED = bytes(range(32))
PUBLIC = sshsig.public_of(seed=SEED)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="abcXYZ_1"), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_the_same_value_is_the_same_bytes(value: object) -> None:
    try:
        text = canonical(value=value)
    except UnicodeEncodeError:
        return  # half a character is no text
    assert json.loads(text) == value
    assert canonical(value=json.loads(text)) == text


def test_the_text_is_as_the_standard_writes_it() -> None:
    """RFC 8785, 3.2: order, escapes, no blanks."""
    value = {"b": [True, None, 10], "a": 'æ"\\\n\x0f', "B": {}}
    assert canonical(value=value) == '{"B":{},"a":"æ\\"\\\\\\n\\u000f","b":[true,null,10]}'.encode()
    for wrong in (1.5, 2**53, {1: 2}, {"æ": 1}, {1, 2}):
        with pytest.raises(NotCanonical):
            canonical(value=wrong)


def test_ssh_keygen_accepts_a_signature_and_refuses_every_changed_byte(tmp_path: Path) -> None:
    """BM-02."""
    text = completed(facts={"kind": "K1"}, key_id=sshsig.key_id(public=PUBLIC), seq=1, previous="")
    armoured = sshsig.sign(message=text, seed=SEED)
    signers, signature = tmp_path / "allowed_signers", tmp_path / "receipt.sig"
    signers.write_text(f'portal namespaces="kvittering" {sshsig.public_line(public=PUBLIC)}\n')
    signature.write_text(armoured)

    def accepted(message: bytes) -> bool:
        command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "portal", "-n", "kvittering"]
        command += ["-s", str(signature)]
        return subprocess.run(command, input=message, capture_output=True, check=False).returncode == 0

    assert accepted(text)
    assert sshsig.verify(message=text, armoured=armoured, known=[PUBLIC]) == sshsig.key_id(public=PUBLIC)
    for place in range(0, len(text), 7):
        altered = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
        with pytest.raises(sshsig.BadSignature, match="altered"):
            sshsig.verify(message=altered, armoured=armoured, known=[PUBLIC])
    assert not accepted(text[:-1] + b" ")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400) | st.integers(0, 300))
def test_whatever_is_no_signature_is_refused(armoured: str | int) -> None:
    """BM-02: noise, and a sound one cut anywhere."""
    sound = sshsig.sign(message=b"{}", seed=SEED)
    given_ = sound[: min(armoured, len(sound) - 30)] if isinstance(armoured, int) else armoured
    with pytest.raises(sshsig.BadSignature):
        sshsig.verify(message=b"{}", armoured=given_, known=[PUBLIC])


def test_a_key_that_is_not_ours_signs_nothing() -> None:
    other = bytes(reversed(range(32)))
    with pytest.raises(sshsig.BadSignature, match="unknown_key"):
        sshsig.verify(message=b"{}", armoured=sshsig.sign(message=b"{}", seed=other), known=[PUBLIC])


def test_what_changed_between_two_previews_is_named() -> None:
    """BM-01."""
    old, new = {"effects": {"new": 1, "moved": 0}, "lines": 3}, {"effects": {"new": 0, "moved": 0}, "lines": 3}
    assert changes(old=old, new=new) == [("effects.new", 1, 0)]
