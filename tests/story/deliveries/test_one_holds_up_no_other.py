"""What breaks at one file holds up no other file of the company (BP-45, SEC-110)."""

from datetime import timedelta

import pytest

from selvbetjening.domain.deliveries.actions import sweep as sweeping
from selvbetjening.domain.deliveries.actions.release import release
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.tenancy.within import within
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender

pytestmark = pytest.mark.usefixtures("database")


def uploads(of: Sender) -> dict[str, str]:
    with within(of.id):
        return dict(Staging.objects.filter(organization_id=of.id).values_list("name", "state"))


def test_an_upload_whose_bytes_are_lost_stops_no_file_after_it() -> None:
    """SEC-108: the minute's look goes on to what settles and what can be released; the lost one goes, too."""
    of = files.sender(files_undo_minutes=10)
    for name in ("a-lost.txt", "b-sound.txt"):
        assert files.put(of, b"no delivery of anybody\r\n", name=name).outcome == "settling"
    with within(of.id):
        lost = Staging.objects.get(organization_id=of.id, name="a-lost.txt")
    files.path_of(of, lost.id).unlink()
    held = files.send(of, files.file(of))
    assert held.state == "holding"
    tidy(of.id, at=AT + 11 * MINUTE)
    assert uploads(of) | {held.name: ""} == {"a-lost.txt": "settling", "b-sound.txt": "committed", held.name: ""}
    assert files.get(of, held.id).state == "accepted"
    tidy(of.id, at=AT + timedelta(days=1))
    assert uploads(of)["a-lost.txt"] == "removed"


def test_a_file_that_cannot_be_released_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """BM-06: each end of a window is its own."""
    of = files.sender(files_undo_minutes=10)
    first, second = (files.send(of, files.file(of, [amount], identification=str(amount))) for amount in (100, 200))

    def broken(organization: object, *, delivery: object, at: object) -> bool:
        if delivery == first.id:
            raise RuntimeError("broken")
        return release(of.id, delivery=second.id, at=AT + 11 * MINUTE)

    monkeypatch.setattr(sweeping, "release", broken)
    tidy(of.id, at=AT + 11 * MINUTE)
    with within(of.id):
        states = dict(Delivery.objects.filter(organization_id=of.id).values_list("id", "state"))
    assert states == {first.id: "holding", second.id: "accepted"}
