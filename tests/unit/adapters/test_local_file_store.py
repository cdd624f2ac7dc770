"""What is a folder's own; what every store of files does stands in tests/contract/files (SEC-78)."""

from pathlib import Path
from uuid import uuid4

import pytest

from selvbetjening.adapters.files import LocalFileStore
from selvbetjening.domain.deliveries.ports import Place, StoreFailed
from selvbetjening.kernel.ids import OrganizationId


def place() -> Place:
    return Place(OrganizationId(uuid4()), uuid4())


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
