"""A ZIP file written as it is sent: no file on disk, one entry in memory at a time."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from selvbetjening.kernel.days import COPENHAGEN

MANIFEST: Final = "manifest.json"


class _Pipe(io.RawIOBase):
    """What the ZIP writer writes to; whoever sends takes away what is there."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._held += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken


def zipped(files: Iterable[tuple[str, bytes]], *, at: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP with these files, and at its end `manifest.json` with size and SHA-256 of each.

    `at` is the time of its entries and of the manifest. A second file of the same name is left out. Memory is that of
    the largest file, and a line of the manifest for each.
    """
    pipe, listed = _Pipe(), dict[str, dict[str, str | int]]()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            if name in listed or name == MANIFEST:
                continue
            listed[name] = {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            archive.writestr(_entry(name, at), content)
            yield pipe.take()
        manifest = {"made_at": at.isoformat(), "files": list(listed.values())}
        archive.writestr(_entry(MANIFEST, at), json.dumps(manifest, ensure_ascii=False, indent=1))
    yield pipe.take()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=at.astimezone(COPENHAGEN).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
