"""Sidecars, markers, empty files, and files that wait for a word (BP-44, annex C.4)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.commit import Committed, commit
from selvbetjening.domain.deliveries.actions.confirm_whole import confirm_whole
from selvbetjening.domain.deliveries.actions.forget import forget
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt, Marker, Staging
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender

pytestmark = pytest.mark.usefixtures("database")
PLAIN = b"noget uden slutrecord\n" * 20


def put(of: Sender, name: str, data: bytes, **values: Any) -> Committed:
    return files.put(of, data, name=name, **values)


def said(of: Sender) -> list[tuple[str, str]]:
    """Status and code of every receipt, in order."""
    with within(of.id):
        rows = DeliveryReceipt.objects.filter(organization_id=of.id).order_by("issued_at", "id")
        return [(row.facts["status"], row.facts["code"]) for row in rows]


def marked(of: Sender) -> dict[str, str]:
    with within(of.id):
        return {row.name: row.verdict for row in Marker.objects.filter(organization_id=of.id)}


def state(of: Sender, name: str) -> str:
    with within(of.id):
        return Staging.objects.filter(organization_id=of.id, name=name).latest("began_at").state


def delivered(of: Sender) -> list[tuple[str, bool]]:
    with within(of.id):
        rows = Delivery.objects.filter(organization_id=of.id).order_by("number")
        return [(row.name, row.unproven) for row in rows]


@pytest.mark.parametrize("name", ["x.txt.sha256", "x.sha256", "x.txt.ok", "x.fin"])
def test_a_sidecar_proves_what_has_no_end(name: str) -> None:
    """BP-44, annex C.4 layer 3: before its file or after it, it is whole at once, and proven."""
    said_of_it = f"size={len(PLAIN)} sha256={files.sha256(PLAIN)}".encode()
    text = files.sha256(PLAIN).encode() if name.endswith("sha256") else said_of_it
    before, after = files.sender(), files.sender()
    assert put(before, name, text).code == "marker.waits"
    assert put(before, "x.txt", PLAIN).outcome == "delivered"
    assert put(after, "x.txt", PLAIN).outcome == "settling"
    assert put(after, name, text).code == "marker.fits"
    for of in (before, after):
        assert (delivered(of), marked(of)) == ([("x.txt", False)], {name: "fits"})
    assert ("marker", "marker.waits") in said(before) and ("marker", "marker.judged") in said(after)


def test_a_wrong_sidecar_makes_any_file_incomplete() -> None:
    """BP-44, annex C.4: with an end record, too; it is said plainly, and what comes last counts."""
    of = files.sender()
    whole = files.file(of)
    assert put(of, "x.txt.sha256", b"0" * 64).code == "marker.waits"
    first = put(of, "x.txt", whole)
    assert (first.outcome, first.code, delivered(of)) == ("incomplete", "sidecar.differs", [])
    assert (state(of, "x.txt"), marked(of)) == ("incomplete", {"x.txt.sha256": "differs"})
    assert ("incomplete", "sidecar.differs") in said(of)
    right = put(of, "x.txt.sha256", files.sha256(whole).encode())
    assert right.code == "marker.fits"
    assert (delivered(of), marked(of)) == ([("x.txt", False)], {"x.txt.sha256": "fits"})


def test_a_wrong_one_that_comes_last_stops_what_settles() -> None:
    """BP-44, annex C.4: not delivered when the minute is over, either."""
    of = files.sender()
    assert put(of, "x.txt", PLAIN).outcome == "settling"
    assert put(of, "x.txt.ok", b"17").code == "marker.differs"
    assert state(of, "x.txt") == "incomplete"
    tidy(of.id, at=AT + 2 * MINUTE)
    assert delivered(of) == []


def test_after_the_delivery_it_can_only_be_told() -> None:
    """BP-44, annex C.4: a file with its end is delivered at its close; the receipt names what differs."""
    of = files.sender()
    done = put(of, "x.txt", files.file(of))
    assert put(of, "x.txt.sha256", b"0" * 64).code == "marker.differs"
    assert put(of, "y.ok", b"").code == "marker.waits"
    assert put(of, "x.ok", b"").code == "marker.fits"
    with within(of.id):
        assert done.delivery is not None
        about = queries.markers_about(of.id, file=done.delivery)
        receipt = DeliveryReceipt.objects.get(organization_id=of.id, facts__code="marker.differs")
    assert [row.name for row in about] == ["x.txt.sha256", "x.ok"]
    assert receipt.facts["marker"]["about"] == str(done.delivery)
    assert receipt.facts["marker"]["speaks_of"] == "x.txt"
    assert delivered(of) == [("x.txt", False)]


def test_a_short_delivery_is_not_proven_by_its_hash() -> None:
    """BP-44, SEC-106: the end record goes first; a sum made of the short file fits the short file."""
    of = files.sender()
    cut = files.file(of)[:-60]
    put(of, "x.txt.sha256", files.sha256(cut).encode())
    assert (put(of, "x.txt", cut).code, delivered(of)) == ("incomplete", [])
    assert marked(of) == {"x.txt.sha256": "waits"}


def test_sidecars_are_never_deliveries() -> None:
    """BP-44, annex C.4: whatever is in them; one that cannot be read says so; a marker with a file in it is a file."""
    of = files.sender()
    whole = files.file(of)
    assert put(of, "x.sha256", whole).code == "marker.unreadable"
    assert put(of, "y.sha256", b"ikke en sum").code == "marker.unreadable"
    assert delivered(of) == []
    assert ("marker", "marker.unreadable") in said(of)
    assert put(of, "z.ok", whole).outcome == "delivered"
    with pytest.raises(Refused) as refused:
        files.upload(of, b"0" * 64, name="x.txt.sha256")
    assert refused.value.code == "sidecar"


def test_an_empty_file_leaves_a_trace_and_its_name() -> None:
    """Annex C.4: no delivery, a receipt, still listed; the same name takes a real file; it counts as one of today."""
    of = files.sender()
    empty = put(of, "x.txt", b"")
    assert (empty.outcome, empty.code) == ("noted", "marker.nothing")
    assert ("marker", "marker.empty") in said(of)
    with within(of.id):
        found = queries.named(
            of.id, account=of.account, environment="production", folder="bs", clash_key="x.txt", at=AT
        )
        assert queries.used(of.id, at=AT).files_today == 1
    assert found is not None and (found.is_marker, found.size) == (True, 0)
    assert put(of, "x.txt", files.file(of)).outcome == "delivered"
    with within(of.id):
        found = queries.named(
            of.id, account=of.account, environment="production", folder="bs", clash_key="x.txt", at=AT
        )
    assert found is not None and (found.is_marker, found.number) == (False, 1)


def test_a_marker_speaks_of_its_own_sender_s_files_only() -> None:
    """BP-44, SEC-10: neither another user's nor another company's file is judged by it."""
    of, rival = files.sender(), files.sender()
    colleague = Sender(of.id, of.agreement, of.person)
    put(colleague, "x.txt.sha256", b"0" * 64)
    put(rival, "x.txt.sha256", b"0" * 64)
    assert put(of, "x.txt", files.file(of)).outcome == "delivered"
    assert (marked(of), marked(rival)) == ({"x.txt.sha256": "waits"}, {"x.txt.sha256": "waits"})


def test_an_old_one_judges_no_file_of_today() -> None:
    """Annex C.4: after the time in which an upload can be gone on with, its name may be another file's."""
    of = files.sender()
    put(of, "x.txt.sha256", b"0" * 64)
    assert put(of, "x.txt", files.file(of), at=AT + timedelta(hours=25)).outcome == "delivered"
    forget(of.id, at=AT + timedelta(days=91))
    assert marked(of) == {}


