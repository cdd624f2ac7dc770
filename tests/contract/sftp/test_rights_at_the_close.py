"""A file is delivered with the rights of its close, not with those that it was opened with (SEC-27)."""

import asyncio

import asyncssh
import pytest

from selvbetjening.domain.access.models import Grant
from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import deliveries as files
from tests.sftp import IND, Sender, Server


def put(sender: Sender, server: Server, data: bytes, **change: list[str]) -> None:
    """Open, write all of it, change the grant, close. Raises what the close was answered with."""

    def narrow() -> None:
        with within(sender.id):
            Grant.objects.filter(organization_id=sender.id, membership=sender.person).update(**change)

    async def work() -> None:
        async with sender.connect(server) as connection, connection.start_sftp_client() as client:
            handle = await client.open(f"{IND}/a.txt", "wb")
            await handle.write(data, 0)
            await asyncio.to_thread(narrow)
            await handle.close()

    asyncio.run(work())


@pytest.mark.parametrize("numbers", [["99999999"], []])
def test_numbers_that_were_taken_away_while_the_bytes_came_are_not_sent_for(
    sftp_server: Server, sender: Sender, numbers: list[str]
) -> None:
    put(sender, sftp_server, files.file(sender.of), pbs_numbers=numbers)
    (row,) = sender.deliveries()
    assert row.pbs_scope == numbers
    advance(sender.id, delivery=row.id, at=clock.now())
    errors = files.get(sender.of, row.id).content["errors"]
    assert ("file.pbs_scope" in {error["code"] for error in errors}) is bool(numbers)


def test_who_may_not_send_any_more_delivers_nothing_with_a_file_that_is_open(
    sftp_server: Server, sender: Sender
) -> None:
    """SEC-24: the connection goes on, since fetching is still allowed; the close is refused, and the file kept."""
    with pytest.raises(asyncssh.SFTPPermissionDenied, match="sende filer"):
        put(sender, sftp_server, files.file(sender.of), actions=["fetch"])
    assert sender.deliveries() == []
    assert [row.state for row in sender.stagings()] == ["aborted"]
