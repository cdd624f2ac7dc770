"""Receipts, and whether one is ours (annex D.2, BM-02)."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from selvbetjening.domain.deliveries.models import DeliveryReceipt, ReceiptMark
from selvbetjening.domain.deliveries.rules.sshsig import (
    NAMESPACE,
    PRINCIPAL,
    BadSignature,
    key_id,
    public_line,
    public_of,
)
from selvbetjening.domain.deliveries.rules.sshsig import verify as verify_signature
from selvbetjening.kernel.ids import OrganizationId


def receipts(organization: OrganizationId, *, delivery: UUID) -> list[DeliveryReceipt]:
    """What was said about a delivery, in order; those that are not signed yet have no `text`."""
    rows = DeliveryReceipt.objects.filter(organization_id=organization, delivery_id=delivery)
    return list(rows.order_by("issued_at", "kind", "issue"))


def receipt(organization: OrganizationId, *, receipt: UUID) -> DeliveryReceipt | None:
    """One receipt of the company."""
    return DeliveryReceipt.objects.filter(organization_id=organization, id=receipt).first()


def receipts_since(
    organization: OrganizationId,
    *,
    environment: str,
    since: datetime,
    account: UUID | None = None,
    about: UUID | None = None,
    number: int | None = None,
    seq: int | None = None,
    limit: int = 2000,
) -> list[DeliveryReceipt]:
    """Signed ones for the receipt folder, the newest first; those about one SFTP user's files where one is named.

    `about`: only those of this delivery, or of the upload that never became one; `number`: of the delivery with this
    number; `seq`: the one at this place of the chain.
    """
    rows = DeliveryReceipt.objects.filter(
        organization_id=organization, environment=environment, issued_at__gte=since
    ).exclude(signature="")
    if account:
        rows = rows.filter(account_id=account)
    if about:
        rows = rows.filter(Q(delivery_id=about) | Q(staging_id=about))
    if number:
        rows = rows.filter(delivery__number=number)
    if seq:
        rows = rows.filter(seq=seq)
    return list(rows.order_by("-issued_at")[:limit])


def put_away_receipts(organization: OrganizationId, *, account: UUID, since: datetime) -> set[tuple[UUID, str]]:
    """Receipts and endings that the SFTP user has removed from its `/` (BP-43), of those issued since then."""
    mine = ReceiptMark.objects.filter(organization_id=organization, account_id=account, receipt__issued_at__gte=since)
    return set(mine.values_list("receipt_id", "ending"))


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a receipt is ours and unaltered; `why` is a code where it is not. `file_fits` is None without a file."""

    ok: bool
    why: str = ""
    key_id: str = ""
    receipt: dict[str, Any] = field(default_factory=dict)
    file_fits: bool | None = None


def verify(*, text: bytes, signature: str, file_sha256: str = "") -> Verified:
    """Hold a receipt against our keys, the one in force and earlier ones, and a file's hash against the receipt.

    Anybody may ask: it reads no row. A key that was earlier counts only for what was issued in its days.
    """
    known = _keys()
    try:
        signer = verify_signature(message=text, armoured=signature, known=list(known))
        said: dict[str, Any] = json.loads(text)
        issued = datetime.fromisoformat(said["issued_at"]).date()
    except BadSignature as error:
        return Verified(ok=False, why=error.reason)
    except (ValueError, KeyError, TypeError):
        return Verified(ok=False, why="form")
    days = next((days for public, days in known.items() if key_id(public=public) == signer), None)
    if days is not None and not days[0] <= issued < days[1]:
        return Verified(ok=False, why="key_out_of_time")
    fits = None if not file_sha256 else said["file"]["sha256"] == file_sha256
    differs = fits is False
    return Verified(not differs, "file_differs" if differs else "", signer, said, fits)


def allowed_signers() -> str:
    """The file that `ssh-keygen -Y verify -f` takes: every key, earlier ones with the days they were valid in."""
    lines = []
    for public, days in _keys().items():
        options = f'namespaces="{NAMESPACE}"'
        if days is not None:
            options += f',valid-after="{days[0]:%Y%m%d}",valid-before="{days[1]:%Y%m%d}"'
        lines.append(f"{PRINCIPAL} {options} {public_line(public=public)}\n")
    return "".join(lines)


def receipt_public_keys() -> list[tuple[bytes, date | None, date | None]]:
    """Every key that receipts are held against: 32 bytes, and of an earlier one its first day and the day after."""
    return [(public, *(days or (None, None))) for public, days in _keys().items()]


def _keys() -> dict[bytes, tuple[date, date] | None]:
    keys = settings.RECEIPT_KEYS
    found: dict[bytes, tuple[date, date] | None] = {public: (since, until) for public, since, until in keys.earlier}
    public = public_of(seed=keys.seed) if keys.seed else keys.public
    return {public: None, **found} if public else found
