"""Whether an amount may be asked for by Betalingsservice on a day, and what is written to the payer (4, 14, 17).

A due day that is asked for is a banking day in time for the deadline of its month, at most 90 days ahead; in the test
environment it lies in the following month (14.2). Words are never cut: what is longer than a line goes on in the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import Final, Literal
from uuid import UUID

from betalingsservice.calendar import Calendar
from betalingsservice.deadlines import Cycle, Month, cycle, is_test_month, latest_due
from betalingsservice.encoding import NotLatinError, transliterated
from betalingsservice.fields import DoesNotFitError
from betalingsservice.identifiers import Verdict, customer_number, fold_customer_number, location_number
from betalingsservice.layouts.delivery_0601 import Collection as Line
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.money import Money

ADDRESS_WIDTH, ADDRESS_LINES, TEXT_WIDTH, TEXT_LINES = 35, 5, 60, 5_000
MOST_MINOR: Final = 10**13 - 1
Reason = Literal[
    "amount", "customer_number", "closed_day", "late", "far", "no_mandate", "taken", "reference", "text", "address"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCollection:
    """An amount to collect from a customer on a due day (a Copenhagen day, and a banking day).

    `address` is the payer's name and address, name first, with `postcode` (four digits, empty abroad) and `country`
    (two letters): an external Betalingsservice with slips (Total) needs them, others do not keep them. `identity` is a
    CPR or CVR number for digital delivery of the slip. `reference` comes back in 0602 and should have at most 9
    characters. `account` and `invoice` say what of ours it collects; the facts about it carry them.
    """

    customer_number: str
    due_on: date
    amount: Money
    reference: str = ""
    text_lines: Sequence[str] = ()
    address: Sequence[str] = ()
    postcode: str = ""
    country: str = "DK"
    identity: str = ""
    account: UUID | None = None
    invoice: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRefused:
    """Why the `place`th of what was asked for (from 0) cannot be: `first_on` is the first day that can, if a day was
    wrong and there is one; `standing` the collection that is in the way."""

    place: int
    reason: Reason
    first_on: date | None = None
    standing: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleDays:
    """The earliest due day, the moment before which it must be handed in, and the last due day that may be asked for
    now. `hand_in_before_late` is the last moment at which the bank still takes it, for a fee."""

    first_on: date
    hand_in_before: datetime
    hand_in_before_late: datetime
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What decides about days: `is_external` leaves two hours to write and send the file (14.2: plan for 09:00);
    `with_fee` asks until the late deadline, at a fee for each collection."""

    calendar: Calendar
    is_test: bool = False
    is_external: bool = False
    with_fee: bool = False

    def closes_at(self, found: Cycle) -> datetime:
        """The moment before which it must be asked for."""
        if self.with_fee:
            return found.late
        return found.warning if self.is_external else found.ordinary


def possible(*, from_on: date, at: datetime, days: Days) -> PossibleDays | None:
    """The first day from one on that can be asked for at a moment; None where none is within the 90 days."""
    today = copenhagen_day(at)
    last_on = latest_due(today)
    day = days.calendar.following(max(from_on, today))
    while day <= last_on:
        found = cycle(Month.of(day), calendar=days.calendar)
        if days.is_test:
            if is_test_month(day, created_on=today):
                return PossibleDays(
                    first_on=day, hand_in_before=found.ordinary, hand_in_before_late=found.late, last_on=last_on
                )
        elif at < (closes_at := days.closes_at(found)):
            return PossibleDays(first_on=day, hand_in_before=closes_at, hand_in_before_late=found.late, last_on=last_on)
        day = days.calendar.following(Month.of(day).after.first)
    return None


def refused(*, asked: AskedCollection, place: int, at: datetime, days: Days) -> AskedRefused | None:
    """What of one asked collection cannot be, by itself; None where nothing is wrong."""
    folded = fold_customer_number(asked.customer_number)
    if customer_number(folded) is not Verdict.GOOD:
        return AskedRefused(place=place, reason="customer_number")
    if asked.amount.currency != "DKK" or not 0 < asked.amount.minor <= MOST_MINOR:
        return AskedRefused(place=place, reason="amount")
    try:
        Line.reference.encode(asked.reference)
    except DoesNotFitError:
        return AskedRefused(place=place, reason="reference")
    return _day_refused(asked, place, at, days)


def _day_refused(asked: AskedCollection, place: int, at: datetime, days: Days) -> AskedRefused | None:
    found = possible(from_on=asked.due_on, at=at, days=days)
    if found is not None and found.first_on == asked.due_on:
        return None
    first_on = found.first_on if found else None
    if asked.due_on > latest_due(copenhagen_day(at)):
        return AskedRefused(place=place, reason="far", first_on=first_on)
    is_open = days.calendar.is_banking_day(asked.due_on)
    return AskedRefused(place=place, reason="late" if is_open else "closed_day", first_on=first_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerWords:
    """What 0601 tells a payer and the bank about one: lines that fit, in characters that can be written."""

    address: tuple[str, ...] = ()
    postcode: str = ""
    country: str = "DK"
    identity: str = ""
    texts: tuple[str, ...] = ()


def payer_words(*, asked: AskedCollection, with_address: bool, ean: bool = False) -> PayerWords | Reason:
    """The words of an asked collection, wrapped and transliterated, or which of them cannot be written.

    An EAN number as the second line is addressed as one, which has to be agreed on first (`ean`, U9).
    """
    try:
        texts = _lines(asked.text_lines, TEXT_WIDTH)
    except NotLatinError:
        return "text"
    if len(texts) > TEXT_LINES:
        return "text"
    if not with_address:
        return PayerWords(texts=texts)
    try:
        address = _lines(asked.address, ADDRESS_WIDTH)
    except NotLatinError:
        return "address"
    at_home = asked.country == "DK"
    postcode = asked.postcode if at_home else "0000"
    digits = postcode.isascii() and postcode.isdigit() and len(postcode) == 4
    sound = digits and len(asked.country) == 2 and asked.country.isascii() and asked.country.isupper()
    if not (2 if at_home else 3) <= len(address) <= ADDRESS_LINES or not sound:
        return "address"
    if not ean and location_number(address[1]) is Verdict.GOOD:
        return "address"
    return PayerWords(address=address, postcode=postcode, country=asked.country, identity=asked.identity, texts=texts)


def _lines(texts: Iterable[str], width: int) -> tuple[str, ...]:
    """Each text on lines of its own, without any that are empty."""
    return tuple(
        line for text in texts for part in text.splitlines() for line in wrap(transliterated(part), width=width)
    )
