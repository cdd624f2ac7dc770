"""What a delivery of collections would do, before it does anything (BM-01): two are equal, or something moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from betalingsservice.deadlines import Window
from selvbetjening.domain.directdebit.queries.agreements import late_fee
from selvbetjening.domain.directdebit.queries.staging import UnknownAgreement, ask, staged
from selvbetjening.domain.directdebit.rules.effects import REPEATED, Effect
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
    in a later month.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """How many rows do what (`rules.effects`), and what that comes to.

    `moved` go into a later month, `late` come after the ordinary deadline and cost `late_fee_minor` øre in all, None
    where no price is set (U14). `missing_mandates` are automatic collections of customers without a mandate. `changes`
    and `refusals` name the first lines.
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


_DAYS: Final = """
    SELECT d.pbs_number, d.section, d.due_on, d.pays_on, w.count, w.collect, w.disburse, d.moved, d.deadline,
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
_MISSING: Final = """
    SELECT count(*) FROM directdebit_wanted w LEFT JOIN directdebit_mandate m ON m.organization_id = %s
        AND m.agreement_id = w.agreement_id AND m.match_key = w.match_key AND m.state IN ('pending', 'active')
    WHERE w.section = '0112' AND w.effect IN ('new', 'changed') AND m.id IS NULL
"""


def effects(
    organization: OrganizationId, *, rows: Iterable[CollectionRow], at: datetime, is_test: bool = False
) -> Effects:
    """What registering these rows of a checked delivery at this moment would do; nothing of it is written.

    Compute it again before sending and compare: what is equal may be sent. Raises `UnknownAgreement`.
    """
    with within(organization):
        staged(organization, rows=rows, at=at, is_test=is_test)
        return of_staged(organization, at=at)


def of_staged(organization: OrganizationId, *, at: datetime) -> Effects:
    """The effects of the rows that the open transaction has staged."""
    counts = dict.fromkeys(Effect, 0)
    moved = late = 0
    for effect, count, of_moved, of_late in ask(statement=_COUNTS):
        counts[Effect(effect)] = count
        if effect in {Effect.NEW, Effect.CHANGED}:
            moved, late = moved + of_moved, late + of_late
    fee = late_fee(on=copenhagen_day(at))
    ((missing,),) = ask(statement=_MISSING, values=[organization])
    replaced = counts[Effect.CHANGED] or counts[Effect.CANCELLED]
    changes = ask(statement=_CHANGES, values=[NAMED]) if replaced else []
    return Effects(
        **{effect.value: count for effect, count in counts.items()},
        moved=moved,
        late=late,
        late_fee_minor=None if fee is None else fee * late,
        missing_mandates=missing,
        changes=tuple(Changed(*row) for row in changes),
        refusals=_refusals() if counts[Effect.REFUSED] else (),
        days=tuple(_day(*row) for row in ask(statement=_DAYS)),
    )


def _refusals() -> tuple[Refusal, ...]:
    rows = ask(
        statement="SELECT line, due_on FROM directdebit_wanted WHERE effect = 'refused' ORDER BY line LIMIT %s",
        values=[NAMED],
    )
    return tuple(Refusal(line, REPEATED, (("due", due_on.isoformat()),)) for line, due_on in rows)


def _day(
    pbs_number: str,
    section: str,
    due_on: date,
    pays_on: date,
    count: int,
    collect: int | None,
    disburse: int | None,
    moved: bool,
    deadline: datetime | None,
    window: str,
) -> DayTotal:
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
    )


__all__ = ["Changed", "DayTotal", "Effects", "Refusal", "UnknownAgreement", "effects", "of_staged"]
