"""The server's own keys: from the secret store, never made silently (SEC-101)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import asyncssh

from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused, of_blob

SMALLEST_RSA: Final = 3072


class HostKeyError(RuntimeError):
    """The server cannot start: the text names the file and the way out, and nothing of what is in it."""


def load(*, files: Sequence[Path]) -> list[asyncssh.SSHKey]:
    """The private keys in the files. Raises `HostKeyError`: none, unreadable, open to others, too weak."""
    if not files:
        raise HostKeyError(
            "SFTP_HOST_KEY_FILES is not set: name the files of the server's private keys"
            " (ssh-keygen -t ed25519 -N '' -f host_ed25519; ssh-keygen -t rsa -b 3072 -N '' -f host_rsa)."
        )
    return [_read(path) for path in files]


def _read(path: Path) -> asyncssh.SSHKey:
    try:
        mode = path.stat().st_mode
        key = asyncssh.import_private_key(path.read_bytes())
    except OSError:
        raise HostKeyError(f"The host key {path} cannot be read.") from None
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        raise HostKeyError(f"{path} is no private key of OpenSSH without a passphrase.") from None
    if mode & 0o077:
        raise HostKeyError(f"The host key {path} can be read by others: chmod 600 {path}")
    try:
        found = of_blob(blob=key.public_data)
    except KeyRefused:
        raise HostKeyError(f"The host key {path} is too weak.") from None
    if found.kind == "ssh-rsa" and found.bits < SMALLEST_RSA:
        raise HostKeyError(f"The host key {path} is too short: RSA of {SMALLEST_RSA} bits at least.")
    return key
