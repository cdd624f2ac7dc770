"""Why an invoice that a card was to pay is not paid: what failed, when, and what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.payments.events import ChargeFailed, ChargeNeedsCustomer, CollectionGivenUp
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.payments.queries.charged_cards import card_of_attempt
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

Next = Literal["again", "confirm", "over"]
#: The newest of these says what happened; the last one comes along with a failure, or alone where no card was there.
_TOLD: Final = (ChargeFailed.name, ChargeNeedsCustomer.name, CollectionGivenUp.name)


@dataclass(frozen=True, slots=True)
class FailedCharge:
    """`failure` is a kind of `rules.failures`; `failed_on` and `next_on` are Copenhagen days; `card` as its owner knows
    it, empty for none. `next`: tried `again` on `next_on`, waits for the payer to `confirm`, or `over`."""

    amount: Money
    failed_on: date
    failure: str
    asks_new_card: bool
    card: str
    next: Next
    next_on: date | None


def failed_charge(organization: OrganizationId, *, account: UUID, invoice: UUID, today: date) -> FailedCharge | None:
    """The last charge of the invoice that failed, as long as nothing came after it. One query where none did."""
    mine = CardCollection.objects.filter(organization_id=organization, account_id=account, invoice_id=invoice)
    row = mine.first()
    after = _after(row) if row else None
    if row is None or after is None:
        return None
    told = Event.objects.filter(
        organization_id=organization, account_id=account, name__in=_TOLD, data__invoice=str(invoice)
    ).order_by("-at")[:2]
    # A failure that was the last one is told twice at once; the failure itself knows more.
    found = sorted(told, key=lambda event: (event.at, event.name != CollectionGivenUp.name))
    if not found:
        return None
    return _read(organization, found[-1], after, max(row.next_on, today) if row.next_on else None)


def _after(row: CardCollection) -> Next | None:
    if row.state == "waiting":
        return "again" if row.tries else None
    if row.state == "asking":
        return "confirm"
    return "over" if row.state == "given_up" or (row.state, row.reason) == ("stopped", "no_card") else None


def _read(organization: OrganizationId, event: Event, after: Next, next_on: date | None) -> FailedCharge:
    data, attempt = event.data, event.data.get("attempt")
    kind = data.get("failure", "authentication_required")
    return FailedCharge(
        amount=Money(data["amount"]["minor"], data["amount"]["currency"]),
        failed_on=copenhagen_day(event.at),
        failure=kind,
        asks_new_card=data.get("asks_new_card", event.name == CollectionGivenUp.name),
        card=card_of_attempt(organization, attempt=UUID(attempt) if attempt else None),
        next=after,
        next_on=next_on if after == "again" else None,
    )
