"""Withdraw collections that we asked for, as long as they can be (U18).

Where we are Betalingsservice: until they stand on the debtor's overview. Under an external one: while no file carries
them they are just not written; after that, until the deadline, the next 0601 takes them back with an entry of no
amount, if the agreement says that its Betalingsservice lets a later amount take an earlier one's place (`on_repeat`).
No other file function is known, so otherwise somebody has to ask there, and it stays as it is until the answer comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from betalingsservice.calendar import NonBankingDay
from betalingsservice.deadlines import Window, payment_cycle
from selvbetjening.domain.directdebit.actions.register_collections import LOCK
from selvbetjening.domain.directdebit.events import CollectionCancelled, CollectionWithdrawn
from selvbetjening.domain.directdebit.lifecycle import CollectionState
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Which were cancelled, which the next 0601 takes back, which somebody must ask for at Betalingsservice, and which
    are on their way, done, or withdrawn before."""

    cancelled: tuple[UUID, ...] = ()
    in_next_file: tuple[UUID, ...] = ()
    by_hand: tuple[UUID, ...] = ()
    too_late: tuple[UUID, ...] = ()


def withdraw_collections(
    organization: OrganizationId, *, collections: Sequence[UUID], actor: Actor = SYSTEM, at: datetime
) -> Withdrawn:
    """Withdraw each that can be; the others are named. Twice is once.

    Records `CollectionCancelled` and `CollectionWithdrawn`. Raises `Collection.DoesNotExist` for one that is not the
    company's, with nothing withdrawn.
    """
    with within(organization):
        one_at_a_time(organization, what=LOCK)
        mine = Collection.objects.filter(organization_id=organization, id__in=collections)
        rows = {row.id: row for row in mine.select_related("agreement").select_for_update(of=("self",))}
        if missing := set(collections) - set(rows):
            raise Collection.DoesNotExist(f"{len(missing)} of the collections")
        ways: dict[str, list[Collection]] = {}
        for id_ in dict.fromkeys(collections):
            ways.setdefault(_way(rows[id_], at), []).append(rows[id_])
        done = Withdrawn(**{way: tuple(row.id for row in some) for way, some in ways.items()})
        mine.filter(id__in=done.cancelled).update(state=CollectionState.CANCELLED)
        mine.filter(id__in=[*done.in_next_file, *done.by_hand]).update(withdrawn_at=at)
        mine.filter(id__in=done.by_hand).update(by_hand_at=at)
        facts: list[Fact] = [_cancelled(row) for row in ways.get("cancelled", ())]
        for way in ("in_next_file", "by_hand"):
            facts += [
                CollectionWithdrawn(account=row.account_id, collection=row.id, by_hand=way == "by_hand")
                for row in ways.get(way, ())
            ]
        record_many(organization, facts=facts, actor=actor, at=at)
    return done


def _way(row: Collection, at: datetime) -> str:
    if row.state != CollectionState.RECEIVED or row.withdrawn_at is not None:
        return "too_late"
    if row.agreement.role == "operator" or row.output_id is None:
        return "cancelled"
    found = payment_cycle(row.due_on, rule=NonBankingDay(row.agreement.on_closed_day), calendar=calendar())
    in_time = found.window(at) in {Window.OPEN, Window.SOON} or row.agreement.is_test
    return "in_next_file" if in_time and row.agreement.on_repeat == "replace" else "by_hand"


def _cancelled(row: Collection) -> CollectionCancelled:
    return CollectionCancelled(
        account=row.account_id, collection=row.id, by="creditor", invoice=row.invoice_id, amount=row.amount
    )
