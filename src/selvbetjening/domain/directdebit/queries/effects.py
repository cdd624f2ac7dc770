"""What a delivery of collections would do, before it does anything (BM-01): two are equal, or something moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from betalingsservice.deadlines import COPENHAGEN, Month, Window
from selvbetjening.domain.directdebit.queries.agreements import late_fee
from selvbetjening.domain.directdebit.queries.payers import Payers, payers
from selvbetjening.domain.directdebit.queries.staging import UnknownAgreement, ask, staged
from selvbetjening.domain.directdebit.rules.effects import LATE, OF_INVOICE, REPEATED, Effect
from selvbetjening.domain.directdebit.rules.rows import CollectionRow
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: So many lines are named one by one; of the rest only the number is told.
NAMED: Final = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that takes the place of an amount (øre) that stood, or with `now_minor` 0 cancels it."""

    line: int
    was_minor: int
    now_minor: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that would not be registered; `code` is what for, `values` fill its words."""

    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotal:
    """What is asked for on one day of one PBS number and section: how many, and øre to collect and to pay out.

    `window` says where the moment lay before the deadline that counted (None for slips and tests); `moved`: it is made
    in a later month. `uncollected` of them, `uncollected_minor` øre, are asked of customers without a mandate under an
    agreement without slips: nobody pays them (16).
    """

    pbs_number: str
    section: str
    due_on: date
    pays_on: date
    count: int
    collect_minor: int
    disburse_minor: int
    moved: bool
    deadline: datetime | None
    window: Window
    uncollected: int = 0
    uncollected_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """How many rows do what (`rules.effects`), and what that comes to.

    `moved` go into a later month, `late` come after the ordinary deadline and cost `late_fee_minor` øre in all, None
    where no price is set (U14). `missing_mandates` are automatic collections of customers without a mandate. Under an
    agreement without slips (basis) nobody pays those: its days tell how many and how much. `changes` and `refusals`
    name the first lines. `payers` say who is new, before anything is written.
    """

    new: int = 0
    changed: int = 0
    cancelled: int = 0
    unchanged: int = 0
    nothing: int = 0
    refused: int = 0
    moved: int = 0
    late: int = 0
    late_fee_minor: int | None = None
    missing_mandates: int = 0
    changes: tuple[Changed, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    days: tuple[DayTotal, ...] = ()
    payers: tuple[Payers, ...] = ()


_DAYS: Final = """
    SELECT d.day, d.pbs_number, d.section, d.due_on, d.pays_on, w.count, w.collect, w.disburse, d.moved, d.deadline,
        d.time_window
    FROM (
        SELECT day, count(*) AS count, sum(amount_minor) FILTER (WHERE sign = 1) AS collect,
            sum(amount_minor) FILTER (WHERE sign = 2) AS disburse
        FROM directdebit_wanted WHERE effect IN ('new', 'changed', 'unchanged') GROUP BY day
    ) w JOIN directdebit_day d USING (day)
    ORDER BY d.pbs_number, d.section, d.due_on
"""
_COUNTS: Final = """
    SELECT effect, count(*), count(*) FILTER (WHERE moved),
        count(*) FILTER (WHERE time_window = 'late' AND sign = 1) FROM directdebit_wanted GROUP BY effect
"""
_CHANGES: Final = """
    SELECT line, was_minor, CASE effect WHEN 'cancelled' THEN 0 ELSE amount_minor END FROM directdebit_wanted
    WHERE effect IN ('changed', 'cancelled') ORDER BY line LIMIT %s
"""
_REFUSED: Final = """
    SELECT w.line, w.due_on, w.pays_on, w.time_window, d.deadline,
        (SELECT c.amount_minor FROM directdebit_collection c
            WHERE c.organization_id = %s AND c.id = w.was_id AND c.invoice_id IS NOT NULL)
    FROM directdebit_wanted w JOIN directdebit_day d USING (day) WHERE w.effect = 'refused' ORDER BY w.line LIMIT %s
