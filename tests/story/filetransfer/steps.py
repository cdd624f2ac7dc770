"""Browsers that send and fetch files, and the upload of annex E as a program does it."""

import hashlib
import json
from base64 import b64encode
from typing import Any

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from tests import business
from tests import deliveries as files
from tests.business import BusinessClient
from tests.deliveries import Sender

TYPE = "application/offset+octet-stream"


def company(**choices: Any) -> tuple[Sender, Organization]:
    """A company that sends files, with an agreement for My File Transfer."""
    of = files.sender(**choices)
    with within(of.id):
        organization = Organization.objects.get(id=of.id)
    business.entitle(organization, FILE_TRANSFER)
    return of, organization


def browser(organization: Organization, *actions: str, language: str = "da") -> BusinessClient:
    """A user's browser with these actions of the solution; with all of them where none is named."""
    return business.as_member(
        organization, business.member(organization, grants={FILE_TRANSFER: list(actions)}), language=language
    )


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def ask(client: BusinessClient, address: str, **asked: Any) -> Any:
    """A POST of JSON."""
    return client.post(address, json.dumps(asked), content_type="application/json")


def begin(client: BusinessClient, data: bytes, *, name: str = "leverance.bs1", **asked: Any) -> Any:
    """Step "Create"."""
    told = {"name": name, "size": len(data), "sha256": sha(data), **asked}
    return ask(client, client.path("mft_uploads"), **told)


def piece(client: BusinessClient, address: str, offset: int, data: bytes, **headers: str) -> Any:
    """Step "Send", with the checksum of what is sent."""
    sent = {
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {b64encode(hashlib.sha256(data).digest()).decode()}",
        **headers,
    }
    return client.patch(address, data, content_type=TYPE, headers=sent)


def uploaded(client: BusinessClient, data: bytes, *, step: int = 1000, **asked: Any) -> Any:
    """All of it in pieces; the answer to "Finish"."""
    made = begin(client, data, **asked)
    assert made.status_code == 201, made.content
    address = made.headers["Location"]
    for at in range(0, len(data), step):
        assert piece(client, address, at, data[at : at + step]).status_code == 204
    return ask(client, f"{address}finish/", sha256=sha(data))
