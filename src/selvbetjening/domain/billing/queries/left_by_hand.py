"""What a card that was saved while paying does not pay by itself of what is open: said again on the receipt (SB-32)."""

from datetime import date
from typing import Final

from selvbetjening.domain.accounts.events import CollectionMethodChanged
from selvbetjening.domain.accounts.models import CollectionMethod
from selvbetjening.domain.billing.queries.new_card import Open, new_card
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.payments.models import Attempt, AttemptPart
from selvbetjening.kernel.ids import OrganizationId

#: What was handed to the bank already is collected there, and is not to be paid twice (PY-11).
_BANKS: Final = (CollectionMethod.BETALINGSSERVICE.value, CollectionMethod.DIRECT_DEBIT.value)


def left_by_hand(organization: OrganizationId, *, attempt: Attempt, today: date) -> tuple[Open, ...]:
    """The account's open invoices, without those of the attempt, that the payer pays herself; by the day they are due.

    Empty where she came from a collection by her bank, which takes them as announced (PY-11).
    """
    switched = Event.objects.filter(
        organization_id=organization,
        account_id=attempt.account_id,
        name=CollectionMethodChanged.name,
        at__gte=attempt.made_at,
    ).order_by("at")
    first = switched.first()
    if first is not None and first.data["before"] in _BANKS:
        return ()
    paid = AttemptPart.objects.filter(organization_id=organization, attempt=attempt)
    without = list(paid.values_list("invoice_id", flat=True))
    return new_card(organization, account=attempt.account_id, today=today, without=without).by_hand
