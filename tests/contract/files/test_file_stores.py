"""What every store of files does: one writes at a time, nothing is lost that was synced, nothing of a name in a place
(SEC-78, SEC-80, SEC-107, SEC-108).
"""

import random
from datetime import timedelta
from uuid import uuid4

import pytest

from selvbetjening.domain.deliveries.ports import Place, StoreFailed
from selvbetjening.kernel.ids import OrganizationId
from tests.contract.files.conftest import NewStore


def place() -> Place:
    return Place(OrganizationId(uuid4()), uuid4())


def content(new_store: NewStore, here: Place) -> bytes:
    return b"".join(new_store().read(here))


def test_what_was_written_is_read_back_in_any_part(new_store: NewStore) -> None:
    store, here = new_store(), place()
    handle = store.open(here)
    handle.write(0, b"0123456789")
    handle.write(2, b"ab")
    handle.truncate(8)
    assert handle.size() == 8
    handle.sync()
    handle.close()
    handle.close()
    store.finish(here)
    store.finish(here)
    assert content(new_store, here) == b"01ab4567"
    assert b"".join(store.read(here, offset=3, length=2)) == b"b4"
    assert b"".join(store.read(here, offset=100)) == b""
    assert b"".join(store.read(here, length=0)) == b""
    assert store.size(here) == 8
    store.delete(here)
    store.delete(here)
    for ask in (lambda: store.read(here), lambda: store.size(here), lambda: store.finish(here)):
        with pytest.raises(StoreFailed, match="missing"):
            ask()


def test_one_writes_at_a_time_and_nothing_is_made_longer(new_store: NewStore) -> None:
    """SEC-107, SEC-108: nor by another process, while the first one is at it."""
    store, here = new_store(), place()
    handle = store.open(here)
    with pytest.raises(StoreFailed, match="busy"):
        new_store().open(here)
    with pytest.raises(StoreFailed, match="store"):
        handle.truncate(1)
    handle.close()
    with pytest.raises(StoreFailed, match="store"):
        handle.write(0, b"x")
    with pytest.raises(StoreFailed, match="store"):
        handle.sync()
    store.open(here).close()
    assert store.size(here) == 0


def test_what_was_synced_is_there_for_the_next_writer(new_store: NewStore) -> None:
    """SEC-108: an upload is gone on with where it stands."""
    store, here = new_store(), place()
    for turn in range(5):
        handle = store.open(here)
        assert handle.size() == turn * 3
        handle.write(turn * 3, b"abc")
        handle.sync()
        handle.close()
    assert content(new_store, here) == b"abc" * 5


def test_any_writes_come_to_what_a_plain_file_would_hold(new_store: NewStore) -> None:
    """Appended, written over, cut, synced and opened anew in any order: byte for byte as in memory."""
    chance, store = random.Random(9), new_store()
    for _ in range(6):
        here, model = place(), bytearray()
        handle = store.open(here)
        for _ in range(40):
            match chance.randrange(6):
                case 0 if model:
                    cut = chance.randrange(len(model) + 1)
                    handle.truncate(cut)
                    del model[cut:]
                case 1:
                    handle.sync()
                    handle.close()
                    handle = store.open(here)
                case 2:
                    handle.sync()
                case _:
                    offset = len(model) if chance.random() < 0.7 else chance.randrange(len(model) + 1)
                    data = chance.randbytes(chance.randrange(1, 400))
                    handle.write(offset, data)
                    model[offset : offset + len(data)] = data
            assert handle.size() == len(model)
        handle.sync()
        handle.close()
        assert content(new_store, here) == bytes(model)
        start = chance.randrange(len(model) + 1)
        assert b"".join(store.read(here, offset=start, length=77)) == bytes(model[start : start + 77])


def test_only_random_ids_make_a_place(new_store: NewStore) -> None:
    """SEC-78: whatever else would be one is refused by the adapter itself."""
    store = new_store()
    for name in ("../../../../../../../../etc/passwd0000", "a/b-" * 9, "\0" * 36, "x" * 35):
        with pytest.raises(StoreFailed, match="place"):
            store.open(Place(OrganizationId(uuid4()), name))  # type: ignore[arg-type]


def test_a_file_that_is_deleted_under_its_writer_is_gone(new_store: NewStore) -> None:
    """SEC-87: closing it brings nothing back, and the next one begins at nothing."""
    store, here = new_store(), place()
    handle = store.open(here)
    handle.write(0, b"secret")
    handle.sync()
    store.delete(here)
    handle.close()
    with pytest.raises(StoreFailed, match="missing"):
        store.read(here)
    handle = store.open(here)
    assert handle.size() == 0
    handle.close()


def test_files_that_nobody_has_written_for_long_are_found_of_one_company(new_store: NewStore) -> None:
    """BP-48: the neighbour's are not among them."""
    store, one, other = new_store(), place(), place()
    for here in (one, other):
        handle = store.open(here)
        handle.write(0, b"x")
        handle.sync()
        handle.close()
    assert list(store.idle(one.organization, since=timedelta(hours=1))) == []
    assert list(store.idle(one.organization, since=timedelta(hours=-1))) == [one]