"""
_MISSING: Final = """
    SELECT w.day, count(*) FILTER (WHERE w.effect <> 'unchanged'),
        count(*) FILTER (WHERE a.product = 'basis' AND w.sign = 1),
        sum(w.amount_minor) FILTER (WHERE a.product = 'basis' AND w.sign = 1)
    FROM directdebit_wanted w JOIN directdebit_creditoragreement a ON a.organization_id = %s AND a.id = w.agreement_id
        LEFT JOIN directdebit_mandate m ON m.organization_id = a.organization_id
        AND m.agreement_id = w.agreement_id AND m.match_key = w.match_key AND m.state IN ('pending', 'active')
    WHERE w.section = '0112' AND w.effect IN ('new', 'changed', 'unchanged') AND m.id IS NULL
    GROUP BY w.day
"""


def effects(
    organization: OrganizationId, *, rows: Iterable[CollectionRow], at: datetime, is_test: bool = False
) -> Effects:
    """What registering these rows of a checked delivery at this moment would do; nothing of it is written.

    Compute it again before sending and compare: what is equal may be sent. Raises `UnknownAgreement`.
    """
    with within(organization):
        staged(organization, rows=rows, at=at, is_test=is_test)
        found = of_staged(organization, at=at)
        return replace(found, payers=payers(organization, on=copenhagen_day(at), is_test=is_test))


def of_staged(organization: OrganizationId, *, at: datetime) -> Effects:
    """The effects of the rows that the open transaction has staged."""
    counts = dict.fromkeys(Effect, 0)
    moved = late = 0
    for effect, count, of_moved, of_late in ask(statement=_COUNTS):
        counts[Effect(effect)] = count
        if effect in {Effect.NEW, Effect.CHANGED}:
            moved, late = moved + of_moved, late + of_late
    fee = late_fee(on=copenhagen_day(at))
    without = {day: (missing, count, int(minor or 0)) for day, missing, count, minor in _without(organization)}
    replaced = counts[Effect.CHANGED] or counts[Effect.CANCELLED]
    changes = ask(statement=_CHANGES, values=[NAMED]) if replaced else []
    return Effects(
        **{effect.value: count for effect, count in counts.items()},
        moved=moved,
        late=late,
        late_fee_minor=None if fee is None else fee * late,
        missing_mandates=sum(missing for missing, _, _ in without.values()),
        changes=tuple(Changed(*row) for row in changes),
        refusals=_refusals(organization) if counts[Effect.REFUSED] else (),
        days=tuple(_day(row, without=without.get(day, (0, 0, 0))) for day, *row in ask(statement=_DAYS)),
        payers=(),
    )


def _without(organization: OrganizationId) -> list[tuple[Any, ...]]:
    return ask(statement=_MISSING, values=[organization])


def _refusals(organization: OrganizationId) -> tuple[Refusal, ...]:
    return tuple(_refusal(*row) for row in ask(statement=_REFUSED, values=[organization, NAMED]))


def _refusal(
    line: int, due_on: date, pays_on: date, window: str, deadline: datetime | None, of_invoice: int | None
) -> Refusal:
    if window == Window.CLOSED and deadline is not None:
        told = deadline.astimezone(COPENHAGEN).strftime("%Y-%m-%d %H:%M")
        return Refusal(line, LATE, (("month", str(Month.of(pays_on))), ("at", told)))
    if of_invoice is not None:
        return Refusal(line, OF_INVOICE, (("due", due_on.isoformat()), ("amount", str(of_invoice))))
    return Refusal(line, REPEATED, (("due", due_on.isoformat()),))


def _day(row: Sequence[Any], *, without: tuple[int, int, int]) -> DayTotal:
    pbs_number, section, due_on, pays_on, count, collect, disburse, moved, deadline, window = row
    return DayTotal(
        pbs_number=pbs_number,
        section=section,
        due_on=due_on,
        pays_on=pays_on,
        count=count,
        collect_minor=int(collect or 0),
        disburse_minor=int(disburse or 0),
        moved=moved,
        deadline=deadline,
        window=Window(window),
        uncollected=without[1],
        uncollected_minor=without[2],
    )


__all__ = ["Changed", "DayTotal", "Effects", "Refusal", "UnknownAgreement", "effects", "of_staged"]
