"""A file that is being written into the bucket, which takes whole objects only: pieces, and an index that names them.

A piece is never changed. What a handle wrote counts once its index stands, and that is written only over the version
that the handle knows: whoever was thought dead and comes back finds another one, and changes nothing (SEC-108).
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from uuid import uuid4

from selvbetjening.adapters.s3.index import Index, Piece, read
from selvbetjening.adapters.s3.objects import Objects
from selvbetjening.domain.deliveries.ports import StoreFailed

INDEX: Final = "index"
#: No piece is larger, and no handle holds more in memory.
LARGEST: Final = 8 * 1024 * 1024


class S3Handle:
    """Not for two threads at once. What was not synced is gone with `close`, as it would be with the process."""

    def __init__(self, objects: Objects, folder: str) -> None:
        self._objects, self._folder, self._me = objects, folder, uuid4().hex
        found, self._mark = _found(objects, folder)
        if found.is_claimed(now=time.time()):
            raise StoreFailed("busy")
        self._index = found
        self._pieces = list(found.pieces)
        self._tail = bytearray()
        self._dropped: list[str] = []
        self._put_index(by=self._me)

    def size(self) -> int:
        """In bytes, as written so far."""
        return sum(piece.length for piece in self._pieces) + len(self._tail)

    def write(self, offset: int, data: bytes) -> None:
        """All of it, at this place; a place beyond the end fails, since a hole would look like content."""
        self._usable()
        if offset > self.size():
            raise StoreFailed("store")
        over = min(len(data), self.size() - offset)
        if over:
            self._write_over(offset, data[:over])
        for start in range(over, len(data), LARGEST):
            self._tail += data[start : start + LARGEST]
            self._keep_whole_ones()

    def truncate(self, size: int) -> None:
        """Cut to this size; nothing is ever made longer."""
        self._usable()
        if size > self.size():
            raise StoreFailed("store")
        kept = self.size() - len(self._tail)
        del self._tail[max(0, size - kept) :]
        while kept > size:
            piece = self._pieces.pop()
            self._dropped.append(piece.name)
            kept -= piece.length
            if kept < size:
                self._tail += self._content(piece)[: size - kept]

    def sync(self) -> None:
        """Return when all of it stands, index and pieces."""
        self._usable()
        if self._tail:
            self._join()
            self._keep(bytes(self._tail))
            self._tail.clear()
        self._put_index(by=self._me)
        gone, self._dropped = self._dropped, []
        self._objects.remove([self._folder + name for name in gone])

    def close(self) -> None:
        """Give the file free; twice is harmless. Whoever has taken it over keeps it."""
        if not self._me:
            return
        try:
            self._pieces = list(self._index.pieces)
            self._put_index(by="")
        except StoreFailed as failure:
            if failure.code not in {"busy", "missing"}:  # taken over, or deleted, and not made anew by this
                raise
        finally:
            self._me = ""

    def _usable(self) -> None:
        if not self._me:
            raise StoreFailed("store")

    def _write_over(self, offset: int, data: bytes) -> None:
        """What stands before the end: each piece that it touches becomes another one."""
        start = 0
        for place, piece in enumerate(self._pieces):
            first, last = max(offset, start), min(offset + len(data), start + piece.length)
            if first < last:
                content = bytearray(self._content(piece))
                content[first - start : last - start] = data[first - offset : last - offset]
                self._dropped.append(piece.name)
                self._pieces[place] = self._made(bytes(content))
            start += piece.length
        first = max(offset, start)
        if first < offset + len(data):
            self._tail[first - start : offset + len(data) - start] = data[first - offset :]

    def _keep_whole_ones(self) -> None:
        while len(self._tail) >= LARGEST:
            self._keep(bytes(self._tail[:LARGEST]))
            del self._tail[:LARGEST]

    def _join(self) -> None:
        """Small pieces that came with each `sync` become larger ones, so that their number stays small: a piece is
        written once more only when as much has come after it.
        """
        while self._pieces and self._pieces[-1].length <= len(self._tail):
            if self._pieces[-1].length + len(self._tail) > LARGEST:
                return
            self._tail[:0] = self._take_last()

    def _take_last(self) -> bytes:
        piece = self._pieces.pop()
        self._dropped.append(piece.name)
        return self._content(piece)

    def _content(self, piece: Piece) -> bytes:
        return self._objects.get(self._folder + piece.name).content

    def _keep(self, content: bytes) -> None:
        self._pieces.append(self._made(content))

    def _made(self, content: bytes) -> Piece:
        piece = Piece(uuid4().hex, len(content))
        self._objects.put(self._folder + piece.name, content)
        return piece

    def _put_index(self, *, by: str) -> None:
        made = replace(self._index, pieces=tuple(self._pieces)).claimed(by=by, now=time.time())
        key = self._folder + INDEX
        try:
            self._mark = self._objects.put(key, made.as_bytes(), only_after=self._mark)
        except StoreFailed as failure:
            # An answer that was lost on its way is asked for once more by the client, and is then refused: by us.
            now, mark = _found(self._objects, self._folder)
            if failure.code != "busy" or now.turn != made.turn:
                raise
            self._mark = mark
        self._index = made


def _found(objects: Objects, folder: str) -> tuple[Index, str]:
    """The index as it stands with its mark; an empty one without a mark where there is none."""
    try:
        found = objects.get(folder + INDEX)
    except StoreFailed as failure:
        if failure.code != "missing":
            raise
        return Index(), ""
    return read(found.content), found.mark


def pieces_of(index: Index, *, offset: int, length: int | None) -> Iterator[tuple[Piece, int, int]]:
    """The pieces with bytes from `offset` on, at most `length`: each with where in it they begin and how many."""
    end = index.size if length is None else min(index.size, offset + length)
    start = 0
    for piece in index.pieces:
        first, last = max(offset, start), min(end, start + piece.length)
        if first < last:
            yield piece, first - start, last - first
        start += piece.length
