"""Stated totals against counted ones. Counts must agree always; amounts as far as the reference is certain (U2, U3)."""

from collections.abc import Iterator

from betalingsservice.fields import Column
from betalingsservice.findings import Finding, found
from betalingsservice.records import Record
from betalingsservice.rules.context import OpenDelivery, OpenSection
from betalingsservice.tally import Tally

_COUNTS = ("sections", "collections", "texts", "names")


def stated_amount(record: Record) -> int:
    """The amount that a 092 states, 0 where it has none or it cannot be read."""
    content = next((record.raw[column.place] for column in record.columns if column.name == "amount"), "")
    return int(content) if content.isdecimal() and content.isascii() else 0


def section_totals(record: Record, delivery: OpenDelivery, section: OpenSection) -> Iterator[Finding]:
    """The findings about a 092."""
    yield from _counts(record, section.tally)
    if section.known and not section.kind.obsolete:
        yield from _amounts(record, delivery, section.tally, accepted=set())


def delivery_totals(record: Record, delivery: OpenDelivery) -> Iterator[Finding]:
    """The findings about a 992."""
    yield from _counts(record, delivery.tally)
    # One way of counting for a whole 0602 (7.3): sections that fit in different ways are for a human. A section that
    # fits in none has been told already, and the sum of what is stated is not told again.
    believed = delivery.number != "0602" or delivery.tally.is_doubtful
    yield from _amounts(record, delivery, delivery.tally, accepted={delivery.tally.stated} if believed else set())


def _counts(record: Record, tally: Tally) -> Iterator[Finding]:
    for column in record.columns:
        if column.name in _COUNTS and column.matches(record.raw[column.place]):
            stated, counted = int(record.raw[column.place]), getattr(tally, column.name)
            if stated != counted:
                yield _different(f"total.{column.name}", record, column, stated=stated, counted=counted)


def _amounts(record: Record, delivery: OpenDelivery, tally: Tally, *, accepted: set[int]) -> Iterator[Finding]:
    column = next((column for column in record.columns if column.name == "amount"), None)
    if column is None or column.matches(record.raw[column.place]) is None:
        return
    stated = int(record.raw[column.place])
    if delivery.number == "0601":
        right = tally.plain if delivery.settings.plain_amounts else tally.net
        if right < 0:
            yield _different("total.negative", record, column, stated=stated, counted=right)
        elif stated != right:
            yield _different("total.amount", record, column, stated=stated, counted=right)
    elif delivery.number == "0602":
        if stated not in {tally.plain, tally.net} | accepted:
            yield _different("total.amount_open", record, column, stated=stated, counted=tally.plain, net=tally.net)
    elif stated not in {0} | accepted:
        yield _different("total.unexpected", record, column, stated=stated, counted=0)


def _different(code: str, record: Record, column: Column[object], **values: int) -> Finding:
    texts = {"end": record.raw[2:5], **{name: str(value) for name, value in values.items()}}
    return found(code, record.number, to_bs=True, column=column, values=texts)
