"""The line to an external Betalingsservice: sent once, whole, and what is done when it is down (issue 6 B)."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from selvbetjening.domain.directdebit.actions.bank_connections import connect_bank, disconnect_bank
from selvbetjening.domain.directdebit.actions.bank_line import sweep
from selvbetjening.domain.directdebit.actions.send_files import retry_sending
from selvbetjening.domain.directdebit.models import BankConnection
from selvbetjening.domain.directdebit.ports import LineFailed, LineTerms
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.rules.bank import ConnectionRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd
from tests.external import HeldLine, connected, external, facts, fetched, ready, run, sent, written
from tests.story.directdebit.test_answers import answer, payment, told

pytestmark = pytest.mark.usefixtures("database", "line")


def test_sent_once_whole_and_fetched_once() -> None:
    """Out goes the 0601, in come 0602 and 0603; again, and the same file under another name, change nothing."""
    company, mine, connection = ready()
    made = written(mine)
    HeldLine.ready = {
        "D7654321001-602.BS1": (answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")), 5),
        "D7654322001-603.BS1": (answer(mine, "0603", "0212", told(mine, "1017", "0231")), 6),
        "V0000000001.BS1": (b"a receipt", 7),
        "T0000000001.BS1": (b"received", 7),
        "F7654321001.BS1": (b"a note", 7),
        "D7654323001-602.BS1.part": (b"BS002", 8),
    }
    done = run(connection)
    assert (len(done.sent), done.code) == (1, "")
    assert HeldLine.there == {made.file_name: dd.bytes_of(company, made.id)}
    assert fetched(company) == [
        ("D7654321001-602.BS1", "read", ""), ("D7654322001-603.BS1", "read", ""),
        ("V0000000001.BS1", "strange", "verdict"),
    ]  # fmt: skip
    assert dd.states(company) == {"1017": "completed"}
    HeldLine.ready["D7654329001-602.BS1"] = HeldLine.ready["D7654321001-602.BS1"]
    again = run(connection)
    assert ([each.state for each in again.fetched], again.sent) == (["repeated"], [])
    assert run(connection).fetched == []
    assert facts(company, "collection_completed") == facts(company, "bank_file_sent") == 1


def test_killed_after_the_last_byte() -> None:
    """What lies there already, byte for byte, is not sent again: known by its digest, or by its size alone."""
    for readable in (True, False):
        HeldLine.reset()
        company, mine, connection = ready()
        made = written(mine)
        HeldLine.readable = readable
        HeldLine.after = {"put": KeyboardInterrupt()}
        with pytest.raises(KeyboardInterrupt):
            run(connection)
        assert sent(company) == [("sending", "", 1)]
        HeldLine.fails = {"put": AssertionError("sent twice")}
        assert run(connection, dd.AT + timedelta(minutes=29)).sent == []
        assert len(run(connection, dd.AT + timedelta(minutes=31)).sent) == 1
        assert sent(company) == [("sent", "", 2)]
        assert list(HeldLine.there) == [made.file_name]


def test_killed_before_a_byte_and_lost_on_the_way() -> None:
    """A failure is put off, with growing gaps; in the end it has come over once, and who should know was told once."""
    company, mine, connection = ready()
    written(mine)
    at, gaps = dd.AT, []
    for _ in range(6):
        HeldLine.fails = {"put": LineFailed("connection_lost")}
        assert run(connection, at).code == "connection_lost"
        with within(company):
            (mine_now,) = bank.connections(company)
        assert mine_now.next_try_at is not None
        gaps.append((mine_now.next_try_at - at).total_seconds() / 60)
        at = mine_now.next_try_at
    assert gaps == [1, 2, 5, 15, 30, 60]
    assert facts(company, "bank_line_broken") == 1
    assert len(run(connection, at).sent) == 1
    with within(company):
        (mended,) = bank.connections(company)
    assert (mended.failures, mended.code, mended.next_try_at, mended.worked_at) == (0, "", None, at)


def test_another_file_under_its_name_is_never_written_over() -> None:
    """It stays refused for a person; the others still go."""
    company, mine, connection = ready()
    made = written(mine)
    HeldLine.there[made.file_name] = b"somebody else's"
    later = written(mine, "1025")
    done = run(connection)
    assert (len(done.sent), done.code) == (1, "")
    assert HeldLine.there[made.file_name] == b"somebody else's"
    assert sorted(sent(company)) == [("refused", "name_taken", 1), ("sent", "", 1)]
    assert HeldLine.there[later.file_name] == dd.bytes_of(company, later.id)
    assert facts(company, "bank_file_refused") == 1
    del HeldLine.there[made.file_name]
    with within(company):
        (refused,) = [each.id for each in bank.sendings(company) if each.state == "refused"]
    assert run(connection).sent == []
    assert retry_sending(company, sending=refused)
    assert not retry_sending(company, sending=refused)
    assert run(connection).sent == [refused]
    assert HeldLine.there[made.file_name] == dd.bytes_of(company, made.id)


def test_two_processes_at_once() -> None:
    """Six open the line together: each file goes once and is read once."""
    company, mine, connection = ready()
    made = written(mine)
    HeldLine.ready = {
        "D7654321001-602.BS1": (answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")), 5)
    }
    puts: list[str] = []
    original = HeldLine.put

    def put(self: HeldLine, **values: Any) -> None:
        puts.append(values["name"])
        original(self, **values)

    HeldLine.put = put  # type: ignore[method-assign]
    try:
        threads = [threading.Thread(target=_in_thread, args=(connection,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        HeldLine.put = original  # type: ignore[method-assign]
    assert puts == [made.file_name]
    assert fetched(company) == [("D7654321001-602.BS1", "read", "")]
    assert facts(company, "answers_read") == facts(company, "collection_completed") == 1


def _in_thread(connection: BankConnection) -> None:
    try:
        run(connection)
    finally:
        connections.close_all()


def test_no_line_without_a_pinned_key() -> None:
    """SEC-101: a server nobody has vouched for is never connected to; the private key is sealed."""
    company, _ = external()
    for field in ("host_keys", "private_key", "host", "username"):
        with pytest.raises(ConnectionRefused, match=field):
            connected(company, adapter="sftp", at=dd.AT, **{field: " "})
    with pytest.raises(ConnectionRefused, match="host_keys"):
        connected(company, adapter="sftp", host_keys="* ssh-ed25519 AAAA")
    with pytest.raises(ConnectionRefused, match="adapter"):
        connect_bank(company, adapter="carrier-pigeon", terms=LineTerms(), actor=SYSTEM, at=dd.AT)
    made = connected(company, private_key="-----BEGIN OPENSSH PRIVATE KEY-----")
    with within(company):
        row = BankConnection.objects.get(id=made.id)
        assert b"OPENSSH" not in bytes(row.private_key)
        opened = bank.line(company, connection=row)
    assert isinstance(opened, HeldLine)
    assert opened.terms.private_key.startswith("-----BEGIN")
    other, _ = external()
    with pytest.raises(ValueError, match="another company"):
        bank.line(other, connection=row)


def test_a_new_line_takes_up_what_the_old_one_left() -> None:
    """What was written is sent over the new line; without any, nothing waits for one that comes later."""
    company, mine = external()
    written(mine)
    first = connected(company)
    assert sent(company) == []
    written(mine, "1025")
    second = connected(company)
    with pytest.raises(BankConnection.DoesNotExist):
        run(first)
    assert len(run(second).sent) == 1
    assert disconnect_bank(company, connection=second.id, actor=SYSTEM, at=dd.AT)
    assert not disconnect_bank(company, connection=second.id, actor=SYSTEM, at=dd.AT)


def test_the_sweep_wakes_companies_with_an_external_betalingsservice() -> None:
    """It may run twice; those of which we are Betalingsservice sleep on."""
    before = sweep(at=dd.AT)
    ready()
    dd.agreement(dd.company())
    assert sweep(at=dd.AT) == before + 1
