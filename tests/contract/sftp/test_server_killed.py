"""The server's process is killed: nothing half is delivered, nothing is lost that was told received (SEC-108, 110)."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncssh
from asyncssh.constants import FXF_CREAT, FXF_TRUNC, FXF_WRITE

from selvbetjening.config.listening import free_port
from selvbetjening.config.ssh_host_keys import make_missing
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.kernel import clock
from tests.sftp import IND, Sender

WRITE = FXF_WRITE | FXF_CREAT | FXF_TRUNC


@contextmanager
def process(folder: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """`selvbetjening sftp` itself, on the test's database, ready."""
    files = [folder / "host_ed25519", folder / "host_rsa"]
    make_missing(files)
    words = [sys.executable, "-m", "selvbetjening.config.cli", "sftp", "--host", "127.0.0.1", "--port", str(port)]
    told = {
        **os.environ, "SFTP_HOST_KEY_FILES": ",".join(map(str, files)), "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings",
    }  # fmt: skip
    running = subprocess.Popen(words, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None and running.stderr is not None
        line = running.stdout.readline()
        assert "listens" in line, running.stderr.read()
        yield running
    finally:
        running.kill()
        running.communicate(timeout=30)


def _connect(sender: Sender, port: int) -> Any:
    return asyncssh.connect(
        "127.0.0.1", port, username=sender.name, client_keys=[sender.key.private], known_hosts=None, config=None,
        agent_path=None,
    )  # fmt: skip


def test_a_server_that_is_killed_half_way(sender: Sender, tmp_path: Path) -> None:
    """SEC-104, SEC-108, SEC-110: the half file is kept and gone on with; the one that got its OK is delivered."""
    whole = sender.file("halv.txt", amounts=[100] * 400).read_bytes()
    first, port = sender.file("hel.txt", identification="2").read_bytes(), free_port()

    async def send(server: "subprocess.Popen[str]") -> None:
        connection = await _connect(sender, port)
        client = await connection.start_sftp_client()
        done = await client.open(f"{IND}/hel.txt", WRITE, encoding=None)
        await done.write(first, 0)
        handle = await client.open(f"{IND}/halv.txt", WRITE, encoding=None)
        await handle.write(whole[: len(whole) // 2], 0)
        await handle.fsync()
        await done.close()
        server.kill()
        with contextlib.suppress(asyncssh.Error, OSError):
            await asyncio.wait_for(handle.write(whole[len(whole) // 2 :], len(whole) // 2), 30)
            await asyncio.wait_for(handle.close(), 30)
        connection.abort()
        await connection.wait_closed()

    with process(tmp_path, port) as server:
        asyncio.run(send(server))
        server.wait(30)
    assert [(row.name, sender.content(row.id)) for row in sender.deliveries()] == [("hel.txt", first)]
    tidy(sender.id, at=clock.now() + timedelta(minutes=1))
    (row,) = [row for row in sender.stagings() if row.name == "halv.txt"]
    assert (row.state, row.offset >= len(whole) // 2) == ("aborted", True)
    with process(tmp_path, port):
        asyncio.run(_go_on(sender, port, whole))
    assert {row.name: sender.content(row.id) for row in sender.deliveries()} == {"hel.txt": first, "halv.txt": whole}


async def _go_on(sender: Sender, port: int, whole: bytes) -> None:
    async with await _connect(sender, port) as connection, connection.start_sftp_client() as client:
        stands = (await client.stat(f"{IND}/halv.txt")).size
        assert stands is not None and 0 < stands <= len(whole)
        handle = await client.open(f"{IND}/halv.txt", FXF_WRITE, encoding=None)
        await handle.write(whole[stands:], stands)
        await handle.close()
