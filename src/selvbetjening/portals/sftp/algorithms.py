"""What the server speaks (security.md 8.1): the library's own defaults offer SHA-1, and are not used."""

from collections.abc import Sequence
from typing import Any, Final

import asyncssh
import structlog
from asyncssh.kex import get_kex_algs

log = structlog.get_logger("selvbetjening.sftp")
MLKEM: Final = "mlkem768x25519-sha256"
KEX: Final = (
    MLKEM, "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384",
    "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha256",
)  # fmt: skip
#: The client's order wins; chacha20 is left out, since OpenSSH would choose it and it costs 1.7 times as much.
CIPHERS: Final = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes256-ctr", "aes128-ctr")
MACS: Final = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512")
SIGNATURES: Final = (
    "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com", "rsa-sha2-512", "rsa-sha2-256",
)  # fmt: skip
VERSION: Final = "SFTP"


def algorithms() -> dict[str, Any]:
    """As options of `asyncssh.listen`. What this machine's cryptography cannot do is left out, and said in the log."""
    known = {name.decode() for name in get_kex_algs()}
    for missing in (name for name in KEX if name not in known):
        log.warning("a key exchange is not available", kind=missing)
    return {
        "kex_algs": [name for name in KEX if name in known],
        "encryption_algs": list(CIPHERS),
        "mac_algs": list(MACS),
        "signature_algs": list(SIGNATURES),
        "compression_algs": None,
    }


def host_key_pairs(keys: Sequence[asyncssh.SSHKey]) -> list[asyncssh.SSHKeyPair]:
    """The server's keys as it signs with them: the library would let its RSA key sign with SHA-1, too."""
    pairs = list(asyncssh.load_keypairs(list(keys)))
    for pair in pairs:
        pair.host_key_algorithms = [name for name in pair.host_key_algorithms if name.decode() in SIGNATURES]
    return pairs


def closed_doors() -> dict[str, Any]:
    """Everything that is not SFTP with a key is off (SEC-89, SEC-90), whatever the library's defaults are."""
    return {
        "public_key_auth": True, "password_auth": False, "kbdint_auth": False, "host_based_auth": False,
        "gss_host": None, "gss_kex": False, "gss_auth": False, "authorized_client_keys": None,
        "x509_trusted_certs": None,
        "allow_pty": False, "allow_scp": False, "agent_forwarding": False, "x11_forwarding": False,
        "line_editor": False,
        "sftp_factory": None, "process_factory": None, "session_factory": None, "config": None,
        "send_server_host_keys": True, "server_version": VERSION, "login_timeout": 30, "keepalive_interval": 15,
        "keepalive_count_max": 4, "rekey_bytes": 1 << 30, "rekey_seconds": 3600, "encoding": None,
        "trust_client_host": False,
    }  # fmt: skip


def window() -> dict[str, int]:
    """How much a client may send ahead of what was worked on, in each channel (SEC-96)."""
    return {"window": 1 << 20, "max_pktsize": 32_768}


def library() -> str:
    """The version that is pinned, for the start-up's check."""
    return asyncssh.__version__
