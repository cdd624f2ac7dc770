"""What is S3's own: pieces and an index, sealed, public to nobody; a writer that was thought dead changes nothing."""

import time
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from tests.s3 import bucket

from selvbetjening.adapters.s3 import Bucket, S3FileStore, handle, index
from selvbetjening.config.doctor.bucket import file_store
from selvbetjening.domain.deliveries.ports import Place, StoreFailed
from selvbetjening.kernel.ids import OrganizationId


def place() -> Place:
    return Place(OrganizationId(uuid4()), uuid4())


def keys(client: Any) -> list[str]:
    found = client.list_objects_v2(Bucket=client.name).get("Contents", [])
    return [each["Key"] for each in found]


def written(here: Place, *parts: bytes) -> S3FileStore:
    store = S3FileStore()
    writer = store.open(here)
    for part in parts:
        writer.write(writer.size(), part)
        writer.sync()
    writer.close()
    return store


def test_every_object_is_sealed_and_private_and_has_no_address(settings: Any) -> None:
    """SEC-78, SEC-87: also those of a bucket's own folder; whoever wants it otherwise does not start."""
    with bucket(settings, location="prod", object_parameters={"ServerSideEncryption": "aws:kms"}) as client:
        here = place()
        written(here, b"secret")
        assert {key.rpartition("/")[0] for key in keys(client)} == {f"prod/{here.organization}/{here.id}"}
        for key in keys(client):
            assert client.head_object(Bucket=client.name, Key=key)["ServerSideEncryption"] == "aws:kms"
            grants = client.get_object_acl(Bucket=client.name, Key=key)["Grants"]
            assert [each["Grantee"]["Type"] for each in grants] == ["CanonicalUser"]
        with pytest.raises(PermissionError, match="no address"):
            storages["deliveries"].url(keys(client)[0])
    with pytest.raises(ImproperlyConfigured, match="private"):
        Bucket(bucket_name="x", default_acl="public-read")
    with pytest.raises(ImproperlyConfigured, match="ServerSideEncryption"):
        Bucket(bucket_name="x", object_parameters={})


def test_a_writer_that_was_thought_dead_changes_nothing_when_it_comes_back(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEC-108: a killed process holds the file for a minute; after that another one writes, and only that one."""
    with bucket(settings):
        store, here = S3FileStore(), place()
        dead = store.open(here)
        dead.write(0, b"old")
        dead.sync()
        dead.write(3, b" and never answered for")
        later = time.time() + index.CLAIM
        monkeypatch.setattr(time, "time", lambda: later - 1)
        with pytest.raises(StoreFailed, match="busy"):
            store.open(here)
        monkeypatch.setattr(time, "time", lambda: later + 1)
        other = store.open(here)
        assert other.size() == 3
        other.write(3, b" new")
        with pytest.raises(StoreFailed, match="busy"):
            dead.sync()
        dead.close()
        other.sync()
        other.close()
        assert b"".join(store.read(here)) == b"old new"


def test_two_that_open_at_the_same_moment_are_one(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-108: both saw nobody; the store lets one of them write."""
    with bucket(settings):
        store, here = S3FileStore(), place()
        real = handle._found
        rivals: list[Any] = []

        def slow(*words: Any) -> Any:
            found = real(*words)
            if not rivals:
                rivals.append(None)
                rivals.append(store.open(here))
            return found

        monkeypatch.setattr(handle, "_found", slow)
        with pytest.raises(StoreFailed, match="busy"):
            store.open(here)
        rivals[1].write(0, b"x")
        rivals[1].sync()
        assert store.size(here) == 1


def test_small_pieces_become_larger_ones_and_leave_nothing_behind(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload that is synced every few bytes is not thousands of objects, and none is larger than it may be."""
    monkeypatch.setattr(handle, "LARGEST", 1000)
    with bucket(settings) as client:
        here = place()
        store = written(here, *(bytes([number]) * 10 for number in range(256)))
        sizes = [each["Size"] for each in client.list_objects_v2(Bucket=client.name)["Contents"]]
        assert len(sizes) <= 12 and max(sizes) <= 1000
        assert b"".join(store.read(here)) == b"".join(bytes([number]) * 10 for number in range(256))
        whole = place()
        written(whole, b"y" * 2500)
        assert b"".join(store.read(whole, offset=990, length=30)) == b"y" * 30
        store.delete(here)
        store.delete(whole)
        assert keys(client) == []


def test_an_answer_that_was_lost_is_no_rival(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store wrote it, the client asked again and was refused: the version that stands is its own."""
    with bucket(settings):
        store, here = S3FileStore(), place()
        writer = store.open(here)
        real = writer._objects.put

        def twice(key: str, content: bytes, *, only_after: str | None = None) -> str:
            real(key, content, only_after=only_after)
            return real(key, content, only_after=only_after)

        monkeypatch.setattr(writer._objects, "put", twice)
        writer.write(0, b"once")
        writer.sync()
        writer.write(4, b", twice")
        writer.sync()
        writer.close()
        assert b"".join(store.read(here)) == b"once, twice"


def test_what_the_store_says_stays_here(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket that is not there or cannot be reached, a piece or an index that is lost: a short code and no name."""
    with bucket(settings) as client:
        here = place()
        store = written(here, b"x")
        (piece,) = (key for key in keys(client) if not key.endswith("/index"))
        client.delete_object(Bucket=client.name, Key=piece)
        with pytest.raises(StoreFailed, match="missing"):
            list(store.read(here))
        client.put_object(Bucket=client.name, Key=f"{here.organization}/{here.id}/index", Body=b"{")
        with pytest.raises(StoreFailed, match=r"^store$"):
            store.size(here)

        def unreached(**_: Any) -> None:
            raise EndpointConnectionError(endpoint_url="https://hemmelig.example")

        monkeypatch.setattr(store._objects._client, "get_object", unreached)
        with pytest.raises(StoreFailed, match=r"^store$"):
            store.size(here)
        monkeypatch.undo()
        other = S3FileStore()
        other._objects._bucket = "nobodys"
        with pytest.raises(StoreFailed, match=r"^store$"):
            other.open(place())


def test_the_doctor_says_whether_the_bucket_is_reached_and_private(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEC-78: a bucket that lets the public in is something to do; so is one that is named and not used."""
    for name in ("S3_BUCKET", "FILE_STORE_ADAPTER", "S3_ENDPOINT_URL", "S3_KMS_KEY", "S3_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    assert list(file_store()) == []
    monkeypatch.setenv("FILE_STORE_ADAPTER", "selvbetjening.adapters.s3.S3FileStore")
    assert "none is named" in next(file_store()).what
    for name, value in (("S3_REGION", "eu-north-1"), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")):
        monkeypatch.setenv(name, value)
    with bucket(settings) as client:
        monkeypatch.setenv("S3_BUCKET", "nobodys")
        assert "cannot be read" in next(file_store()).what
        monkeypatch.setenv("S3_BUCKET", client.name)
        assert "does not refuse" in next(file_store()).what
        switches = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
        for closed, fine in ((switches[:3], False), (switches, True)):
            client.put_public_access_block(
                Bucket=client.name, PublicAccessBlockConfiguration={each: each in closed for each in switches}
            )
            (found,) = file_store()
            assert found.fine is fine
    monkeypatch.delenv("FILE_STORE_ADAPTER")
    assert "not used" in next(file_store()).what