def test_where_a_marker_is_demanded() -> None:
    """Annex C.4: not after a minute; an empty marker lets it go, not proven; a right sum proves it."""
    of = files.sender(files_unproven="marker")
    first = put(of, "x.txt", PLAIN)
    assert (first.outcome, first.code) == ("waiting", "needs.marker")
    tidy(of.id, at=AT + 5 * MINUTE)
    assert delivered(of) == []
    put(of, "x.txt.ok", b"", at=AT + 6 * MINUTE)
    put(of, "y.txt", PLAIN + b"2")
    put(of, "y.txt.sha256", files.sha256(PLAIN + b"2").encode())
    assert delivered(of) == [("x.txt", True), ("y.txt", False)]
    assert ("waiting", "needs.marker") in said(of)


def test_where_a_person_s_word_is_demanded() -> None:
    """Annex C.4: nobody else's word, of the very bytes that waited, once; recorded; it is gone after its time."""
    of = files.sender(files_unproven="confirm")
    assert put(of, "x.txt", PLAIN).code == "needs.word"
    with within(of.id):
        row = Staging.objects.get(organization_id=of.id, name="x.txt")
    who = Actor("user", str(of.person))
    with pytest.raises(Refused) as refused:
        confirm_whole(of.id, staging=row.id, sha256="0" * 64, actor=who, at=AT)
    assert refused.value.code == "stale"
    told = [confirm_whole(of.id, staging=row.id, sha256=row.found_sha256, actor=who, at=AT) for _ in range(2)]
    assert told[0] == told[1] and delivered(of) == [("x.txt", True)]
    put(of, "y.txt", PLAIN + b"2")
    with within(of.id):
        late = Staging.objects.get(organization_id=of.id, name="y.txt")
    tidy(of.id, at=late.expires_at)
    with pytest.raises(Refused) as refused:
        confirm_whole(of.id, staging=late.id, sha256=late.found_sha256, actor=who, at=late.expires_at)
    assert refused.value.code == "not_now"
    assert (len(delivered(of)), state(of, "y.txt")) == (1, "removed")


def test_temporary_names_are_the_sender_s_own() -> None:
    """Annex C.4: nothing is delivered under its own patterns, and under those of others it is; so does the clock."""
    of = files.sender()
    own = files.sftp_by(of, temporary=("*.undervejs",))
    rows = {}
    for name in ("x.undervejs", "x.part"):
        holder = new_id()
        rows[name] = open_staging(of.id, by=own, name=name, folder="bs", holder=holder, at=AT)
        files.write(of, rows[name], files.file(of, identification=str(len(name))), holder=holder)
    with pytest.raises(Refused) as refused:
        commit(of.id, staging=rows["x.undervejs"].id, by=own, at=AT)
    assert refused.value.code == "temp_name"
    assert commit(of.id, staging=rows["x.part"].id, by=own, at=AT).outcome == "delivered"
    tidy(of.id, at=AT + 2 * MINUTE)
    assert [name for name, _ in delivered(of)] == ["x.part"]
