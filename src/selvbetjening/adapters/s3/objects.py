"""The few words that are spoken with the bucket, and its failures as the port has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import storages

from selvbetjening.domain.deliveries.ports import StoreFailed

#: The entry of `settings.STORAGES`.
ALIAS: Final = "deliveries"
_READ: Final = 1024 * 1024
_MISSING: Final = {"NoSuchKey", "404", "NotFound"}
#: Somebody else was first.
_RIVAL: Final = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
_FULL: Final = {"QuotaExceeded", "XMinioStorageFull", "507"}
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """An object's bytes, and the mark (ETag) of this version of it."""

    content: bytes
    mark: str


class Objects:
    """The bucket that `STORAGES` names, with a connection of each thread's own. Every method raises `StoreFailed`."""

    def __init__(self) -> None:
        storage = cast(Any, storages[ALIAS])
        self._storage, self._client = storage, storage.connection.meta.client
        self._bucket: str = storage.bucket_name

    def get(self, key: str) -> Found:
        """Small ones: all at once."""
        with as_failure():
            answer = self._client.get_object(Bucket=self._bucket, Key=self._named(key))
            return Found(answer["Body"].read(), answer["ETag"])

    def stream(self, key: str, *, start: int, length: int) -> Iterator[bytes]:
        """A part of one, in pieces of a megabyte at most."""
        span = f"bytes={start}-{start + length - 1}"
        with as_failure():
            body = self._client.get_object(Bucket=self._bucket, Key=self._named(key), Range=span)["Body"]
            yield from body.iter_chunks(_READ)

    def put(self, key: str, content: bytes, *, only_after: str | None = None) -> str:
        """Write it, sealed by the store, and return its mark. With `only_after` only if this is the version there now,
        empty for none; `busy` otherwise.
        """
        condition = {} if only_after is None else {"IfMatch": only_after} if only_after else {"IfNoneMatch": "*"}
        given = self._storage.get_object_parameters(key)
        with as_failure():
            answer = self._client.put_object(
                Bucket=self._bucket, Key=self._named(key), Body=content, **given, **condition
            )
            return str(answer["ETag"])

    def under(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Keys that begin so, in order, with the time at which each was written."""
        with as_failure():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._named(prefix)
            )
            outer = len(self._named(""))
            for page in pages:
                for each in page.get("Contents", ()):
                    yield each["Key"][outer:], each["LastModified"]

    def remove(self, keys: list[str]) -> None:
        """For good; what is not there is harmless."""
        with as_failure():
            for start in range(0, len(keys), _AT_ONCE):
                part = [{"Key": self._named(key)} for key in keys[start : start + _AT_ONCE]]
                answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": part, "Quiet": True})
                if answer.get("Errors"):
                    raise StoreFailed("store")

    def _named(self, key: str) -> str:
        location = self._storage.location.strip("/")
        return f"{location}/{key}" if location else key


@contextmanager
def as_failure() -> Iterator[None]:
    """The store's own words stay here: they name keys and accounts."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        known = {"missing": _MISSING, "busy": _RIVAL, "full": _FULL}
        raise StoreFailed(next((name for name, codes in known.items() if code in codes), "store")) from None
    except (BotoCoreError, OSError):
        raise StoreFailed("store") from None
