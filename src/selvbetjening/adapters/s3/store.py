"""Files in a bucket: one folder of keys a company, random names, sealed by the store, and public to nobody (SEC-78)."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from selvbetjening.adapters.s3.handle import INDEX, S3Handle, pieces_of
from selvbetjening.adapters.s3.index import Index, folder_of, read
from selvbetjening.adapters.s3.objects import Objects
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.kernel.ids import OrganizationId


class S3FileStore:
    """Keeps each file as pieces and an index under `<company>/<id>/` of the bucket that `STORAGES["deliveries"]` names.

    Nothing that a sender wrote is ever part of a key, and nothing is moved at the commit. The store must hold its
    conditional writes (If-Match, If-None-Match), as S3 does: they keep two writers apart.
    """

    def __init__(self) -> None:
        self._objects = Objects()

    def open(self, place: Place) -> S3Handle:
        """For writing."""
        return S3Handle(self._objects, folder_of(place))

    def read(self, place: Place, *, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """In pieces of a megabyte; what is not there is found out at the call, not at the first piece."""
        folder, index = folder_of(place), self._index(place)
        return (
            part
            for piece, start, count in pieces_of(index, offset=offset, length=length)
            for part in self._objects.stream(folder + piece.name, start=start, length=count)
        )

    def size(self, place: Place) -> int:
        """In bytes."""
        return self._index(place).size

    def finish(self, place: Place) -> None:
        """What stands in the bucket stands for good; only that it is there is asked."""
        self._index(place)

    def delete(self, place: Place) -> None:
        """For good, the index first: nobody then finds a file with a piece missing."""
        folder = folder_of(place)
        self._objects.remove([folder + INDEX])
        self._objects.remove([key for key, _ in self._objects.under(folder)])

    def idle(self, organization: OrganizationId, *, since: timedelta) -> Iterator[Place]:
        """By the time at which an object of the file was written last; the store's clock, not the demo's."""
        before = time.time() - since.total_seconds()
        outer = folder_of(Place(organization, UUID(int=0))).partition("/")[0]
        for name, objects in groupby(self._objects.under(f"{outer}/"), key=lambda each: each[0].split("/")[1]):
            if max(at.timestamp() for _, at in objects) < before:
                try:
                    yield Place(organization, UUID(name))
                except ValueError:
                    continue

    def _index(self, place: Place) -> Index:
        return read(self._objects.get(folder_of(place) + INDEX).content)
