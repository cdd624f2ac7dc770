"""Every act asks the rows anew, whatever the looks once a second see or miss (SEC-24, SEC-27)."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import asyncssh
import pytest
from django.db import connections

from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import Entitlement, Grant, Membership
from selvbetjening.domain.identity.actions.ssh_keys import disable_key
from selvbetjening.domain.identity.models import SshKey
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.portals.sftp import door
from tests import business
from tests.sftp import IND, Sender, Server, serving

NEVER = 3600.0


@pytest.fixture(scope="module")
def blind_server(database: str) -> Iterator[Server]:
    """A server whose own looks after its connections never come."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "CUT_EVERY", NEVER)
        patch.setattr(door, "ASK_EVERY", NEVER)
        with serving() as running:
            yield running


def suspended(sender: Sender) -> None:
    boss = business.member(sender.organization, role="access_manager")
    suspend(sender.id, membership=sender.person.id, reason="", until=None, by=boss.id, at=clock.now())


def suspended_in_the_row(sender: Sender) -> None:
    """Nothing is told to the door: no generation rises, no SFTP user is closed."""
    with within(sender.id):
        Membership.objects.filter(organization_id=sender.id, id=sender.person.id).update(state="suspended")


def without_grant(sender: Sender) -> None:
    with within(sender.id):
        Grant.objects.filter(organization_id=sender.id, membership_id=sender.person.id).update(state="ended")


def without_agreement(sender: Sender) -> None:
    with within(sender.id):
        Entitlement.objects.filter(organization_id=sender.id).update(state="pending")


def key_switched_off(sender: Sender) -> None:
    with within(sender.id):
        key = SshKey.objects.get(organization_id=sender.id, fingerprint=sender.key.fingerprint)
    disable_key(sender.id, key=key.id, actor=SYSTEM, at=clock.now())


def told(end: Callable[[Sender], None], sender: Sender) -> None:
    """In a thread, whose connection nobody else will give back."""
    try:
        end(sender)
    finally:
        connections.close_all()


ENDS = [suspended, suspended_in_the_row, without_grant, without_agreement, key_switched_off]
ACTS: dict[str, Callable[[asyncssh.SFTPClient], Any]] = {
    "stat": lambda client: client.stat(f"{IND}/der.txt"),
    "list": lambda client: client.listdir(IND),
    "read": lambda client: client.open(f"{IND}/der.txt", "rb"),
    "write": lambda client: client.open(f"{IND}/ny.txt", "wb"),
    "rename": lambda client: client.rename(f"{IND}/der.tmp", f"{IND}/ny.txt"),
    "remove": lambda client: client.remove(f"{IND}/der.tmp"),
}


@pytest.mark.parametrize("end", [suspended, suspended_in_the_row], ids=lambda end: end.__name__)
@pytest.mark.parametrize("act", ACTS)
def test_the_next_act_is_refused(blind_server: Server, sender: Sender, act: str, end: Callable[[Sender], None]) -> None:
    """SEC-27, BP-26: refused, and the connection is cut by that act alone; nothing is written."""

    async def try_it() -> None:
        connection = await sender.connect(blind_server)
        client = await connection.start_sftp_client()
        await client.listdir(IND)
        await asyncio.to_thread(told, end, sender)
        with pytest.raises((asyncssh.Error, OSError)):
            await ACTS[act](client)
        await asyncio.wait_for(connection.wait_closed(), 30)

    asyncio.run(try_it())
    assert (sender.deliveries(), sender.stagings()) == ([], [])


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_what_was_sent_before_it_is_not_delivered(
    blind_server: Server, sender: Sender, end: Callable[[Sender], None]
) -> None:
    """SEC-27, SEC-110: the file is whole and its close the client's own; its sender may no longer."""
    whole = sender.file("hel.txt").read_bytes()

    async def send() -> None:
        connection = await sender.connect(blind_server)
        client = await connection.start_sftp_client()
        handle = await client.open(f"{IND}/hel.txt", "wb")
        await handle.write(whole, 0)
        await asyncio.to_thread(told, end, sender)
        with pytest.raises((asyncssh.Error, OSError)):
            await handle.close()
        await asyncio.wait_for(connection.wait_closed(), 30)

    asyncio.run(send())
    (row,) = sender.stagings()
    assert (sender.deliveries(), row.state, row.offset) == ([], "aborted", len(whole))


def test_who_may_only_fetch_any_more_delivers_nothing(blind_server: Server, sender: Sender) -> None:
    """SEC-27: the right to send was taken away while the file came; the connection stays, for she may still fetch."""
    whole = sender.file("hel.txt").read_bytes()

    async def send() -> None:
        async with sender.connect(blind_server) as connection, connection.start_sftp_client() as client:
            handle = await client.open(f"{IND}/hel.txt", "wb")
            await handle.write(whole, 0)
            await asyncio.to_thread(told, _only_fetch, sender)
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await handle.close()
            assert "hel.txt" in await client.listdir(IND)

    asyncio.run(send())
    assert sender.deliveries() == []


def _only_fetch(sender: Sender) -> None:
    with within(sender.id):
        Grant.objects.filter(organization_id=sender.id, membership_id=sender.person.id).update(actions=["fetch"])
