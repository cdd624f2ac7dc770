"""Lines of 0602 that cannot be read: money may have moved, so a person looks at them; nothing is booked of a guess."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from betalingsservice.identifiers import match_key
from betalingsservice.layouts.delivery_0602 import AutomaticPayment, SlipPayment
from betalingsservice.records import Record
from selvbetjening.domain.directdebit.models import CreditorAgreement, UnmatchedAnswer
from selvbetjening.kernel.ids import OrganizationId

#: What an amount may be, of a field of 13 digits.
_DIGITS: Final = frozenset("0123456789")


def list_unread(
    organization: OrganizationId,
    *,
    known: Mapping[str, CreditorAgreement],
    lines: Sequence[Record],
    delivery: UUID,
    at: datetime,
) -> None:
    """List the payments among these lines as they stand, those of the company's own numbers, in the open transaction.

    The line's number in its reference keeps two that look alike apart; the same file again lists none twice.
    """
    rows = [
        _row(organization, known[line.raw[5:13]], line, delivery, at)
        for line in lines
        if isinstance(line, AutomaticPayment | SlipPayment) and line.raw[5:13] in known
    ]
    UnmatchedAnswer.objects.bulk_create(rows, ignore_conflicts=True)


def _row(
    organization: OrganizationId,
    agreement: CreditorAgreement,
    line: AutomaticPayment | SlipPayment,
    delivery: UUID,
    at: datetime,
) -> UnmatchedAnswer:
    table = type(line)
    reference = _plain(line.raw[table.reference.place])[:20]
    return UnmatchedAnswer(
        organization_id=organization, agreement=agreement, delivery_type="0602", code=_plain(line.raw[13:17]),
        pbs_number=agreement.pbs_number, customer_number=match_key(_plain(line.raw[table.customer.place])),
        reference=f"{reference} #{line.number}".strip()[:30], due_raw=_plain(line.raw[table.due_on.place]),
        amount_minor=_number(line.raw[table.paid.place]) or _number(line.raw[table.amount.place]), reason="unknown",
        source_delivery=delivery, source_line=line.number, at=at,
    )  # fmt: skip


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text).strip()


def _number(text: str) -> int:
    return int(text) if text and set(text) <= _DIGITS else 0
