"""How far a long file has been read, on standard error, without mixing into the results."""

import io
import sys
import time
from typing import Any, BinaryIO

from betalingsservice.words import Language, Words

_READ = Words("læst", "read")
_OF = Words("af", "of")
_CHUNK = 1 << 18


class CountedStream(io.RawIOBase):
    """A binary stream that tells how much of it has been read, at most twice a second and not in the first second.

    `total` is None when nobody knows the length (a pipe). Nothing is told unless `loud`.
    """

    def __init__(self, stream: BinaryIO, *, total: int | None, language: Language, loud: bool) -> None:
        self._stream, self._total, self._language, self._loud = stream, total, language, loud
        self._seen = 0
        self.failure: OSError | None = None  # of reading
        self._next = time.monotonic() + 1
        self._told = False

    def buffered(self) -> BinaryIO:
        """The stream to read from."""
        return io.BufferedReader(self, _CHUNK)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        try:
            data = self._stream.read(len(view))
        except OSError as error:
            self.failure = error
            raise
        view[: len(data)] = data
        self._seen += len(data)
        if self._loud and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.5
            self._told = True
            sys.stderr.write(f"\r{self._text()}")
            sys.stderr.flush()
        return len(data)

    def finish(self) -> None:
        """Leave a line of its own for whatever comes after."""
        if self._told:
            sys.stderr.write(f"\r{self._text()}\n")

    def _text(self) -> str:
        megabytes = f"{_READ.into(self._language)} {self._seen / 1e6:.0f} MB"
        if not self._total:
            return megabytes
        whole = f"{_OF.into(self._language)} {self._total / 1e6:.0f} MB"
        return f"{megabytes} {whole} ({100 * self._seen // self._total} %)"
