"""A file's way from the last byte to the last receipt, over both doors (BP-40, BP-41, BP-45, BP-46)."""

import json

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.tenancy.within import within
from tests import deliveries as files

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("door", ["sftp", "https"])
def test_a_sound_file_is_accepted_and_registered(door: str) -> None:
    """BP-40, BP-41, BP-45, BP-46, SEC-88, SEC-110."""
    of = files.sender()
    data = files.file(of, [14_900, 9_900, 19_900])
    committed = files.put(of, data) if door == "sftp" else files.upload(of, data)[1]
    assert (committed.outcome, committed.number) == ("delivered", 1)
    assert files.collections(of) == []  # received, and nothing else yet
    done = files.run(of, committed)
    assert (done.state, done.accepted_count, done.refused_count) == ("processed", 3, 0)
    assert sorted(each.amount_minor for each in files.collections(of)) == [9_900, 14_900, 19_900]
    with within(of.id):
        timeline = [move.to_state for move in queries.moves(of.id, delivery=done.id)]
    assert timeline == ["received", "scanning", "validating", "accepted", "processing", "processed"]
    said = [(each.kind, json.loads(each.text)["status"]) for each in files.receipts(of, done.id)]
    assert said == [("K1", "received"), ("K2", "accepted"), ("K3", "processed")]
