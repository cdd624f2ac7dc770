"""Where the files of an import lie: in a folder of the command line's, or in memory, so that no disk has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from io import BytesIO
from typing import IO, Literal, Protocol


class File(Protocol):
    """What the import asks of a file; a `pathlib.Path` is one."""

    @property
    def name(self) -> str: ...

    def is_file(self) -> bool: ...

    def open(self, mode: Literal["rb"], /) -> IO[bytes]: ...


class Folder(Protocol):
    """What the import asks of a folder; a `pathlib.Path` is one."""

    def glob(self, pattern: str, /) -> Iterable[File]: ...

    def __truediv__(self, name: str, /) -> File: ...


@dataclass(frozen=True)
class HeldFile:
    """A file in memory; `content` is None where there is none of this name."""

    name: str
    content: bytes | None

    def is_file(self) -> bool:
        return self.content is not None

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:
        if self.content is None:
            raise FileNotFoundError(self.name)
        return BytesIO(self.content)


@dataclass(frozen=True)
class HeldFolder:
    """Uploaded files by their names, unsealed for one job: never in a temporary folder, which all companies share."""

    files: Mapping[str, bytes]

    def glob(self, pattern: str, /) -> list[HeldFile]:
        return [HeldFile(name, content) for name, content in self.files.items() if fnmatchcase(name, pattern)]

    def __truediv__(self, name: str, /) -> HeldFile:
        return HeldFile(name, self.files.get(name))

    def __str__(self) -> str:
        return "the upload"
