"""The public halves of the SFTP server's keys, for pages; and the demo's own keys (BM-09, SEC-101)."""

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from selvbetjening.config.environment import Environment, SettingsError


def public_lines(environment: Environment) -> list[str]:
    """SFTP_HOST_PUBLIC_KEYS (lines of OpenSSH, by comma), or the `.pub` files beside SFTP_HOST_KEY_FILES.

    Raises `SettingsError` for what is no such line. A file that is not there is none.
    """
    given = environment.words("SFTP_HOST_PUBLIC_KEYS")
    files = [Path(f"{name}.pub") for name in environment.words("SFTP_HOST_KEY_FILES")]
    lines = given or [path.read_text(encoding="utf-8") for path in files if path.is_file()]
    found = [" ".join(line.split()[:2]) for line in lines]
    if any(not line.startswith(("ssh-", "ecdsa-")) or " " not in line for line in found):
        raise SettingsError("SFTP_HOST_PUBLIC_KEYS must look like: ssh-ed25519 AAAA…, ssh-rsa AAAA…")
    return found


def make_missing(files: Sequence[Path]) -> list[Path]:
    """Make the demo's own host keys that are not there yet, and return those. Nothing else ever calls this (SEC-101).

    A name that ends with `rsa` is one of RSA, any other of Ed25519.
    """
    missing = [path for path in files if not path.exists()]
    for path in missing:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(path)
    return missing


def _make(path: Path) -> None:
    key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
    if path.name.endswith("rsa"):
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    else:
        key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    path.with_name(f"{path.name}.pub").write_bytes(public + b"\n")
    # The private half last: where it is, the other is, too.
    temporary = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    temporary.rename(path)
