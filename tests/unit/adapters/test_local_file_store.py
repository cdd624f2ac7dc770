"""Where bytes lie: written by one at a time, durable, nothing of a name in a path (SEC-78, SEC-80)."""

from pathlib import Path
from uuid import uuid4

import pytest

from selvbetjening.adapters.files import LocalFileStore
from selvbetjening.domain.deliveries.ports import Place, StoreFailed
from selvbetjening.kernel.ids import OrganizationId


def place() -> Place:
    return Place(OrganizationId(uuid4()), uuid4())


def test_what_was_written_is_read_back_in_any_part(tmp_path: Path) -> None:
    store, here = LocalFileStore(tmp_path), place()
    handle = store.open(here)
    handle.write(0, b"0123456789")
    handle.write(2, b"ab")
    handle.truncate(8)
    handle.sync()
    handle.close()
    handle.close()
    store.finish(here)
    store.finish(here)
    assert b"".join(store.read(here)) == b"01ab4567"
    assert b"".join(store.read(here, offset=3, length=2)) == b"b4"
    assert b"".join(store.read(here, offset=100)) == b""
    assert store.size(here) == 8
    store.delete(here)
    store.delete(here)
    for ask in (lambda: store.read(here), lambda: store.size(here), lambda: store.finish(here)):
        with pytest.raises(StoreFailed, match="missing"):
            ask()


def test_one_writes_at_a_time_and_nothing_is_made_longer(tmp_path: Path) -> None:
    """SEC-107, SEC-108."""
    store, here = LocalFileStore(tmp_path), place()
    handle = store.open(here)
    with pytest.raises(StoreFailed, match="busy"):
        LocalFileStore(tmp_path).open(here)
    with pytest.raises(StoreFailed, match="store"):
        handle.truncate(1)
    handle.close()
    with pytest.raises(StoreFailed, match="store"):
        handle.write(0, b"x")
    store.open(here).close()


def test_only_random_ids_make_a_path(tmp_path: Path) -> None:
    """SEC-78: whatever else would be one is refused by the adapter itself."""
    store = LocalFileStore(tmp_path)
    for name in ("../../../../../../../../etc/passwd0000", "a/b-" * 9, "\0" * 36, "x" * 35):
        with pytest.raises(StoreFailed, match="place"):
            store.open(Place(OrganizationId(uuid4()), name))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    store, here = LocalFileStore(tmp_path), place()
    store.open(here).close()
    path = next(tmp_path.rglob(str(here.id)))
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreFailed, match="store"):
        store.open(here)
    assert not (tmp_path / "elsewhere").exists()
