"""Public keys in every form that programs write, and what is refused (BP-42, SEC-92, KEY-01, KEY-02)."""

import base64
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.identity.rules.ssh_doors import is_within, networks_of
from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused, expires, of_blob, read

AT = datetime(2027, 1, 20, 23, 30, tzinfo=UTC)  # the 21st in Copenhagen


def keygen(folder: Path, *words: str) -> tuple[bytes, bytes]:
    """A new pair as `ssh-keygen` makes it: public, private."""
    path = folder / f"key-{'-'.join(words)}"
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-C", "økonomi hos Nordlys", "-f", path, "-t", *words], check=True)
    return path.with_suffix(".pub").read_bytes(), path.read_bytes()


@pytest.mark.parametrize(
    ("words", "kind", "bits"),
    [
        (["ed25519"], "ssh-ed25519", 256),
        (["ecdsa", "-b", "256"], "ecdsa-sha2-nistp256", 256),
        (["ecdsa", "-b", "384"], "ecdsa-sha2-nistp384", 384),
        (["ecdsa", "-b", "521"], "ecdsa-sha2-nistp521", 521),
        (["rsa", "-b", "3072"], "ssh-rsa", 3072),
    ],
)
def test_openssh_and_rfc_4716_are_read_alike(tmp_path: Path, words: list[str], kind: str, bits: int) -> None:
    """BP-42: the fingerprint is the one that `ssh-keygen -l` tells."""
    public, private = keygen(tmp_path, *words)
    path = tmp_path / "key.pub"
    path.write_bytes(public)
    block = subprocess.run(["ssh-keygen", "-e", "-m", "RFC4716", "-f", path], capture_output=True, check=True).stdout
    told = subprocess.run(["ssh-keygen", "-l", "-f", path], capture_output=True, text=True, check=True).stdout
    line, other = read(text=public), read(text=block)
    assert (line.kind, line.bits, line.blob) == (kind, bits, other.blob)
    assert told.split()[:2] == [str(bits), line.fingerprint]
    assert line.comment == "økonomi hos Nordlys"
    assert read(text=block.replace(b"\n", b"\r\n")).blob == line.blob
    assert read(text=line.line.encode()).blob == line.blob
    with pytest.raises(KeyRefused, match="private"):
        read(text=private)


def test_putty_s_public_form_is_read_and_its_private_one_is_not() -> None:
    """BP-42, KEY-02: what PuTTYgen's "Save public key" writes, with a comment that goes on over two lines."""
    blob = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00 " + bytes(range(32))
    encoded = base64.b64encode(blob).decode()
    saved = f'---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: "ERP-\\\r\nserver"\r\n{encoded[:40]}\r\n{encoded[40:]}\r\n'
    found = read(text=(saved + "---- END SSH2 PUBLIC KEY ----\r\n").encode())
    assert (found.kind, found.blob, found.comment) == ("ssh-ed25519", blob, "ERP-server")
    with pytest.raises(KeyRefused, match="private"):
        read(text=b"PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\nPublic-Lines: 2\r\n")


def test_a_private_key_is_wiped(tmp_path: Path) -> None:
    """KEY-02: nothing of it is left where it was read from."""
    text = bytearray(keygen(tmp_path, "ed25519")[1])
    length = len(text)
    with pytest.raises(KeyRefused) as refused:
        read(text=text)
    assert (refused.value.code, bytes(text)) == ("private", bytes(length))


def _rsa(bits: int, e: int = 65537) -> bytes:
    n = (1 << (bits - 1)) | 1

    def mpint(number: int) -> bytes:
        data = number.to_bytes(number.bit_length() // 8 + 1)
        return len(data).to_bytes(4) + data

    return b"\x00\x00\x00\x07ssh-rsa" + mpint(e) + mpint(n)


@pytest.mark.parametrize(("blob", "code"), [(_rsa(1024), "weak"), (_rsa(2047), "weak"), (_rsa(3072, e=2), "weak")])
def test_weak_rsa_is_refused(blob: bytes, code: str) -> None:
    """SEC-92, KEY-01."""
    with pytest.raises(KeyRefused) as refused:
        of_blob(blob=blob)
    assert refused.value.code == code


def test_short_rsa_is_tolerated_for_a_year() -> None:
    """BP-42: 2048 to 3071 bits with a warning, twelve months at most; two years, three at most, for the others."""
    short, sound = of_blob(blob=_rsa(2048)), of_blob(blob=_rsa(3072))
    assert (short.is_tolerated, sound.is_tolerated) == (True, False)
    assert expires(key=short, months=None, at=AT) == datetime(2028, 1, 20, 23, tzinfo=UTC)
    assert expires(key=sound, months=None, at=AT) == datetime(2029, 1, 20, 23, tzinfo=UTC)
    assert expires(key=sound, months=36, at=AT) == datetime(2030, 1, 20, 23, tzinfo=UTC)
    for key, months in ((short, 13), (sound, 37), (sound, 0)):
        with pytest.raises(KeyRefused, match="life"):
            expires(key=key, months=months, at=AT)


def test_dsa_and_certificates_are_refused() -> None:
    """BP-42, KEY-01."""
    dsa = b"\x00\x00\x00\x07ssh-dss" + b"\x00\x00\x00\x01\x05" * 4
    cert = b"\x00\x00\x00\x20ssh-ed25519-cert-v01@openssh.com" + b"\x00\x00\x00\x20" + bytes(32)
    for blob, code in ((dsa, "weak"), (cert, "kind")):
        with pytest.raises(KeyRefused) as refused:
            of_blob(blob=blob)
        assert refused.value.code == code


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fall_over(data: bytes) -> None:
    """SEC-92: whatever comes is read or refused."""
    for text in (data, b"ssh-ed25519 " + base64.b64encode(data), b"ssh-rsa " + base64.b64encode(data)):
        with pytest.raises(KeyRefused):
            read(text=text)
    with pytest.raises(KeyRefused):
        of_blob(blob=data)


def test_addresses() -> None:
    """BP-42: the list of addresses of a key."""
    networks = networks_of(text="192.0.2.0/24, 2001:db8::/32\n203.0.113.9")
    assert [is_within(address=each, networks=networks) for each in ("192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1")]
    assert is_within(address="203.0.113.9", networks=networks)
    assert not is_within(address="203.0.113.10", networks=networks)
    assert not is_within(address="nowhere", networks=networks)
    with pytest.raises(KeyRefused, match="addresses"):
        networks_of(text="192.0.2.0/33")
