"""The deliveries that we made, and their bytes: always the same, however often they are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connections

from betalingsservice.records import Record
from betalingsservice.settings import Settings
from betalingsservice.writer import Writer
from selvbetjening.domain.directdebit.lifecycle import OutputState
from selvbetjening.domain.directdebit.models import Output as Output
from selvbetjening.domain.directdebit.models import OutputKind
from selvbetjening.domain.directdebit.queries import written as asking
from selvbetjening.domain.directdebit.rules import outputs as rules
from selvbetjening.domain.directdebit.rules import written
from selvbetjening.domain.directdebit.rules.outputs import Creditor, InformationRow, MandateRow, PaymentRow
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 10_000

_PAYMENTS: Final = """
    SELECT c.match_key, s.at, s.code, s.id, s.code, c.customer_number, c.mandate_number, c.due_on, c.sign,
        c.amount_minor, c.reference, s.paid_on, s.booked_on, s.amount_minor
    FROM directdebit_settlement s JOIN directdebit_collection c
        ON c.organization_id = s.organization_id AND c.id = s.collection_id
    WHERE s.organization_id = %s AND s.output_id = %s AND (s.code IN ('0297', '0299')) = %s
        AND (c.match_key, s.at, s.code, s.id) > (%s, %s, %s, %s)
    ORDER BY c.match_key, s.at, s.code, s.id LIMIT %s
"""
_MANDATES: Final = """
    SELECT m.match_key, e.at, e.code, e.id, e.code, e.customer_number, m.mandate_number, e.told_raw, e.ends_raw
    FROM directdebit_mandateevent e JOIN directdebit_mandate m
        ON m.organization_id = e.organization_id AND m.id = e.mandate_id
    WHERE e.organization_id = %s AND e.output_id = %s AND (e.code = '0230') = %s
        AND (m.match_key, e.at, e.code, e.id) > (%s, %s, %s, %s)
    ORDER BY m.match_key, e.at, e.code, e.id LIMIT %s
"""
_INFORMATION: Final = """
    SELECT i.text_number, i.at, i.transaction, i.id, i.transaction, i.text_number, i.text, i.customer_number,
        i.mandate_number,
        a.settlement_branch, a.settlement_account, i.payment_on, i.processed_on, i.collections, i.texts, i.amount_minor
    FROM directdebit_informationline i JOIN directdebit_creditoragreement a
        ON a.organization_id = i.organization_id AND a.id = i.agreement_id
    WHERE i.organization_id = %s AND i.output_id = %s AND true = %s
        AND (i.text_number, i.at, i.transaction, i.id) > (%s, %s, %s, %s)
    ORDER BY i.text_number, i.at, i.transaction, i.id LIMIT %s
"""
#: The sections of a kind in their order, with the statement for its rows and which of its two halves they are.
_SECTIONS: Final[dict[str, tuple[tuple[str, str, bool], ...]]] = {
    OutputKind.PAYMENTS: (("0211", _PAYMENTS, False), ("0215", _PAYMENTS, True)),
    OutputKind.MANDATES: (("0212", _MANDATES, False),),
    OutputKind.MANDATES_FULL: (("0210", _MANDATES, True),),
    OutputKind.INFORMATION: (("0120", _INFORMATION, True),),
    OutputKind.COLLECTIONS: ((written.AUTOMATIC, asking.COLLECTIONS, True),),
    OutputKind.REGISTRATIONS: ((written.REGISTER, asking.ORDERS, False), (written.END, asking.ORDERS, True)),
}


def outputs(
    organization: OrganizationId, *, states: Sequence[OutputState] = (OutputState.MADE,), limit: int = 500
) -> list[Output]:
    """The company's outputs in these states, oldest first; without others those whose bytes are not stored yet."""
    found = Output.objects.filter(organization_id=organization, state__in=states)
    return list(found.select_related("agreement").order_by("made_at", "number")[:limit])


