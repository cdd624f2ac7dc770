"""Records of the SFTP server's keys for DNS, held against what OpenSSH itself says of the same keys."""

import subprocess
from pathlib import Path

import pytest
from django.test import override_settings

from selvbetjening.domain.identity.queries import ssh


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_the_record_is_that_of_ssh_keygen(kind: str, tmp_path: Path) -> None:
    """BM-09: SSHFP records are published, as `ssh-keygen -r` makes them."""
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(path)], check=True)
    said = subprocess.run(
        ["ssh-keygen", "-r", "sftp.portal.test.", "-f", f"{path}.pub"], check=True, capture_output=True, text=True
    ).stdout
    line = " ".join(path.with_suffix(".pub").read_text().split()[:2])
    with override_settings(SFTP_HOST="sftp.portal.test", SFTP_PORT=22, SFTP_HOST_PUBLIC_KEYS=[line]):
        (key,) = ssh.host_keys()
    assert key.sshfp in said.splitlines()
