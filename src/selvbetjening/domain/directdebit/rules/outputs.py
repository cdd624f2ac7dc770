"""Rows as lines of 0602, 0603 and 0621 (betalingsservice.md 7, 8, 9.2). The totals are the library's writer's."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from betalingsservice.layouts import delivery_0602, delivery_0603, delivery_0621
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.records import Record
from selvbetjening.domain.directdebit.rules.answers import SLIP_REFERENCE
from selvbetjening.domain.directdebit.rules.information import AUTOMATIC

#: The slip's own card type, and the one that BS slips use (3).
CARD_TYPE: Final = "71"


@dataclass(frozen=True, slots=True, kw_only=True)
class Creditor:
    """Who is told: the data supplier, and the PBS number with its debtor group."""

    supplier_number: str
    subsystem: str
    pbs_number: str
    debtor_group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """What 0602 tells of a collection; amounts in øre."""

    code: str
    customer_number: str
    mandate_number: str
    due_on: date
    sign: int
    amount_minor: int
    reference: str
    paid_on: date | None
    booked_on: date | None
    paid_minor: int

    @property
    def is_slip(self) -> bool:
        """Whether it stands in section 0215."""
        return self.code in {delivery_0602.SLIP_PAID, delivery_0602.SLIP_CHARGED_BACK}


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRow:
    """What 0603 tells of a mandate, both dates as they are told."""

    code: str
    customer_number: str
    mandate_number: str
    told_raw: str
    ends_raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRow:
    """A pair of 0621; `branch` and `account` are the creditor's, told with what is paid automatically."""

    transaction: str
    text_number: str
    text: str
    customer_number: str
    mandate_number: str
    branch: str
    account: str
    payment_on: date | None
    processed_on: date | None
    collections: int
    texts: int
    amount_minor: int


def start(*, creditor: Creditor, delivery_type: str, identification: str, made_on: date) -> DeliveryStart:
    """002."""
    return DeliveryStart(
        supplier_number=creditor.supplier_number,
        subsystem=creditor.subsystem,
        delivery_type=delivery_type,
        identification=identification,
        created_on=made_on,
    )


def section(*, creditor: Creditor, delivery_type: str, number: str, made_on: date) -> Record:
    """012."""
    pbs_number, group = creditor.pbs_number, creditor.debtor_group
    if delivery_type == "0602":
        return delivery_0602.SectionStart(pbs_number=pbs_number, section=number, group=group, delivered_on=made_on)
    if delivery_type == "0603":
        return delivery_0603.SectionStart(pbs_number=pbs_number, section=number, group=group, delivered_on=made_on)
    return delivery_0621.SectionStart(pbs_number=pbs_number, section=number, group=group, delivered_on=made_on)


def payment(*, creditor: Creditor, row: PaymentRow, place: int) -> Record:
    """042 of 0602: automatic, or by slip with the first nine characters of the reference.

    `place` is where a slip stands in the delivery, from 1: there is no bank with an archive, so it is the reference.
    """
    if row.is_slip:
        return delivery_0602.SlipPayment(
            pbs_number=creditor.pbs_number, transaction=row.code, group=creditor.debtor_group,
            customer=row.customer_number, card_type=CARD_TYPE, fee_sign="0", due_on=row.due_on, sign=str(row.sign),
            amount=row.amount_minor, reference=row.reference[:SLIP_REFERENCE], paid_on=row.paid_on,
            archive_reference=f"{place:022}", booked_on=row.booked_on, paid=row.paid_minor,
        )  # fmt: skip
    return delivery_0602.AutomaticPayment(
        pbs_number=creditor.pbs_number, transaction=row.code, group=creditor.debtor_group,
        customer=row.customer_number, mandate=row.mandate_number, due_on=row.due_on, sign=str(row.sign),
        amount=row.amount_minor, reference=row.reference, paid_on=row.paid_on, booked_on=row.booked_on,
        paid=row.paid_minor,
    )  # fmt: skip


def mandate(*, creditor: Creditor, row: MandateRow) -> Record:
    """042 of 0603; its dates are written as they were told (U4)."""
    line = delivery_0603.MandateLine(
        pbs_number=creditor.pbs_number, transaction=row.code, group=creditor.debtor_group,
        customer=row.customer_number, mandate=row.mandate_number, told_on=None,
    )  # fmt: skip
    return line.with_raw(delivery_0603.MandateLine.told_on.start, row.told_raw + row.ends_raw)


def information(*, creditor: Creditor, row: InformationRow) -> tuple[Record, Record]:
    """The two 022 lines of a pair of 0621."""
    automatic = row.text_number == AUTOMATIC
    branch, account = (row.branch or "0", row.account or "0") if automatic else ("0", "0")
    first = delivery_0621.FirstHalf(
        pbs_number=creditor.pbs_number, transaction=row.transaction, group=creditor.debtor_group,
        customer=row.customer_number, mandate=row.mandate_number, code="2" if row.processed_on else "0",
        branch=branch, account=account,
        payment_on=row.payment_on, processed_on=row.processed_on, collections=row.collections,
        second_count=row.texts, amount=row.amount_minor,
    )  # fmt: skip
    second = delivery_0621.SecondHalf(
        pbs_number=creditor.pbs_number, transaction=row.transaction, group=creditor.debtor_group,
        amount=row.amount_minor, text=row.text, text_number=row.text_number,
    )  # fmt: skip
    return first, second
