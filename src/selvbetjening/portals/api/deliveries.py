"""deliveries/ and receipts/: files to Betalingsservice, sent and followed (BP-81). The pipeline is every door's own."""

import base64
import binascii
import hashlib
from typing import Annotated, Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.queries.solutions import solutions_of
from selvbetjening.domain.deliveries.actions.commit import Committed
from selvbetjening.domain.deliveries.actions.put_aside import discard
from selvbetjening.domain.deliveries.actions.take import take
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.queries import Delivery, DeliveryReceipt
from selvbetjening.domain.deliveries.queries.listed import listed_deliveries, listed_receipts
from selvbetjening.domain.deliveries.rules.doors import By, Environment
from selvbetjening.domain.deliveries.rules.limits import LARGEST
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.identity.queries.api import issuer_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.portals.api import filters
from selvbetjening.portals.api.call import ApiRequest, Call
from selvbetjening.portals.api.delivery_out import (
    DeliveryDetailOut,
    DeliveryOut,
    ReceiptDetailOut,
    ReceiptOut,
    about,
    delivery_detail,
    delivery_rows,
    receipt_detail,
    receipt_rows,
)
from selvbetjening.portals.api.errors import Problem, conflict, forbidden, invalid, missing, said
from selvbetjening.portals.api.listing import Listing
from selvbetjening.portals.api.resource import Resource
from selvbetjening.portals.api.values import Incoming, Maybe, choice, encoded, text
from selvbetjening.portals.file_refusals import said as worded

resource = Resource("deliveries")
receipts = Resource("receipts")
#: What is wrong with what was sent, by the field that holds it.
_FIELDS: Final = {
    "bad_name": "name", "temp_name": "name", "sidecar": "name", "empty": "content", "hash_differs": "sha256",
    "not_all_bytes": "content", "production_closed": "environment",
}  # fmt: skip
_STATES: Final = {state.value: state.value for state in DeliveryState}
ENVIRONMENTS: Final = {"production": "production", "test": "test"}


class DeliveryIn(Incoming):
    """A file. `content` are its bytes in Base64; `sha256` (hex), where it is sent, must be that of the bytes."""

    name: Annotated[str, text(200)]
    content: Annotated[str, encoded(LARGEST["api"] // 3 * 4 + 16)]
    environment: Annotated[str, choice("production", "test")]
    sha256: Maybe[Annotated[str, text(64, blank=True)]] = None


def _about(value: str) -> Q:
    try:
        return about(UUID(value))
    except ValueError:
        return Q(pk__in=[])


DELIVERIES: Final = Listing(
    present=delivery_rows,
    filters={
        "uuid": filters.uuid("id"),
        "number": filters.number("number"),
        "name": filters.text("name"),
        "sha256": filters.text("sha256"),
        "state": filters.choice("state", _STATES),
        "environment": filters.choice("environment", ENVIRONMENTS),
        "pbs_number": filters.text("pbs_numbers__contains"),
        "created_date": filters.instant("received_at"),
        "state_date": filters.instant("state_at"),
    },
    ordering={"created_date": "received_at", "number": "number", "state_date": "state_at"},
)
RECEIPTS: Final = Listing(
    present=receipt_rows,
    filters={
        "uuid": filters.uuid("id"),
        "delivery": filters.asked(_about),
        "kind": filters.choice("kind", {"K1": "K1", "K2": "K2", "K3": "K3"}),
        "environment": filters.choice("environment", ENVIRONMENTS),
        "seq": filters.number("seq"),
        "created_date": filters.instant("issued_at"),
    },
    ordering={"created_date": "issued_at", "seq": "seq"},
)


@resource.lists("deliveries/", DeliveryOut, DELIVERIES)
def list_deliveries(request: ApiRequest) -> "QuerySet[Delivery]":
    """The company's files through every door, the newest first."""
    return listed_deliveries(file_transfer(request.call).here)


@resource.creates("deliveries/", DeliveryDetailOut, calls_out=True)
def create_delivery(request: ApiRequest, data: DeliveryIn) -> Any:
    """Send a file. It is received, scanned, checked, held and approved as over every other door; 201 means received.

    The same bytes again under the same name within a quarter of an hour answer with `duplicate_of`.
    """
    call = request.call
    with within(call.here):
        file_transfer(call)
        by = by_of(call)
    content = _bytes(data)
    environment: Environment = "test" if data.environment == "test" else "production"
    try:
        row, done = take(
            call.here, by=by, name=data.name, chunks=[content], size=len(content), at=call.at, environment=environment
        )
    except Refused as refused:
        raise _problem(refused) from refused
    if done.delivery is None:
        raise _incomplete(call, by, row.id, done)
    with within(call.here):
        return delivery_detail(call, found(call, done.delivery))


@resource.reads("deliveries/{uuid}/", DeliveryDetailOut)
def read_delivery(request: ApiRequest, uuid: UUID) -> Any:
    """One file: where it stands, what was found in it, its moves and its receipts."""
    return delivery_detail(request.call, found(file_transfer(request.call), uuid))


@receipts.lists("receipts/", ReceiptOut, RECEIPTS)
def list_receipts(request: ApiRequest) -> "QuerySet[DeliveryReceipt]":
    """The signed receipts, the newest first; without their text."""
    return listed_receipts(file_transfer(request.call).here)


@receipts.reads("receipts/{uuid}/", ReceiptDetailOut)
def read_receipt(request: ApiRequest, uuid: UUID) -> Any:
    """One receipt: `text` is, byte for byte in UTF-8, what `signature` covers."""
    row = listed_receipts(file_transfer(request.call).here).filter(id=uuid).first()
    if row is None:
        raise missing()
    return receipt_detail(row)


def file_transfer(call: Call) -> Call:
    """The call, where the company has My File Transfer. Raises a 403."""
    if FILE_TRANSFER not in solutions_of(call.here, today=call.today):
        raise forbidden(_("The company has no agreement on My File Transfer."), code="no_file_transfer")
    return call


def by_of(call: Call) -> By:
    """The API user, with whoever made its token as the person behind it (SEC-32)."""
    return By(
        door="api", actor=call.actor, membership=issuer_of(call.here, api_token=call.token), account=call.api_user
    )


def found(call: Call, uuid: UUID) -> Delivery:
    """The company's file. Raises a 404."""
    row = listed_deliveries(call.here).filter(id=uuid).first()
    if row is None:
        raise missing()
    return row


def _bytes(data: DeliveryIn) -> bytes:
    try:
        content = base64.b64decode(data.content, validate=True)
    except (binascii.Error, ValueError):
        raise invalid({"content": _("This is not Base64.")}, code="not_base64") from None
    if data.sha256 and data.sha256.lower() != hashlib.sha256(content).hexdigest():
        raise _problem(Refused("hash_differs"))
    return content


def _problem(refused: Refused) -> Problem:
    told = worded(refused)
    if (field := _FIELDS.get(refused.code)) is not None:
        return invalid({field: told.words}, code=refused.code)
    if told.status in {413, 429}:
        return said(told.status, told.words, code=refused.code)
    return conflict(told.words, code=refused.code)


def _incomplete(call: Call, by: By, staging: UUID, done: Committed) -> Problem:
    """What has no end is no delivery, and its sender has the whole of it: it is thrown away, its receipt stays."""
    discard(call.here, staging=staging, by=by, at=call.at)
    words = _("The file is not complete: it has no end. Nothing was delivered; send the whole file again.")
    return invalid({"content": words}, code="incomplete")
