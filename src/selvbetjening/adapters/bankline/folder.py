"""The line without a network: two folders, `to-bs` and `from-bs`, of which somebody carries the files by hand."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from django.conf import settings

from selvbetjening.domain.directdebit.ports import LineFailed, LineTerms, RemoteFile

TO_BS, FROM_BS, TEMPORARY = "to-bs", "from-bs", ".part"
_BLOCK: Final = 1 << 20


class FolderLine:
    """Both folders lie below `settings.BANK_LINE_FOLDER`, in one of the company's own; they are made when missing."""

    def __init__(self, *, terms: LineTerms) -> None:
        own = Path(settings.BANK_LINE_FOLDER) / Path(terms.folder).name
        self._to, self._from = own / TO_BS, own / FROM_BS

    def __enter__(self) -> Self:
        try:
            for folder in (self._to, self._from):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise LineFailed("folder") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    def put(self, *, name: str, source: BinaryIO, size: int) -> None:
        """Write, sync and rename; a name that is taken stays as it is."""
        path = self._path(self._to, name)
        temporary = path.with_name(path.name + TEMPORARY)
        try:
            source.seek(0)
            with temporary.open("wb") as out:
                shutil.copyfileobj(source, out, _BLOCK)
                out.flush()
                os.fsync(out.fileno())
            if temporary.stat().st_size != size:
                raise LineFailed("not_whole")
            os.link(temporary, path)  # unlike a rename it never writes over a file
            temporary.unlink()
        except FileExistsError:
            raise LineFailed("name_taken", is_permanent=True) from None
        except OSError:
            raise LineFailed("folder") from None

    def sent(self, *, name: str) -> tuple[int, str | None] | None:
        """Size and digest of what lies there."""
        path = self._path(self._to, name)
        digest = hashlib.sha256()
        try:
            with path.open("rb") as source:
                while block := source.read(_BLOCK):
                    digest.update(block)
                return source.tell(), digest.hexdigest()
        except FileNotFoundError:
            return None
        except OSError:
            raise LineFailed("folder") from None

    def listed(self) -> Sequence[RemoteFile]:
        """The files that lie in `from-bs`; links and folders are none."""
        try:
            return [
                RemoteFile(name=each.name, size=found.st_size, modified=int(found.st_mtime))
                for each in self._from.iterdir()
                if each.is_file() and not each.is_symlink() and (found := each.stat())
            ]
        except OSError:
            raise LineFailed("folder") from None

    def fetch(self, *, name: str, into: BinaryIO) -> None:
        """Copy it."""
        try:
            with self._path(self._from, name).open("rb") as source:
                shutil.copyfileobj(source, into, _BLOCK)
        except OSError:
            raise LineFailed("folder") from None

    def _path(self, folder: Path, name: str) -> Path:
        if Path(name).name != name or name in {"", ".", ".."}:
            raise LineFailed("name", is_permanent=True)
        return folder / name
