"""Files and receipts as they go out (BP-81)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.documents import status_words
from selvbetjening.domain.deliveries.queries import Delivery, DeliveryReceipt
from selvbetjening.domain.deliveries.queries.listed import listed_receipts
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.values import DecimalText, Instant, Outgoing, amount


class DeliveryOut(Outgoing):
    """A file that was received. `total` is what it collects in all; `deadline` that of its earliest payment."""

    uuid: UUID
    number: int
    name: str
    size: int
    sha256: str
    environment: str
    door: str
    sftp_user: str | None
    state: str
    state_date: Instant
    status_text: str
    code: str | None
    pbs_numbers: list[str]
    accepted_count: int
    refused_count: int
    total: DecimalText
    deadline: Instant | None
    approvals_needed: int
    duplicate_of: UUID | None
    created_date: Instant


class DeliveryMoveOut(Outgoing):
    """One change of a file's state."""

    date: Instant
    from_state: str | None
    to_state: str
    reason: str | None


class ReceiptOut(Outgoing):
    """A signed receipt about a file; `delivery` is the file's id, also where it never became a delivery."""

    uuid: UUID
    delivery: UUID
    kind: str
    issue: int
    status: str
    environment: str
    seq: int
    sha256: str
    key_id: str
    supersedes: UUID | None
    created_date: Instant


class ReceiptDetailOut(ReceiptOut):
    """The same with what was signed, and the signature (SSHSIG, namespace `kvittering`)."""

    text: str
    signature: str


class DeliveryDetailOut(DeliveryOut):
    """The same with what the check found (as in receipt K2), the moves and the receipts."""

    content: dict[str, Any]
    moves: list[DeliveryMoveOut]
    receipts: list[ReceiptOut]


def delivery_rows(call: Call, found: Iterable[Delivery]) -> list[DeliveryOut]:
    """These files."""
    return [DeliveryOut(**_facts(call, row)) for row in found]


def delivery_detail(call: Call, row: Delivery) -> DeliveryDetailOut:
    """One file with everything about it; in the company's transaction."""
    told = listed_receipts(call.here).filter(about(row.id)).order_by("seq")
    moves = [
        DeliveryMoveOut(
            date=move.at, from_state=move.from_state or None, to_state=move.to_state, reason=move.reason or None
        )
        for move in queries.moves(call.here, delivery=row.id)
    ]
    return DeliveryDetailOut(
        **_facts(call, row), content=row.content, moves=moves, receipts=receipt_rows(call, list(told))
    )


def about(file: UUID) -> Q:
    """The receipts about a file, those from when it was still an upload too: both bear one id."""
    return Q(delivery_id=file) | Q(staging_id=file)


def receipt_rows(_call: Call, found: Iterable[DeliveryReceipt]) -> list[ReceiptOut]:
    """These receipts without their text."""
    return [ReceiptOut(**_of_receipt(row)) for row in found]


def receipt_detail(row: DeliveryReceipt) -> ReceiptDetailOut:
    """One receipt as it was signed."""
    return ReceiptDetailOut(**_of_receipt(row), text=row.text, signature=row.signature)


def _facts(call: Call, row: Delivery) -> dict[str, Any]:
    deadline: datetime | None = row.deadline_at
    words = status_words(status=row.state, code="" if row.code == "accepted" else row.code)
    return {
        "uuid": row.id, "number": row.number, "name": row.name, "size": row.size, "sha256": row.sha256,
        "environment": row.environment, "door": row.door, "sftp_user": row.sftp_user or None, "state": row.state,
        "state_date": row.state_at, "status_text": str(words), "code": row.code or None,
        "pbs_numbers": row.pbs_numbers, "accepted_count": row.accepted_count, "refused_count": row.refused_count,
        "total": amount(row.total_minor), "deadline": deadline, "approvals_needed": row.approvals_needed,
        "duplicate_of": row.duplicate_of_id, "created_date": row.received_at,
    }  # fmt: skip


def _of_receipt(row: DeliveryReceipt) -> dict[str, Any]:
    return {
        "uuid": row.id, "delivery": row.delivery_id or row.staging_id, "kind": row.kind, "issue": row.issue,
        "status": row.facts["status"], "environment": row.environment, "seq": row.seq, "sha256": row.sha256,
        "key_id": row.key_id, "supersedes": row.supersedes_id, "created_date": row.issued_at,
    }  # fmt: skip
