"""A connection that drops is never a delivered file, and never loses what can be gone on with (BP-44, annex C.4)."""

import asyncio
import contextlib
import hashlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncssh
import pytest
from asyncssh.constants import FXF_APPEND, FXF_CREAT, FXF_TRUNC, FXF_WRITE

from selvbetjening.domain.deliveries.actions.writing import AHEAD
from tests import sftp
from tests.sftp import IND, Sender, Server

WRITE = FXF_WRITE | FXF_CREAT | FXF_TRUNC
PIECE = 4096


async def _send_and_drop(sender: Sender, server: Server, name: str, data: bytes, *, close_first: bool) -> None:
    """Write it all, then lose the connection without a goodbye; `close_first` closes the handle and awaits the OK."""
    connection = await sender.connect(server)
    client = await connection.start_sftp_client()
    handle = await client.open(f"{IND}/{name}", WRITE, encoding=None)
    for offset in range(0, len(data), PIECE):
        await handle.write(data[offset : offset + PIECE], offset)
    if close_first:
        await handle.close()
    connection.abort()
    await connection.wait_closed()


def _settled(sender: Sender) -> list[str]:
    """The states of the uploads once the server has let go of them."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        states = [row.state for row in sender.stagings()]
        if "receiving" not in states:
            return states
        time.sleep(0.2)
    return states


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99, 1.0])
def test_a_dropped_upload_is_kept_and_not_delivered(sftp_server: Server, sender: Sender, share: float) -> None:
    """SEC-104, SEC-105, C.4 layer 1: also when every byte had come, since nobody said that it was all."""
    whole = sender.file("x.txt", amounts=[100] * 300).read_bytes()
    part = whole[: int(len(whole) * share)]
    asyncio.run(_send_and_drop(sender, sftp_server, "x.txt", part, close_first=False))
    assert _settled(sender) == ["aborted"]
    (row,) = sender.stagings()
    assert row.offset == len(part)
    assert sender.deliveries() == []
    path = sender.file("x.txt", whole)
    sender.sftp(sftp_server, f"reput {path} {IND}/x.txt" if share < 1 else f"put {path} {IND}/x.txt")
    (done,) = sender.deliveries()
    assert sender.content(done.id) == whole


def test_what_was_told_received_stays_received(sftp_server: Server, sender: Sender) -> None:
    """SEC-110: the OK comes after the commit, so a drop right after it changes nothing."""
    whole = sender.file("y.txt").read_bytes()
    asyncio.run(_send_and_drop(sender, sftp_server, "y.txt", whole, close_first=True))
    (done,) = sender.deliveries()
    assert sender.content(done.id) == whole


@pytest.mark.slow
def test_dropped_at_two_hundred_offsets(sftp_server: Server, sender: Sender) -> None:
    """BP-44, SEC-104, SEC-107: never a delivered part, and every fifth is gone on with; one connection loses many."""
    whole = sender.file("z.txt", amounts=[100] * 60).read_bytes()
    chance = random.Random(7)
    cuts = [chance.randrange(1, len(whole)) for _ in range(200)]

    async def drop(number: int) -> None:
        connection = await sender.connect(sftp_server)
        client = await connection.start_sftp_client()
        for cut in range(number, 200, 10):
            handle = await client.open(f"{IND}/z{cut}.txt", WRITE, encoding=None)
            await handle.write(whole[: cuts[cut]], 0)
        connection.abort()
        await connection.wait_closed()

    async def go_on(number: int) -> None:
        async with sender.connect(sftp_server) as connection, connection.start_sftp_client() as client:
            for cut in range(number, 200, 50):
                handle = await client.open(f"{IND}/z{cut}.txt", FXF_WRITE | FXF_APPEND, encoding=None)
                await client._handler.write(handle._handle, cuts[cut], whole[cuts[cut] :])
                await client._handler.close(handle._handle)

    async def all_of_them(work: Callable[[int], Awaitable[None]]) -> None:
        await asyncio.gather(*(work(number) for number in range(10)))

    asyncio.run(all_of_them(drop))
    assert set(_settled(sender)) == {"aborted"}
    assert sender.deliveries() == []
    assert sorted(row.offset for row in sender.stagings()) == sorted(cuts)
    asyncio.run(all_of_them(go_on))
    done = sender.deliveries()
    assert {row.name for row in done} == {f"z{cut}.txt" for cut in range(200) if cut % 50 < 10}
    assert {(row.size, row.sha256) for row in done} == {(len(whole), hashlib.sha256(whole).hexdigest())}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_client_that_is_ended_half_way(sftp_server: Server, sender: Sender, how: signal.Signals) -> None:
    """SEC-104, SEC-106: after Ctrl-C OpenSSH closes the short file politely, and it is not delivered even so."""
    path = sender.file("stor.txt", amounts=[100] * 30_000)
    words = ["sftp", *sender.options(sftp_server), "-l", "8000", "-P", str(sftp_server.port), "127.0.0.1"]
    client = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert client.stdin is not None
    client.stdin.write(f"put {path} {IND}/stor.txt\n".encode())
    client.stdin.flush()
    until = time.monotonic() + 60
    while not sender.stagings() and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(0.5)
    os.killpg(client.pid, how)
    time.sleep(0.5)
    client.stdin.close()
    client.wait(60)
    (state,) = _settled(sender)
    assert state in {"aborted", "incomplete"}
    assert sender.deliveries() == []
    assert sender.stagings()[0].offset < path.stat().st_size


def test_a_server_that_stops_delivers_nothing_half(sender: Sender) -> None:
    """C.4 layer 1, SEC-104: what is open is put aside, and the next server goes on with it."""
    whole = sender.file("stop.txt", amounts=[100] * 300).read_bytes()
    with sftp.serving() as server:

        async def send() -> None:
            connection = await sender.connect(server)
            client = await connection.start_sftp_client()
            handle = await client.open(f"{IND}/stop.txt", WRITE, encoding=None)
            await handle.write(whole[: len(whole) // 2], 0)
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(server.door.close(), server.loop))
            with contextlib.suppress(asyncssh.Error, OSError):
                await handle.close()  # nobody is there to answer it
            await connection.wait_closed()

        asyncio.run(send())
    assert [row.state for row in sender.stagings()] == ["aborted"]
    with sftp.serving() as server:
        path = sender.file("stop.txt", whole)
        sender.sftp(server, f"reput {path} {IND}/stop.txt")
    assert [sender.content(done.id) for done in sender.deliveries()] == [whole]


def test_holes_and_wrong_offsets(sftp_server: Server, sender: Sender) -> None:
    """SEC-107, C.2, C.4 layer 2: a file with a hole is not committed by its close, and what is too far ahead fails the
    handle for good; appending elsewhere than at the end, too.
    """

    async def misbehave() -> None:
        async with sender.connect(sftp_server) as connection, connection.start_sftp_client() as client:
            handle = await client.open(f"{IND}/hul.txt", WRITE, encoding=None)
            await handle.write(b"BS", 0)
            with pytest.raises(asyncssh.SFTPFailure, match="2"):
                await handle.write(b"BS", 3 + AHEAD)
            with pytest.raises(asyncssh.SFTPFailure):
                await handle.write(b"BS", 2)
            with pytest.raises(asyncssh.SFTPFailure):
                await handle.close()
            near = await client.open(f"{IND}/naer.txt", WRITE, encoding=None)
            await near.write(b"BS", 0)
            await near.write(b"BS", 100)
            with pytest.raises(asyncssh.SFTPFailure):
                await near.close()
            more = await client.open(f"{IND}/hul.txt", FXF_WRITE | FXF_APPEND, encoding=None)
            with pytest.raises(asyncssh.SFTPFailure):
                await client._handler.write(more._handle, 0, b"XX")
            with pytest.raises(asyncssh.SFTPFailure):
                await more.close()
            last = await client.open(f"{IND}/laengere.txt", WRITE, encoding=None)
            await last.write(b"BS", 0)
            await last.truncate(1000)
            with pytest.raises(asyncssh.SFTPFailure):
                await last.close()

    asyncio.run(misbehave())
    assert sender.deliveries() == []
    assert {row.offset for row in sender.stagings()} == {2}


def test_two_writers_on_one_name(sftp_server: Server, sender: Sender) -> None:
    """C.2: the second one is told that it is in use; when the first one is gone, it goes on."""
    whole = sender.file("to.txt").read_bytes()

    async def both() -> None:
        first = await sender.connect(sftp_server)
        one = await (await first.start_sftp_client()).open(f"{IND}/to.txt", WRITE, encoding=None)
        await one.write(whole[:100], 0)
        async with sender.connect(sftp_server) as second, second.start_sftp_client() as client:
            with pytest.raises(asyncssh.SFTPFailure, match="in use"):
                await client.open(f"{IND}/TO.txt", WRITE, encoding=None)
            first.abort()
            await first.wait_closed()
            for _ in range(50):
                try:
                    two = await client.open(f"{IND}/to.txt", WRITE, encoding=None)
                    break
                except asyncssh.SFTPFailure:
                    await asyncio.sleep(0.2)
            await two.write(whole, 0)
            await two.close()

    asyncio.run(both())
    assert [sender.content(done.id) for done in sender.deliveries()] == [whole]


def test_many_at_once_each_where_it_belongs(sftp_server: Server, tmp_path: Path) -> None:
    """BP-41, SEC-80: two companies, two keys, files with the same names: each where it belongs, once."""
    senders = [Sender(tmp_path / "a"), Sender(tmp_path / "b")]
    files = {
        (place, number): sender.file(f"{number}.txt", amounts=[100 + number], identification=str(number)).read_bytes()
        for place, sender in enumerate(senders)
        for number in range(10)
    }

    async def send(place: int, number: int) -> None:
        async with senders[place].connect(sftp_server) as connection, connection.start_sftp_client() as client:
            handle = await client.open(f"{IND}/{number}.txt", WRITE, encoding=None)
            await handle.write(files[place, number], 0)
            await handle.close()

    async def all_of_them() -> None:
        await asyncio.gather(*(send(*which) for which in files))

    asyncio.run(all_of_them())
    for place, sender in enumerate(senders):
        found = {done.name: sender.content(done.id) for done in sender.deliveries()}
        assert found == {f"{number}.txt": files[place, number] for number in range(10)}
