"""One contract for every access point: the folder of the demo, and the in-memory twin (EIN-4)."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from selvbetjening.adapters.accesspoint import FolderAccessPoint, NoAccessPoint
from selvbetjening.domain.invoicing.ports import LAID_OUT, AccessPoint, NotReached, Parcel
from tests.access_point import RecordingAccessPoint

XML = "<Invoice>æ</Invoice>".encode()
PARCEL = Parcel(
    id="0198c0de-0000-7000-8000-000000000001",
    kind="bis3",
    document="invoice",
    number="1001",
    sender=("0184", "12345674"),
    receiver=("0088", "5798000000001"),
    content=XML,
    sha256=hashlib.sha256(XML).hexdigest(),
)


@pytest.fixture(params=["folder", "twin"])
def point(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AccessPoint]:
    if request.param == "folder":
        yield FolderAccessPoint(tmp_path / "out")
        return
    yield RecordingAccessPoint()
    RecordingAccessPoint.forget()


def test_a_document_is_accepted_with_a_reference(point: AccessPoint) -> None:
    receipt = point.send(PARCEL)
    assert receipt.state == "accepted" and receipt.reference
    # Only what carries nothing on says so: customers read another word then.
    assert receipt.reason == (LAID_OUT if isinstance(point, FolderAccessPoint) else "")


def test_the_same_parcel_again_is_the_same_receipt(point: AccessPoint) -> None:
    assert point.send(PARCEL) == point.send(PARCEL)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (replace(PARCEL, receiver=("GLN", "5798000000001")), "receiver"),
        (replace(PARCEL, receiver=("0088", "")), "receiver"),
        (replace(PARCEL, id="../../elsewhere"), "receiver"),
        (replace(PARCEL, sha256="0" * 64), "hash"),
        (replace(PARCEL, content=b"<a>", sha256=hashlib.sha256(b"<a>").hexdigest()), "content"),
    ],
)
def test_what_cannot_be_delivered_is_rejected_with_a_reason(point: AccessPoint, broken: Parcel, reason: str) -> None:
    receipt = point.send(broken)
    assert (receipt.state, receipt.reason, receipt.reference) == ("rejected", reason, "")


def test_the_folder_holds_the_bytes_and_what_they_are(tmp_path: Path) -> None:
    FolderAccessPoint(tmp_path).send(PARCEL)
    assert (tmp_path / f"{PARCEL.id}.xml").read_bytes() == XML
    about = json.loads((tmp_path / f"{PARCEL.id}.json").read_text())
    assert (about["receiver"], about["sha256"]) == (["0088", "5798000000001"], PARCEL.sha256)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".xml"]


def test_a_folder_that_cannot_be_written_is_not_a_rejection(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotReached, match="folder"):
        FolderAccessPoint(tmp_path / "file").send(PARCEL)


def test_without_an_access_point_nothing_is_taken_ein_4() -> None:
    """EIN-4: a real installation in which none was set up never reads "sent"; only the demo has a folder by default."""
    with pytest.raises(NotReached, match="no_access_point"):
        NoAccessPoint().send(PARCEL)
    found = {demo: default_access_point(demo) for demo in ("1", "0")}
    assert found == {"1": "FolderAccessPoint", "0": "NoAccessPoint"}


def default_access_point(demo: str) -> str:
    """What a process with or without the demo's flag would use, read by one of its own."""
    program = "from selvbetjening.config import settings; print(settings.ACCESS_POINT.rpartition('.')[2])"
    variables = {
        **os.environ, "SELVBETJENING_DEMO": demo,
        "SEALING_KEYS": "sealing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
        "SECRET_KEY": "unlike-any-other-key-0123456789-abcdefghijklmnop-QRSTUV",
        "DATABASE_URL": "postgresql://a:b@127.0.0.1/c", "DATABASE_DOORWAY_URL": "postgresql://d:e@127.0.0.1/c",
        "PORTAL_BASE_DOMAIN": "x.invalid", "EMAIL_URL": "smtp://127.0.0.1:25",
    }  # fmt: skip
    variables.pop("ACCESS_POINT_ADAPTER", None)
    done = subprocess.run([sys.executable, "-c", program], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
