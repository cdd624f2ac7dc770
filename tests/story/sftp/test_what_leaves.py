"""What leaves through the SFTP door, and to whom: scanned files, one's own, within one's PBS numbers (C.1, C.2)."""

from pathlib import Path
from typing import Any

import pytest
from asyncssh import SFTPError
from asyncssh.constants import FXF_READ

from selvbetjening.domain.access.models import Grant
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.commit import Committed, commit
from selvbetjening.domain.deliveries.actions.move import move
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.scan import _quarantine
from selvbetjening.domain.deliveries.queries import Filters
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from selvbetjening.portals.sftp import acts, visits
from tests import deliveries as files
from tests.sftp import IND, Sender

pytestmark = pytest.mark.usefixtures("database")


def visit_of(sender: Sender) -> visits.Visit:
    """A login with the sender's key."""
    account = ssh.account_named(name=sender.name)
    assert account is not None
    found = visits.visit_for(account=account, fingerprint=sender.key.fingerprint, address="192.0.2.9", client="x")
    assert found is not None
    return found


def put(sender: Sender, data: bytes, name: str, *, by: By | None = None) -> Committed:
    """Deliver it, by somebody else of the company unless `by` is given."""
    of, who, at, holder = sender.of, by or sender.of.sftp, clock.now(), new_id()
    row = open_staging(of.id, by=who, name=name, folder="betalingsservice", holder=holder, at=at)
    files.write(of, row, data, holder=holder, at=at)
    return commit(of.id, staging=row.id, by=who, at=at)


def read(sender: Sender, name: str) -> bytes | str:
    """What a client gets: the bytes, or why not."""
    try:
        handle: Any = acts.opened(visit_of(sender), f"{IND}/{name}".encode(), FXF_READ)
    except SFTPError as error:
        return error.reason
    found: bytes = handle.read(0, 1 << 20)
    return found


def by_of(sender: Sender) -> By:
    """The sender at the SFTP door."""
    visit = visit_of(sender)
    return visit.by(visits.standing(visit))


def scoped(sender: Sender, number: str) -> None:
    """Narrow the person's grant to one PBS number."""
    with within(sender.id):
        Grant.objects.filter(organization_id=sender.id, membership=sender.person).update(pbs_numbers=[number])


def test_what_the_scanner_stopped_or_did_not_see_leaves_not_over_sftp(tmp_path: Path) -> None:
    """Annex D.1, C.2: nothing leaves without a verdict, but to the SFTP user that sent it a minute ago."""
    sender = Sender(tmp_path)
    data, mine = files.file(sender.of), files.file(sender.of, identification="2")
    done, own = put(sender, data, "others.txt"), put(sender, mine, "mine.txt", by=by_of(sender))
    assert "virusscannet" in read(sender, "others.txt")
    assert read(sender, "mine.txt") == mine
    for each in (done, own):
        assert each.delivery is not None
        move(sender.id, delivery=each.delivery, verb="scan", actor=SYSTEM, at=clock.now())
    assert read(sender, "mine.txt") == mine
    for each in (done, own):
        assert each.delivery is not None
        _quarantine(sender.id, each.delivery, "Eicar", clock.now())
        assert not files.get(sender.of, each.delivery).may_leave(to_its_user=True)
    assert "virusscannet" in read(sender, "others.txt")
    assert "virusscannet" in read(sender, "mine.txt")
    assert {entry.name for entry in acts.listed(visit_of(sender), IND.encode())} == {"others.txt", "mine.txt"}


def test_a_key_that_may_only_send_reads_its_own_and_nothing_that_others_sent(tmp_path: Path) -> None:
    """Annex C.1 "own uploads", SEC-24: what the page wants `fetch` for, the SFTP door wants it for, too."""
    sender = Sender(tmp_path, grant=("send",))
    data, mine = files.file(sender.of), files.file(sender.of, identification="2")
    done, own = put(sender, data, "others.txt"), put(sender, mine, "mine.txt", by=by_of(sender))
    assert [files.run(sender.of, each, at=clock.now()).is_over for each in (done, own)] == [True, True]
    assert "hente filer" in read(sender, "others.txt")
    assert read(sender, "mine.txt") == mine
    with within(sender.id):
        Grant.objects.filter(organization_id=sender.id, membership=sender.person).update(actions=["fetch"])
    assert (read(sender, "others.txt"), read(sender, "mine.txt")) == (data, mine)


def test_a_reader_of_some_numbers_sees_no_file_that_is_not_checked_yet(tmp_path: Path) -> None:
    """BP-13: a file names no PBS number until it is checked; until then it is its sender's, and the whole company's."""
    sender = Sender(tmp_path)
    scoped(sender, "99999999")
    done = put(sender, files.file(sender.of), "others.txt")
    own = put(sender, mine := files.file(sender.of, identification="2"), "mine.txt", by=by_of(sender))
    assert "findes ikke" in read(sender, "others.txt")
    assert read(sender, "mine.txt") == mine
    assert [entry.name for entry in acts.listed(visit_of(sender), IND.encode())] == ["mine.txt"]
    person = sender.person.id
    with within(sender.id):
        narrow = Filters(pbs_numbers=["99999999"], reader=person)
        assert [row.id for row in queries.deliveries(sender.id, filters=narrow)] == [own.delivery]
        for each, numbers, seen in ((done, ["99999999"], False), (own, ["99999999"], True), (done, [], True)):
            assert each.delivery is not None
            found = queries.delivery(sender.id, delivery=each.delivery, pbs_numbers=numbers, reader=person)
            assert (found is not None) is seen
    scoped(sender, sender.of.agreement.pbs_number)
    assert "findes ikke" in read(sender, "others.txt")
    files.run(sender.of, done, at=clock.now())
    assert [entry.name for entry in acts.listed(visit_of(sender), IND.encode())] == ["mine.txt", "others.txt"]
