"""Write what an external Betalingsservice is asked for: 0601 of what waits to be collected, 0605 of mandates.

What waits has no output; giving it one is one UPDATE, so that each collection stands in exactly one delivery, however
many write at once, and a rolled back transaction gives its number back. The bytes are made of the rows, as often as one
likes (`queries.output_bytes`); `deliveries` keeps them, and the line sends them where the company has one.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections
from django.db.models import Max

from selvbetjening.domain.directdebit.actions.by_hand import leave_to_a_person
from selvbetjening.domain.directdebit.actions.make_output import locked_series
from selvbetjening.domain.directdebit.actions.register_collections import LOCK
from selvbetjening.domain.directdebit.events import CollectionCancelled, OutputMade
from selvbetjening.domain.directdebit.models import (
    BankConnection,
    BankSending,
    Collection,
    CreditorAgreement,
    MandateOrder,
    Output,
    OutputKind,
)
from selvbetjening.domain.directdebit.models.output import TO_BS
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.rules.handing_in import Hand, hand_of, leaves_at
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id

_MINE: Final = "organization_id = %s AND agreement_id = %s AND state = 'received' AND source_delivery IS NULL"
_WRITE: Final = f"""
    UPDATE directdebit_collection SET output_id = %s WHERE {_MINE} AND output_id IS NULL AND due_on = ANY(%s)
    RETURNING amount_minor
"""  # noqa: S608 - constants of this file
_TAKE_BACK: Final = f"""
    UPDATE directdebit_collection SET withdrawal_id = %s, state = 'cancelled'
    WHERE {_MINE} AND withdrawn_at IS NOT NULL AND output_id IS NOT NULL AND withdrawal_id IS NULL AND due_on = ANY(%s)
    RETURNING id
"""  # noqa: S608 - constants of this file
_MISSED: Final = f"""
    UPDATE directdebit_collection SET state = 'cancelled' WHERE {_MINE} AND output_id IS NULL AND due_on = ANY(%s)
    RETURNING id
