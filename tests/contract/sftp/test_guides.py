"""The commands of the guides as they stand on the page, run against the real door (BP-51)."""

import html
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
from selvbetjening.domain.identity.actions.ssh_keys import add_key
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business
from tests.sftp import HOST_KEYS, Sender, Server

_LINE = re.compile(r'<pre class="sb-command" data-run="(\w+)"><code>(.*?)</code></pre>', re.DOTALL)


@pytest.fixture
def here(sftp_server: Server, settings: Any) -> None:
    """The pages name the server that runs."""
    settings.SFTP_HOST, settings.SFTP_PORT = "127.0.0.1", sftp_server.port
    settings.SFTP_HOST_PUBLIC_KEYS = [
        " ".join(key.export_public_key().decode().split()[:2]) for key in HOST_KEYS
    ]  # fmt: skip


def _shell(line: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    told = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    told.pop("SSH_AUTH_SOCK", None)
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=told, capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip


def _cut_off(send: str, name: str, folder: Path) -> None:
    """The first half of the file only, sent with the guide's own command; the whole is there again afterwards."""
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    _shell(send.replace("leverance.txt", name), folder)
    (folder / name).write_bytes(whole)


@pytest.mark.parametrize("speech", ["da", "en"])
def test_every_command_of_the_guide_works(here: None, sender: Sender, tmp_path: Path, speech: str) -> None:
    """BP-51, SEC-103: OpenSSH, scp, curl and lftp, line by line, in a folder with what the guide says is in it."""
    client = business.as_member(sender.organization, sender.person)
    page = client.get(client.path("guide", "sftp", speech)).content.decode()
    lines = [(program, html.unescape(line)) for program, line in _LINE.findall(page)]
    assert {program for program, _line in lines} == {"OpenSSH", "scp", "curl", "lftp"}
    (tmp_path / "known_hosts").write_bytes(client.get(client.path("sftp_known_hosts")).content)
    keep_output(
        sender.id, output=None, solution="betalingsservice", kind="0602", pbs_number="", name="svar.txt",
        chunks=[b"BS" * 100], environment="production", at=clock.now(),
    )  # fmt: skip
    sent = 0
    for place, (program, line) in enumerate(lines):
        name = f"leverance-{place}.txt"
        (tmp_path / name).write_bytes(sender.file("x", identification=str(place + 1)).read_bytes())
        (tmp_path / "svar.txt").unlink(missing_ok=True)
        if "reput" in line or "-C -" in line:
            _cut_off(next(each for of, each in lines if of == program and "leverance" in each), name, tmp_path)
        ended = _shell(line.replace("leverance.txt", name), tmp_path)
        assert ended.returncode == 0, (program, line, ended.stdout, ended.stderr)
        if "ssh-keygen" in line:
            public = (tmp_path / "selvbetjening.pub").read_bytes()
            add_key(
                sender.id, account=sender.account.id, text=public, label="Guide", by=None, actor=SYSTEM, at=clock.now()
            )
        if "leverance.txt" in line:
            sent += 1
            sign_receipts(sender.id, at=clock.now())
            assert sender.deliveries()[-1].name == name, (program, line, ended.stdout, ended.stderr)
        if "svar" in ended.stdout or "get /ud" in line:
            assert "svar.txt" in ended.stdout or (tmp_path / "svar.txt").read_bytes() == b"BS" * 100
    assert len(sender.deliveries()) == sent >= 6


def test_the_guides_name_the_reader_and_our_server(here: None, sender: Sender, sftp_server: Server) -> None:
    """BP-51: both guides in both languages, with version and changes; the search finds what goes wrong."""
    client = business.as_member(sender.organization, sender.person)
    for guide in ("sftp", "https"):
        for speech, word in (("da", "Om vejledningen"), ("en", "About this guide")):
            page = client.get(client.path("guide", guide, speech)).content.decode()
            assert word in page and "1.0" in page
            assert guide == "https" or (sender.name in page and f"127.0.0.1, port {sftp_server.port}" in page)
    assert client.get(client.path("guide", "sftp", "de")).status_code == 404
    assert client.get(client.path("guide", "andet", "da")).status_code == 404
    found = client.get(client.path("guides"), {"q": "fingeraftryk"}).content.decode()
    assert "Nøglen er ikke en af brugerens" in found and "For mange forbindelser" not in found
    assert "Intet passer" in client.get(client.path("guides"), {"q": "månelanding"}).content.decode()
    stranger = business.as_member(sender.organization, business.member(sender.organization))
    assert "ACC-01" in stranger.get(stranger.path("guides")).content.decode()
