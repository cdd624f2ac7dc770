"""Keys of the line as people paste them: ours is private and must open without a password, the server's is public."""

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

from selvbetjening.domain.directdebit.rules.bank import ConnectionRefused

_PUBLIC: Final = ("ssh-", "ecdsa-", "---- BEGIN SSH2 PUBLIC", "-----BEGIN PUBLIC")
_OPENSSH: Final = "BEGIN OPENSSH PRIVATE KEY"


def own_key(*, text: str) -> str:
    """The private key as it is kept: its own lines, and a line's end after the last.

    Raises `ConnectionRefused`: `private_key_public` for the public half, `private_key_locked` for a key with a
    password, `private_key` for what is none. Nothing of the text stands in the error.
    """
    lines = "\n".join(line.strip() for line in text.strip().splitlines()) + "\n"
    if lines.startswith(_PUBLIC):
        raise ConnectionRefused("private_key_public")
    load = load_ssh_private_key if _OPENSSH in lines else load_pem_private_key
    try:
        load(lines.encode(), None)
    except TypeError:
        raise ConnectionRefused("private_key_locked") from None
    except (ValueError, UnsupportedAlgorithm):
        locked = "ENCRYPTED" in lines
        raise ConnectionRefused("private_key_locked" if locked else "private_key") from None
    return lines


def host_keys(*, text: str) -> str:
    """The server's keys, one a line, without the host's name that `ssh-keyscan` writes in front of each."""
    kept = []
    for line in text.splitlines():
        parts = line.split()
        if not parts or line.lstrip().startswith("#"):
            continue
        if len(parts) > 2 and not parts[0].startswith(("ssh-", "ecdsa-")):
            parts = parts[1:]
        kept.append(" ".join(parts))
    return "\n".join(kept)


def fingerprints(*, host_keys: str) -> list[tuple[str, str]]:
    """Kind and `SHA256:…` of each of the server's keys, as `ssh-keygen -l` writes it.

    Raises `ConnectionRefused` for a line that is no key.
    """
    found = []
    for line in filter(None, (each.strip() for each in host_keys.splitlines())):
        kind, _, rest = line.partition(" ")
        try:
            blob = base64.b64decode(rest.split(" ")[0], validate=True)
        except (binascii.Error, ValueError):
            raise ConnectionRefused("host_keys") from None
        if blob[4 : 4 + len(kind)] != kind.encode():
            raise ConnectionRefused("host_keys")
        digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
        found.append((kind, f"SHA256:{digest}"))
    return found
