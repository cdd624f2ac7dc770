"""Send no file whose month has passed: what it asks for would be taken in another one, which nobody expects (14.2).

As what was never written (`write_delivery`) it is cancelled, so that its invoices are paid in another way. If the file
came over all the same, and only its answer did not, the money that is told later is booked as ever.
"""

from collections.abc import Collection as Group
from datetime import date, datetime
from typing import Final

from selvbetjening.domain.directdebit.actions.by_hand import leave_to_a_person
from selvbetjening.domain.directdebit.actions.register_collections import LOCK
from selvbetjening.domain.directdebit.events import BankFileRefused, CollectionCancelled
from selvbetjening.domain.directdebit.lifecycle import SENDING, CollectionState, SendingState
from selvbetjening.domain.directdebit.models import BankSending, Collection, OutputKind
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.rules.handing_in import Hand, hand_of
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

#: The late deadline of what it asks for has passed before it could be sent.
TOO_LATE: Final = "too_late"


def miss_sendings(organization: OrganizationId, *, at: datetime) -> int:
    """Refuse every 0601 that still waits for the line after its late deadline, and cancel what it asked for; how many.

    What it was to take back is for a person to ask for (`leave_to_a_person`): nobody has told Betalingsservice. One
    that a person lets go again is refused again. Test files have no deadline. Records `BankFileRefused`, and
    `CollectionCancelled` or `CollectionWithdrawn` for each collection. Twice is once.
    """
    with within(organization):
        one_at_a_time(organization, what=LOCK)
        waiting = BankSending.objects.select_for_update(of=("self",)).filter(
            organization_id=organization, state=SendingState.WAITING, output__kind=OutputKind.COLLECTIONS,
            output__is_test=False,
        )  # fmt: skip
        return sum(_missed(organization, row, at) for row in waiting.order_by("made_at", "name"))


def _missed(organization: OrganizationId, row: BankSending, at: datetime) -> bool:
    written = Collection.objects.filter(organization_id=organization, output_id=row.output_id)
    back = list(Collection.objects.filter(organization_id=organization, withdrawal_id=row.output_id).order_by("id"))
    days = set(written.values_list("due_on", flat=True).distinct())
    too_late = _past(days or {each.due_on for each in back}, at)
    leave_to_a_person(
        organization, rows=back if too_late else [each for each in back if _past({each.due_on}, at)], at=at
    )
    if not too_late:
        return False
    asked = list(written.filter(state=CollectionState.RECEIVED).order_by("id"))
    state = SENDING.after(SENDING.after(SendingState.WAITING, "begin"), "refuse")
    BankSending.objects.filter(organization_id=organization, id=row.id).update(state=state, code=TOO_LATE)
    written.filter(id__in=[each.id for each in asked]).update(state=CollectionState.CANCELLED)
    facts = [
        CollectionCancelled(
            account=each.account_id, collection=each.id, by="deadline", invoice=each.invoice_id, amount=each.amount
        )
        for each in asked
    ]
    record_many(organization, facts=facts, actor=SYSTEM, at=at)
    refused = BankFileRefused(sending=row.id, output=row.output_id, code=TOO_LATE)
    record(organization, fact=refused, actor=SYSTEM, at=at)
    return True


def _past(days: Group[date], at: datetime) -> bool:
    bank_days = calendar()
    return any(hand_of(due_on=day, at=at, is_test=False, calendar=bank_days) is Hand.MISSED for day in days)
