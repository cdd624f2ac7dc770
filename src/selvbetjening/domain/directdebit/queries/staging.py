"""Rows of a delivery beside what stands, in the database: staged by COPY, read and compared in SQL.

The tables are temporary and the open transaction's own: row-level security refuses COPY into a table of ours (design,
"Traps"). Where a field stands in the line comes from the library's table, so no position is written down twice; a
file's lines are cut and laid out in blocks by its column engine.
`rules.effects` is the law of the CASE below; a property test holds both together.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

import numpy as np
from django.db import connections

from betalingsservice.calendar import NonBankingDay
from betalingsservice.layouts.delivery_0601 import Collection as Line
from selvbetjening.domain.directdebit.lifecycle import STANDING_COLLECTION
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.directdebit.queries.agreements import agreements, calendar
from selvbetjening.domain.directdebit.rules.dates import dates
from selvbetjening.domain.directdebit.rules.rows import CollectionRow, CollectionRows
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 2_000
_Key = tuple[str, ...]  # PBS number, debtor group, due date as it stands, section
_KEY: Final = (Line.pbs_number.place, Line.group.place, Line.due_on.place)
_LAID: Final = tuple(field.place for field in (Line.customer, Line.mandate, Line.sign, Line.amount, Line.reference))


class UnknownAgreement(Exception):
    """Rows name PBS numbers or debtor groups that are not the company's, or whose agreement has ended."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers = sorted(set(numbers))
        super().__init__(f"no agreement for {', '.join(self.numbers)}")


_TABLES: Final = """
    DROP TABLE IF EXISTS directdebit_asked, directdebit_day, directdebit_wanted;
    CREATE TEMPORARY TABLE directdebit_asked (
        line integer, texts integer, day integer, customer text, mandate_number text, sign smallint,
        amount_minor bigint, reference text
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE directdebit_day (
        day integer, pbs_number text, debtor_group text, due_raw text, section text, agreement_id uuid,
        replaces boolean, is_only boolean, due_on date, pays_on date, schedules_on date, final_on date,
        time_window text, deadline timestamptz, moved boolean
    ) ON COMMIT DROP
"""
_WANTED: Final = """
    CREATE TEMPORARY TABLE directdebit_wanted ON COMMIT DROP AS
    SELECT w.*, c.id AS was_id, c.amount_minor AS was_minor,
        CASE
            WHEN c.id IS NULL THEN CASE
                WHEN w.sign = 0 OR w.amount_minor = 0 THEN 'nothing'
                WHEN w.time_window = 'closed' THEN 'refused'
                ELSE 'new'
            END
            WHEN c.sign = w.sign AND c.amount_minor = w.amount_minor AND c.section = w.section
                AND c.reference = w.reference THEN 'unchanged'
            WHEN w.time_window = 'closed' OR NOT w.replaces OR c.invoice_id IS NOT NULL OR c.state <> 'received'
                THEN 'refused'
            WHEN w.sign = 0 OR w.amount_minor = 0 THEN 'cancelled'
            ELSE 'changed'
        END AS effect
    FROM (
        SELECT a.line, a.day, d.section, a.texts, d.agreement_id, d.replaces, d.is_only, d.due_on, d.pays_on,
            d.schedules_on, d.final_on, d.time_window, d.moved, rtrim(a.customer) AS customer_number,
            ltrim(rtrim(a.customer), '0') COLLATE "C" AS match_key, a.mandate_number, a.sign, a.amount_minor,
            rtrim(a.reference) AS reference
        FROM directdebit_asked a JOIN directdebit_day d USING (day)
    ) w
    LEFT JOIN directdebit_collection c ON c.organization_id = %s AND c.agreement_id = w.agreement_id
        AND c.match_key = w.match_key AND c.due_on = w.due_on AND c.is_only AND w.is_only AND c.state = ANY(%s)
"""


def staged(
    organization: OrganizationId, *, rows: Iterable[CollectionRow], at: datetime, is_test: bool
) -> dict[Any, CreditorAgreement]:
    """Lay the rows and what they would do in `directdebit_wanted`, for the open transaction; give the agreements by id.

    `rows` must not query. Raises `UnknownAgreement`.
    """
    with connections["default"].cursor() as cursor:
        run = cursor.cursor
        run.execute(_TABLES)
        keys: dict[_Key, int] = {}
        with run.copy("COPY directdebit_asked FROM STDIN") as copy:
            for text in _copied(rows, keys):
                copy.write(text)
        mine = {
            each.pbs_number: each for each in agreements(organization, active_on=copenhagen_day(at), is_test=is_test)
        }
        if lost := [key[0] for key in keys if key[0] not in mine or mine[key[0]].debtor_group != key[1]]:
            raise UnknownAgreement(lost)
        with run.copy("COPY directdebit_day FROM STDIN") as copy:
            for key, number in keys.items():
                copy.write_row((number, *_day(key, mine[key[0]], at)))
        run.execute("ANALYZE directdebit_asked")
        run.execute(_WANTED, [organization, [state.value for state in STANDING_COLLECTION]])
    return {each.id: each for each in mine.values()}


def _copied(rows: Iterable[CollectionRow], keys: dict[_Key, int]) -> Iterator[bytes]:
    # `keys` gets what days are about, each with its number.
    if isinstance(rows, CollectionRows):
        for part in rows.parts():
            found, which = part.groups(_KEY)
            numbers = np.array([keys.setdefault(key, len(keys)) for key in found], np.int64)
            yield part.tabbed(numbers[which], _LAID)
        return
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        days = [keys.setdefault((*(row.raw[place] for place in _KEY), row.section), len(keys)) for row in some]
        lines = [
            "\t".join([str(row.line), str(row.texts), str(day), *(row.raw[place] for place in _LAID)]) + "\n"
            for row, day in zip(some, days, strict=True)
        ]
        # COPY's own escape; a line that was checked holds neither tabs nor line ends.
        yield "".join(lines).replace("\\", "\\\\").encode()


def _day(key: _Key, agreement: CreditorAgreement, at: datetime) -> tuple[Any, ...]:
    due_on = Line.due_on.decode(key[2])
    if due_on is None:
        raise ValueError("a collection without a payment date")
    found = dates(
        section=key[3],
        due_on=due_on,
        rule=NonBankingDay(agreement.on_closed_day),
        at=at,
        is_test=agreement.is_test,
        next_month=agreement.on_late == "next_month",
        calendar=calendar(),
    )
    replaces, is_only = agreement.on_repeat == "replace", not agreement.several_a_day
    return (
        *key, agreement.id, replaces, is_only, due_on, found.pays_on, found.schedules_on, found.final_on,
        found.window.value, found.deadline, found.moved,
    )  # fmt: skip


def ask(*, statement: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that a SELECT about the staged tables gives."""
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