"""  # noqa: S608 - constants of this file


def write_due(organization: OrganizationId, *, at: datetime) -> list[Output]:
    """Write every delivery that is due at a moment, 0605 before 0601; those that were made."""
    with within(organization):
        mine = CreditorAgreement.objects.filter(organization_id=organization, role="external").order_by("pbs_number")
        wanted = [each.id for each in mine]
    made = []
    for agreement in wanted:
        made.append(write_mandates(organization, agreement=agreement, all_that_waits=False, at=at))
        made.append(write_collections(organization, agreement=agreement, at=at))
    return [each for each in made if each is not None]


def write_collections(
    organization: OrganizationId, *, agreement: UUID, all_that_waits: bool = False, at: datetime
) -> Output | None:
    """Make the 0601 of what is to be handed in now, and of what is to be taken back; None where there is neither.

    Collections wait until three banking days before their deadline, so that they can be withdrawn without a trace;
    `all_that_waits` does not. One whose late deadline has passed unwritten is not sent into another month: it is
    cancelled; one that was to be taken back and for which no file can say so any more is for a person (`by_hand_at`).
    Records `OutputMade`, `CollectionCancelled` for each taken back or missed, and `CollectionWithdrawn`. Raises
    `CreditorAgreement.DoesNotExist`.
    """
    with within(organization):
        one_at_a_time(organization, what=LOCK)
        mine = _external(organization, agreement)
        hands = _hands(organization, mine, at)
        now = hands[Hand.NOW] + (hands[Hand.WAITS] if all_that_waits else [])
        _cancel(organization, _ask(_MISSED, [organization, mine.id, hands[Hand.MISSED]]), by="deadline", at=at)
        id_ = new_id()
        amounts = _ask(_WRITE, [id_, organization, mine.id, now])
        open_days = [*hands[Hand.NOW], *hands[Hand.WAITS]]
        back = _ask(_TAKE_BACK, [id_, organization, mine.id, open_days]) if mine.on_repeat == "replace" else []
        _by_hand(organization, mine, at)
        if not amounts and not back:
            return None
        _cancel(organization, back, by="creditor", at=at)
        rows, total = len(amounts) + len(back), sum(amount for (amount,) in amounts)
        return _numbered(organization, mine, OutputKind.COLLECTIONS, id_, rows, total, at)


def write_mandates(
    organization: OrganizationId, *, agreement: UUID, all_that_waits: bool = True, at: datetime
) -> Output | None:
    """Make the 0605 of the orders that wait; None without any. Records `OutputMade`.

    Without `all_that_waits` only of those whose hour has come: until then they can be taken back (`undo_order`).
    """
    with within(organization):
        one_at_a_time(organization, what="directdebit:mandates")
        mine = _external(organization, agreement)
        waiting = MandateOrder.objects.filter(organization_id=organization, agreement=mine, state="waiting")
        if not all_that_waits:
            days, is_test = calendar(), mine.is_test
            due = [
                each
                for each, made_at, let_at in waiting.values_list("id", "made_at", "let_at")
                if leaves_at(made_at=let_at or made_at, is_test=is_test, calendar=days) <= at
            ]
            waiting = waiting.filter(id__in=due)
        id_ = new_id()
        rows = waiting.update(state="written", output_id=id_)
        return _numbered(organization, mine, OutputKind.REGISTRATIONS, id_, rows, 0, at) if rows else None


def _external(organization: OrganizationId, agreement: UUID) -> CreditorAgreement:
    return CreditorAgreement.objects.get(organization_id=organization, id=agreement, role="external")


def _hands(organization: OrganizationId, mine: CreditorAgreement, at: datetime) -> dict[Hand, list[date]]:
    """The due days of what is still received, by what is to be done about them now."""
    days = Collection.objects.filter(
        organization_id=organization, agreement=mine, state="received", source_delivery__isnull=True
    )
    found: dict[Hand, list[date]] = {hand: [] for hand in Hand}
    for due_on in days.values_list("due_on", flat=True).distinct().order_by("due_on"):
        found[hand_of(due_on=due_on, at=at, is_test=mine.is_test, calendar=calendar())].append(due_on)
    return found


def _ask(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _by_hand(organization: OrganizationId, mine: CreditorAgreement, at: datetime) -> None:
    """Withdrawn, in a file that went out, and in no file that takes it back: too late for one, or not agreed."""
    stuck = Collection.objects.filter(
        organization_id=organization, agreement=mine, state="received", withdrawn_at__isnull=False,
        output__isnull=False, withdrawal__isnull=True, by_hand_at__isnull=True,
    )  # fmt: skip
    leave_to_a_person(organization, rows=list(stuck), at=at)


def _cancel(organization: OrganizationId, ids: Sequence[tuple[UUID]], *, by: str, at: datetime) -> None:
    rows = Collection.objects.filter(organization_id=organization, id__in=[id_ for (id_,) in ids])
    facts = [
        CollectionCancelled(account=row.account_id, collection=row.id, by=by, invoice=row.invoice_id, amount=row.amount)
        for row in rows
    ]
    record_many(organization, facts=facts, actor=SYSTEM, at=at)


def _numbered(
    organization: OrganizationId,
    mine: CreditorAgreement,
    kind: OutputKind,
    id_: UUID,
    rows: int,
    total: int,
    at: datetime,
) -> Output:
    """The output with its number, which is the data supplier's own: several companies may have one (2).

    The file's name has the number in it, so a company that gets another data supplier counts on from where it was.
    """
    series = locked_series(organization, agreement=mine, to_bs=True)
    ours = Output.objects.filter(organization_id=organization, is_test=mine.is_test, kind__in=TO_BS)
    series.last_number = max(series.last_number, ours.aggregate(most=Max("number"))["most"] or 0)
    made = Output(
        id=id_, organization_id=organization, agreement=mine, kind=kind, supplier_number=mine.data_supplier,
        is_test=mine.is_test, made_on=copenhagen_day(at), made_at=at, rows=rows, total_minor=total,
    )  # fmt: skip
    while True:
        series.last_number += 1
        made.number = series.last_number
        Output.objects.bulk_create([made], ignore_conflicts=True)
        if Output.objects.filter(organization_id=organization, id=id_).exists():
            break
    series.save(update_fields=["last_number"])
    connection = BankConnection.objects.filter(organization_id=organization, is_test=mine.is_test, state="active")
    for each in connection:
        BankSending.objects.create(
            organization_id=organization, connection=each, output=made, name=made.file_name, made_at=at
        )
    fact = OutputMade(output=id_, kind=kind, number=made.number, rows=rows)
    record(organization, fact=fact, actor=SYSTEM, at=at)
    return made