def get_output(organization: OrganizationId, *, output: UUID) -> Output:
    """One output. Raises `Output.DoesNotExist`."""
    return Output.objects.select_related("agreement").get(organization_id=organization, id=output)


def output_bytes(organization: OrganizationId, *, output: UUID) -> Iterator[bytes]:
    """The delivery's lines, CR LF, some thousand at a time; the end of the last piece is the end of the file.

    Reads a piece in one transaction at a time, so it may be slow to be used. Raises `Output.DoesNotExist`, and for what
    goes to an external Betalingsservice `WordsForgotten` once its words are.
    """
    with within(organization):
        made = get_output(organization, output=output)
        agreement = made.agreement
    creditor = Creditor(
        supplier_number=made.supplier_number,
        subsystem=made.subsystem,
        pbs_number=agreement.pbs_number,
        debtor_group=agreement.debtor_group,
    )
    out = BytesIO()
    day, kind = made.made_on, made.delivery_type
    first = rules.start(creditor=creditor, delivery_type=kind, identification=made.identification, made_on=day)
    writer = Writer(out, first, settings=_settings())
    for number, statement, half in _SECTIONS[made.kind]:
        is_open, place = False, 0
        for rows in _pieces(organization, made, statement, half):
            if not is_open:
                writer.open_section(_section(creditor, kind, number, day))
                is_open = True
            for row in rows:
                place += 1
                writer.add(*_lines(creditor, made.kind, row, place))
            yield _taken(out)
        if is_open:
            writer.close_section()
    writer.close()
    yield _taken(out)


def _settings() -> Settings:
    return replace(written.WRITING, spaced_0605=settings.BETALINGSSERVICE_SPACED_0605)


def _section(creditor: Creditor, kind: str, number: str, day: date) -> Record:
    if kind == "0601":
        return written.collections_section(creditor=creditor, made_on=day)
    if kind == "0605":
        return written.orders_section(creditor=creditor, number=number)
    return rules.section(creditor=creditor, delivery_type=kind, number=number, made_on=day)


def _pieces(organization: OrganizationId, made: Output, statement: str, half: bool) -> Iterator[list[tuple[Any, ...]]]:
    after: tuple[Any, ...] = ("", "-infinity", "", UUID(int=0))
    while True:
        with within(organization), connections["default"].cursor() as cursor:
            cursor.execute(statement, [organization, made.id, half, *after, _AT_ONCE])
            rows = cursor.fetchall()
        if rows:
            yield rows
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1][:4]


def _lines(creditor: Creditor, kind: str, row: tuple[Any, ...], place: int) -> Sequence[Record]:
    values = row[4:]
    if kind == OutputKind.COLLECTIONS:
        return asking.asked_lines(creditor=creditor, values=values)
    if kind == OutputKind.REGISTRATIONS:
        return asking.order_lines(creditor=creditor, values=values)
    if kind == OutputKind.PAYMENTS:
        code, customer, mandate, due_on, sign, amount, reference, paid_on, booked_on, paid = values
        told = PaymentRow(
            code=code, customer_number=customer, mandate_number=mandate, due_on=due_on, sign=sign, amount_minor=amount,
            reference=reference, paid_on=paid_on, booked_on=booked_on, paid_minor=paid,
        )  # fmt: skip
        return (rules.payment(creditor=creditor, row=told, place=place),)
    if kind == OutputKind.INFORMATION:
        names = (
            *("transaction", "text_number", "text", "customer_number", "mandate_number", "branch", "account"),
            *("payment_on", "processed_on", "collections", "texts", "amount_minor"),
        )
        return rules.information(creditor=creditor, row=InformationRow(**dict(zip(names, values, strict=True))))
    code, customer, mandate, told_raw, ends_raw = values
    row_ = MandateRow(code=code, customer_number=customer, mandate_number=mandate, told_raw=told_raw, ends_raw=ends_raw)
    return (rules.mandate(creditor=creditor, row=row_),)


def _taken(out: BytesIO) -> bytes:
    data = out.getvalue()
    out.seek(0)
    out.truncate()
    return data
