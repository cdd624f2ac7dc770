"""Ask the clearing what became of collections, some at a time, and do what it answers (15, 17.1: 13).

The clearing may be over a network, so it is asked between two transactions: what is read in the first is changed in the
second only where it still stands. Killed in between, the next day's run asks the same again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from betalingsservice.calendar import Calendar
from selvbetjening.domain.directdebit.actions.apply_answers import Applied, Told, apply_own
from selvbetjening.domain.directdebit.actions.facts_of import facts_of
from selvbetjening.domain.directdebit.events import CollectionsSettled
from selvbetjening.domain.directdebit.lifecycle import CollectionState
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.directdebit.ports import Answer, Asked, Clearing, Verdict
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.rules.answers import VERBS, code_of
from selvbetjening.domain.directdebit.rules.dates import refusal_day
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

AT_ONCE: Final = 2_000
_NO_MONEY: Final = frozenset({Verdict.REFUSED, Verdict.UNPAID})


@dataclass(slots=True)
class Cleared:
    """How many were paid, rejected, left unpaid, and taken back."""

    paid: int = 0
    rejected: int = 0
    unpaid: int = 0
    charged_back: int = 0


def clear(
    organization: OrganizationId, *, clearing: Clearing, paid: bool, today: date, at: datetime, done: Cleared
) -> None:
    """Ask about all that is due by today (`paid`: all that may still be taken back) and count into `done`.

    Must stand outside every transaction. Raises `ClearingUnreached`; what was answered before stands.
    """
    days, after = calendar(), UUID(int=0)
    while True:
        with within(organization):
            asked = _next(organization, paid=paid, today=today, after=after, days=days)
        if not asked:
            return
        after = max(each.id for each in asked)
        _do(organization, asked=asked, answers=clearing.decide(asked=asked, today=today), today=today, at=at, done=done)


def _next(organization: OrganizationId, *, paid: bool, today: date, after: UUID, days: Calendar) -> list[Asked]:
    due = (
        Q(state=CollectionState.COMPLETED, way="automatic", sign=1, pays_on__lt=today)
        if paid
        else Q(state=CollectionState.SCHEDULED, pays_on__lte=today)
    )
    rows = Collection.objects.filter(
        due,
        organization_id=organization,
        id__gt=after,
        agreement__role="operator",
        agreement__organization=organization,
    )
    refusal: dict[date, date] = {}
    found = []
    for row in rows.select_related("agreement").order_by("id")[:AT_ONCE]:
        if row.pays_on not in refusal:
            refusal[row.pays_on] = refusal_day(pays_on=row.pays_on, calendar=days)
        found.append(_as_asked(row, refusal_on=refusal[row.pays_on], paid=paid))
    return found


def _as_asked(row: Collection, *, refusal_on: date, paid: bool) -> Asked:
    return Asked(
        id=row.id, pbs_number=row.agreement.pbs_number, debtor_group=row.agreement.debtor_group,
        match_key=row.match_key, due_on=row.due_on, pays_on=row.pays_on, refusal_on=refusal_on, final_on=row.final_on,
        sign=row.sign, amount_minor=row.amount_minor, is_slip=row.way == "slip", is_paid=paid,
    )  # fmt: skip


def _do(
    organization: OrganizationId,
    *,
    asked: Sequence[Asked],
    answers: Iterable[Answer],
    today: date,
    at: datetime,
    done: Cleared,
) -> None:
    of = {each.id: each for each in asked}
    told, lapsed, days = list[Told](), list[UUID](), calendar()
    for answer in answers:
        found = _told(of[answer.id], answer, days)
        if found is None:
            lapsed.append(answer.id)
        else:
            told.append(found)
    with within(organization):
        applied = apply_own(organization, told=told, at=at)
        unpaid = Collection.objects.filter(
            organization_id=organization, id__in=lapsed, state=CollectionState.SCHEDULED
        ).update(state=CollectionState.UNPAID)
        _tell(organization, applied=applied, unpaid=unpaid, today=today, at=at, done=done)


def _told(asked: Asked, answer: Answer, days: Calendar) -> Told | None:
    code = code_of(verdict=answer.verdict, is_slip=asked.is_slip)
    if code is None:
        return None
    if answer.verdict in _NO_MONEY:
        return Told(collection=asked.id, code=code, amount_minor=0, settled_on=answer.on)
    # A slip is credited the banking day after it was paid (7.3, field 17).
    booked_on = days.add(answer.on, banking_days=1) if asked.is_slip else days.following(answer.on)
    return Told(
        collection=asked.id, code=code, amount_minor=asked.amount_minor, settled_on=answer.on, paid_on=answer.on,
        booked_on=booked_on,
    )  # fmt: skip


def _tell(
    organization: OrganizationId,
    *,
    applied: Sequence[Applied],
    unpaid: int,
    today: date,
    at: datetime,
    done: Cleared,
) -> None:
    verbs = [VERBS[each.code] for each in applied]
    back = [each for each in applied if VERBS[each.code] == "charge_back"]
    paid, rejected = verbs.count("complete"), verbs.count("reject")
    if applied or unpaid:
        amount = sum(each.amount_minor for each in applied if VERBS[each.code] == "complete")
        fact = CollectionsSettled(
            on=today, paid=paid, rejected=rejected, unpaid=unpaid, charged_back=len(back),
            paid_in=Money(amount, "DKK"),
        )  # fmt: skip
        record(organization, fact=fact, actor=SYSTEM, at=at)
    record_many(organization, facts=facts_of(applied=applied), actor=SYSTEM, at=at)
    done.paid, done.rejected = done.paid + paid, done.rejected + rejected
    done.unpaid, done.charged_back = done.unpaid + unpaid, done.charged_back + len(back)
