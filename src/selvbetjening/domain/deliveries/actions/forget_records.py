"""Delete what is known of old files, and their receipts, when the books need them no more (BP-49, GDP-2).

Should minus was: each portion asks what is too old and still there, and is one transaction. It may be killed, run
twice or late. The ledger (collections, mandates, answers) and the log stay; they name a file by its id alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import connections
from django.db.models import Q

from selvbetjening.domain.deliveries.events import RecordsForgotten
from selvbetjening.domain.deliveries.models import DeliveryReceipt, ForgottenReceipt
from selvbetjening.domain.deliveries.queries.aged import aged_deliveries, aged_out_files, aged_receipts, kept_since
from selvbetjening.domain.deliveries.queries.chain import chain_faults
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id

log = structlog.get_logger("selvbetjening.files")
AT_ONCE: Final = 500
#: What hangs on a receipt, on a delivery and on its upload, in this order; foreign keys are looked at the commit.
_OF_RECEIPTS: Final = (("deliveries_receiptmark", "receipt_id"), ("deliveries_deliveryreceipt", "id"))
_OF_DELIVERIES: Final = (
    ("deliveries_approval", "delivery_id"), ("deliveries_deliverymove", "delivery_id"), ("deliveries_delivery", "id"),
    ("deliveries_preview", "staging_id"), ("deliveries_marker", "staging_id"), ("deliveries_staging", "id"),
)  # fmt: skip
_OF_OUT_FILES: Final = (("deliveries_outfilemark", "file_id"), ("deliveries_outfile", "id"))


def forget_records(organization: OrganizationId, *, at: datetime, at_once: int = AT_ONCE) -> int:
    """Delete all that is due, in portions; how many files. Records `RecordsForgotten` for each portion.

    Where the chain of receipts does not hold nothing goes: somebody has to look at it first, and an error is logged.
    """
    with within(organization):
        before = kept_since(organization, today=copenhagen_day(at))
        aged = aged_deliveries(organization, before=before), aged_receipts(organization, before=before)
        if any(rows.exists() for rows in aged) and (faults := chain_faults(organization)):
            log.error("the chain of receipts is broken", organization=str(organization), count=len(faults))
            return 0
    total = 0
    while gone := _portion(organization, before, at, at_once):
        total += gone
    return total


def _portion(organization: OrganizationId, before: datetime, at: datetime, at_once: int) -> int:
    with within(organization):
        # The signer looks for the chain's end under the same lock.
        one_at_a_time(organization, what="deliveries.receipts")
        rows = aged_deliveries(organization, before=before).select_for_update(of=("self",))
        deliveries = list(rows.values_list("id", flat=True)[:at_once])
        lost = list(aged_receipts(organization, before=before).values_list("id", flat=True)[:at_once])
        of_them = Q(delivery__in=deliveries) | Q(staging__in=deliveries) | Q(id__in=lost)
        receipts = list(
            DeliveryReceipt.objects.filter(of_them, organization_id=organization)
            .order_by("seq")
            .values_list("id", "seq", "sha256", "delivery__number")
        )
        out_files = list(aged_out_files(organization, before=before).values_list("id", flat=True)[:at_once])
        if not (deliveries or receipts or out_files):
            return 0
        today = copenhagen_day(at)
        ForgottenReceipt.objects.bulk_create(
            ForgottenReceipt(
                id=new_id(), organization_id=organization, seq=seq, sha256=sha256, number=number, forgotten_on=today
            )
            for _id, seq, sha256, number in receipts if seq is not None
        )  # fmt: skip
        _delete(organization, _OF_RECEIPTS, [each[0] for each in receipts])
        _delete(organization, _OF_DELIVERIES, deliveries)
        _delete(organization, _OF_OUT_FILES, out_files)
        fact = RecordsForgotten(deliveries=len(deliveries), receipts=len(receipts), out_files=len(out_files))
        record(organization, fact=fact, actor=SYSTEM, at=at)
    return len(deliveries) + len(lost) + len(out_files)


def _delete(organization: OrganizationId, tables: Sequence[tuple[str, str]], ids: Sequence[UUID]) -> None:
    # Plain SQL: what is deleted together points to itself, which Django's own deleting refuses.
    with connections["default"].cursor() as cursor:
        for table, column in tables if ids else ():
            cursor.execute(
                f"DELETE FROM {table} WHERE organization_id = %s AND {column} = ANY(%s)",  # noqa: S608
                [organization, list(ids)],
            )
