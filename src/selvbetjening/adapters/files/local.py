"""Files in a folder of this machine: one folder a company, random names, on disk before anybody is told (SEC-78)."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import FileIO
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from selvbetjening.domain.deliveries.ports import Place, StoreFailed
from selvbetjening.kernel.ids import OrganizationId

_PIECE: Final = 1024 * 1024
#: Folders whose names survive a power cut, as far as this process knows: each costs a flush of the disk to find out.
_DURABLE: Final[set[Path]] = set()
#: Nobody but the service may read or list.
_FOLDER, _FILE = 0o700, 0o600
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class LocalFileStore:
    """Keeps each file under `<folder>/<company>/<first two signs of the id>/<id>`; both ids are random UUIDs.

    Nothing that a sender wrote is ever part of a path. The bytes lie where they are received: nothing is moved at the
    commit, so there is no moment in which a file is at two places or at none. The disk below is to be encrypted
    (docs/decisions).
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder: Path = settings.FILES_FOLDER if folder is None else folder

    def open(self, place: Place) -> "LocalHandle":
        """For writing."""
        path = self._path(place)
        with _as_failure():
            try:
                return LocalHandle(path, self.folder)
            except FileNotFoundError:
                _DURABLE.difference_update((path.parent, path.parent.parent))
                path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
                return LocalHandle(path, self.folder)

    def read(self, place: Place, *, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """In pieces of a megabyte; what is not there is found out at the call, not at the first piece."""
        with _as_failure():
            file = self._path(place).open("rb", buffering=0)
            try:
                file.seek(offset)
            except OSError:
                file.close()
                raise
        return _pieces(file, length)

    def size(self, place: Place) -> int:
        """In bytes."""
        with _as_failure():
            return self._path(place).stat().st_size

    def finish(self, place: Place) -> None:
        """On disk, and its name, too."""
        path = self._path(place)
        with _as_failure():
            number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(number)
            finally:
                os.close(number)
            _sync_folders(path.parent, self.folder)

    def delete(self, place: Place) -> None:
        """For good; its folder stays."""
        path = self._path(place)
        with _as_failure():
            path.unlink(missing_ok=True)
            if path.parent.exists():
                _sync_folders(path.parent, path.parent)

    def idle(self, organization: OrganizationId, *, since: timedelta) -> Iterator[Place]:
        """By the time at which the file was written last; the disk's clock, not the demo's."""
        before = time.time() - since.total_seconds()
        with _as_failure():
            for path in sorted((self.folder / str(organization)).glob("??/*")):
                with suppress(ValueError, FileNotFoundError):
                    if path.stat().st_mtime < before:
                        yield Place(organization, UUID(path.name))

    def _path(self, place: Place) -> Path:
        company, name = str(place.organization), str(place.id)
        if len(company) != 36 or len(name) != 36 or not (company + name).replace("-", "").isalnum():
            raise StoreFailed("place")
        return self.folder / company / name[:2] / name


class LocalHandle:
    """One file, locked for this handle. The lock goes with the process, however that ends."""

    def __init__(self, path: Path, root: Path) -> None:
        self._path, self._root, self._is_named = path, root, False
        self._number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, _FILE)
        try:
            fcntl.flock(self._number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._number)
            raise StoreFailed("busy") from None

    def size(self) -> int:
        """In bytes, as written so far."""
        with _as_failure():
            return os.fstat(self._number).st_size

    def write(self, offset: int, data: bytes) -> None:
        """All of it, at this place."""
        view = memoryview(data)
        with _as_failure():
            while view:
                written = os.pwrite(self._number, view, offset)
                view, offset = view[written:], offset + written

    def truncate(self, size: int) -> None:
        """Cut to this size; nothing is ever made longer, since a hole would look like content."""
        with _as_failure():
            if size > os.fstat(self._number).st_size:
                raise StoreFailed("store")
            os.ftruncate(self._number, size)

    def sync(self) -> None:
        """Return when the bytes survive a power cut, and the name by which they are found."""
        with _as_failure():
            os.fdatasync(self._number)
            if not self._is_named:
                _sync_folders(self._path.parent, self._root)
                self._is_named = True

    def close(self) -> None:
        """Give the file free; twice is harmless."""
        number, self._number = self._number, -1
        if number >= 0:
            with _as_failure():
                os.close(number)


def _pieces(file: FileIO, length: int | None) -> Iterator[bytes]:
    left = length
    with _as_failure(), file as stream:
        while left is None or left > 0:
            piece: bytes = stream.read(_PIECE if left is None else min(_PIECE, left))
            if not piece:
                return
            if left is not None:
                left -= len(piece)
            yield piece


def _sync_folders(first: Path, last: Path) -> None:
    """Make new names durable, from the innermost folder outward.

    Always in the innermost, which has new files all the time. A folder whose own name this process has made durable
    stays so: folders are never removed.
    """
    folder = first
    while True:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(number)
        finally:
            os.close(number)
        if folder in _DURABLE or folder == last or folder == folder.parent:
            break
        folder = folder.parent
    while first not in {folder, last}:
        _DURABLE.add(first)
        first = first.parent


@contextmanager
def _as_failure() -> Iterator[None]:
    """The disk's own words stay here: they name paths."""
    try:
        yield
    except FileNotFoundError:
        raise StoreFailed("missing") from None
    except ValueError:  # a handle that was closed
        raise StoreFailed("store") from None
    except OSError as error:
        raise StoreFailed("full" if error.errno in _FULL else "store") from None
