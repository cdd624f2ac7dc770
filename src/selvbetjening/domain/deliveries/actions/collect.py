"""A file was fetched, or put away by an SFTP user (BP-48). Neither removes it."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.deliveries.events import DeliveryFetched, OutFileCollected
from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt, OutFile, OutFileMark, ReceiptMark
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def mark_collected(organization: OrganizationId, *, file: UUID, by: By, at: datetime, named: str = "") -> None:
    """Count a download; the first one stays noted with who and when. `named`: the name it left under, if another.

    Records `OutFileCollected`. Raises `Refused`."""
    with within(organization):
        mine = OutFile.objects.filter(organization_id=organization, id=file)
        first = mine.filter(collected_at=None).update(
            collected_at=at, collected_by_kind=by.actor.kind, collected_by=by.actor.id
        )
        if not mine.update(collections=F("collections") + 1):
            raise Refused("unknown")
        fact = OutFileCollected(file=file, door=by.door, first=bool(first), named=named)
        record(organization, fact=fact, actor=by.actor, at=at)


def note_fetched(organization: OrganizationId, *, delivery: UUID, by: By, at: datetime) -> None:
    """Note that somebody fetched the bytes of a file that was sent. Records `DeliveryFetched`. Raises `Refused`."""
    with within(organization):
        numbers = Delivery.objects.filter(organization_id=organization, id=delivery).values_list("number", flat=True)
        if (number := numbers.first()) is None:
            raise Refused("unknown")
        fact = DeliveryFetched(delivery=delivery, number=number, door=by.door)
        record(organization, fact=fact, actor=by.actor, at=at)


def put_away(organization: OrganizationId, *, file: UUID, account: UUID, at: datetime) -> None:
    """Hide the file from this SFTP user, whose client "deleted" it; twice is once. Raises `Refused("unknown")`."""
    with within(organization):
        if not OutFile.objects.filter(organization_id=organization, id=file).exists():
            raise Refused("unknown")
        OutFileMark.objects.get_or_create(
            organization_id=organization, file_id=file, account_id=account, defaults={"marked_at": at}
        )


def put_away_receipt(organization: OrganizationId, *, receipt: UUID, ending: str, account: UUID, at: datetime) -> None:
    """Hide one of a receipt's files from this SFTP user's `/` (BP-43); twice is once. Raises `Refused("unknown")`."""
    with within(organization):
        if not DeliveryReceipt.objects.filter(organization_id=organization, id=receipt).exists():
            raise Refused("unknown")
        ReceiptMark.objects.get_or_create(
            organization_id=organization, receipt_id=receipt, account_id=account, ending=ending,
            defaults={"marked_at": at},
        )  # fmt: skip
