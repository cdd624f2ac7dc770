"""Strangers at the door learn nothing, believe nothing is made of them, and block nobody (SEC-65, 96, 97, 100)."""

import asyncio
import re
import socket
import statistics
import threading
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from asyncssh.constants import FXF_CREAT, FXF_TRUNC, FXF_WRITE
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.adapters.files.local import LocalHandle
from selvbetjening.domain.identity.models import SshAttempt
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.portals.sftp.limits import Limits
from tests.sftp import LIMITS, Sender, Server, serving
from tests.sftp_keys import new_key

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
WRITE = FXF_WRITE | FXF_CREAT | FXF_TRUNC


def test_a_name_that_is_nobodys_takes_as_long(sender: Sender) -> None:
    """SEC-65: same statements, same answer, same delay, whoever is asked for; medians within five milliseconds."""
    asked = []
    for name in (sender.name, "p2222zzzz"):
        with CaptureQueriesContext(connection) as seen:
            ssh.account_named(name=name)
        asked.append([_UUID.sub("…", each["sql"].split(" WHERE ")[0]) for each in seen.captured_queries])
    assert asked[0] == asked[1]
    assert len(asked[0]) >= 3
    times: dict[str, list[float]] = {sender.name: [], "p2222zzzz": []}

    async def knock(name: str, server: Server, wrong: Any) -> None:
        began = time.perf_counter()
        with pytest.raises(asyncssh.PermissionDenied):
            await sender.connect(server, username=name, client_keys=[wrong])
        times[name].append(time.perf_counter() - began)

    async def knock_all(server: Server) -> None:
        for _ in range(12):
            for name in times:
                await knock(name, server, new_key().private)

    limits = Limits(**{**vars(LIMITS), "failure_delay": 0.1})
    with serving(limits) as server:
        asyncio.run(knock_all(server))
    known, unknown = (statistics.median(found) for found in times.values())
    assert min(known, unknown) >= 0.1
    assert abs(known - unknown) < max(0.005, 0.1 * known)


@pytest.mark.parametrize(
    "header",
    [
        b"PROXY TCP4 203.0.113.9 127.0.0.1 40000 22\r\n",
        b"\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\xcb\x00\x71\x09\x7f\x00\x00\x01\x9c\x40\x00\x16",
    ],
    ids=["version 1", "version 2"],
)
def test_a_proxy_header_is_refused_and_never_believed(sftp_server: Server, header: bytes) -> None:
    """SEC-100: the proxy protocol is not spoken: such a connection ends before a login; its address is not believed."""
    with socket.create_connection(("127.0.0.1", sftp_server.port), timeout=20) as stranger:
        stranger.sendall(header + b"SSH-2.0-OpenSSH_9.9\r\n")
        said = b""
        try:
            while piece := stranger.recv(4096):
                said += piece
        except ConnectionResetError:
            pass  # the end came as a reset, which is one
    assert said.startswith(b"SSH-2.0-SFTP\r\n")
    assert b"ssh-userauth" not in said
    assert "203.0.113.9" not in sftp_server.door.counts.addresses
    time.sleep(0.3)
    assert not SshAttempt.objects.filter(address="203.0.113.9").exists()


def test_a_store_that_hangs_blocks_no_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-97: every thread for files waits for the disk, and somebody else logs in as quickly as ever."""
    stuck, go_on, plain = threading.Semaphore(0), threading.Event(), LocalHandle.write

    def hang(self: LocalHandle, offset: int, data: bytes) -> None:
        stuck.release()
        go_on.wait(60)
        plain(self, offset, data)

    crowd, other = [Sender(tmp_path / str(number)) for number in range(4)], Sender(tmp_path / "other")
    with serving() as server:

        async def crowded() -> float:
            async with AsyncExitStack() as open_:
                handles = []
                for one in crowd:  # a company has a quarter of the threads: four fill them all
                    connection = await open_.enter_async_context(one.connect(server))
                    clients = [await connection.start_sftp_client() for _ in range(5)]
                    handles += [
                        await client.open(f"/proev/{place}.txt", WRITE, encoding=None)
                        for place, client in enumerate(clients)
                    ]
                monkeypatch.setattr(LocalHandle, "write", hang)
                writes = [asyncio.ensure_future(handle.write(b"x" * 1000, 0)) for handle in handles]
                for _ in range(server.door.pool.threads):
                    assert await asyncio.to_thread(stuck.acquire, timeout=30)
                began = time.perf_counter()
                async with other.connect(server):
                    took = time.perf_counter() - began
                go_on.set()
                await asyncio.gather(*writes)
                return took

        try:
            took = asyncio.run(crowded())
        finally:
            go_on.set()
    assert took < 3


def test_memory_stays_within_its_budget(sftp_server: Server, sender: Sender) -> None:
    """SEC-96: what one request carries is bounded, a channel works on one at a time, and above a cap none is opened."""
    counts, door = sftp_server.door.counts, sftp_server.door
    most = 0

    async def flood() -> None:
        nonlocal most
        async with sender.connect(sftp_server) as connection:
            clients = [await connection.start_sftp_client() for _ in range(5)]
            handles = [await client.open(f"/proev/m{place}.txt", WRITE, encoding=None)
                       for place, client in enumerate(clients)]  # fmt: skip
            writes = [
                asyncio.ensure_future(clients[place]._handler.write(handle._handle, 0, b"x" * (3 << 20)))
                for place, handle in enumerate(handles)
                for _ in range(4)
            ]
            while not all(each.done() for each in writes):
                most = max(most, counts.in_flight)
                await asyncio.sleep(0.001)
            await asyncio.gather(*writes)
            counts.in_flight += door.limits.in_flight
            try:
                with pytest.raises(asyncssh.ChannelOpenError):
                    await connection.start_sftp_client()
            finally:
                counts.in_flight -= door.limits.in_flight
            await connection.start_sftp_client()

    asyncio.run(flood())
    assert 0 < most <= 5 * (4 << 20)
    assert counts.in_flight == 0
    with pytest.raises((asyncssh.Error, OSError)):
        asyncio.run(_write(sender, sftp_server, 5 << 20))


async def _write(sender: Sender, server: Server, size: int) -> None:
    async with sender.connect(server) as connection, connection.start_sftp_client() as client:
        handle = await client.open("/proev/for-stor.txt", WRITE, encoding=None)
        await asyncio.wait_for(client._handler.write(handle._handle, 0, b"x" * size), 30)
