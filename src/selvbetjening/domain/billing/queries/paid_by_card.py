"""What an account's cards pay: which subscriptions, and what comes next on which card (CD-01, CD-04)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.outlook import next_charges_by
from selvbetjening.domain.payments.queries.cards import active_cards, as_rule
from selvbetjening.domain.payments.queries.planned_charges import going
from selvbetjening.domain.payments.rules.cards import Card, to_charge
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

CARD = "payment_card"


@dataclass(frozen=True, slots=True)
class OnCard:
    """A subscription that is collected by card; `card` would be charged today, None where no card can."""

    subscription: Subscription
    card: UUID | None


@dataclass(frozen=True, slots=True)
class NextOnCard:
    """The next thing that is charged in one currency: an open invoice, or one that comes (`invoice` is None)."""

    on: date
    total: Money
    invoice: UUID | None
    number: int | None
    card: UUID | None


@dataclass(frozen=True, slots=True)
class PaidByCard:
    """All of it. `currencies` are those that the account is asked for money in, by card or not, the commonest first."""

    subscriptions: tuple[OnCard, ...]
    coming: tuple[NextOnCard, ...]
    currencies: tuple[str, ...]

    def by(self, *, card: UUID) -> list[Subscription]:
        """The subscriptions that this card pays."""
        return [each.subscription for each in self.subscriptions if each.card == card]

    def next_of(self, *, card: UUID) -> list[NextOnCard]:
        """What comes next on this card, by day."""
        return [each for each in self.coming if each.card == card]


def paid_by_card(
    organization: OrganizationId, *, account: UUID, today: date, without: UUID | None = None
) -> PaidByCard:
    """As it stands today, or as it would without one of the cards; six queries, whatever there is.

    Cancelled subscriptions count until they have ended, paused ones too: they are charged when they go on. A public
    body pays its e-invoices itself (EIN-1).
    """
    holder = Account.objects.only("collection_method", "party_type").get(organization_id=organization, id=account)
    own = holder.collection_method
    alive = [each for each in subscriptions.of_account(organization, account=account) if each.state != "ended"]
    by_card = [each for each in alive if (each.collection_method or own) == CARD]
    mine = by_card if holder.party_type != "public" else []
    known = active_cards(organization, account=account)
    cards = [as_rule(card=each) for each in known if each.gateway_account_id and each.id != without]
    open_ones = going(organization, account=account)
    charges = next_charges_by(organization, account=account, own_method=own, method=CARD, today=today) if mine else {}
    coming = [
        NextOnCard(found.on, found.total, None, None, _pays(cards, currency, today))
        for currency, found in charges.items()
    ]
    for row in open_ones.values():
        left, currency = row.invoice.outstanding, row.invoice.currency
        if row.next_on is None or left.minor <= 0:
            continue
        card = _pays(cards, currency, today)
        coming.append(NextOnCard(max(row.next_on, today), left, row.invoice_id, row.invoice.number, card))
    counted = [each.terms.currency for each in alive] + [row.invoice.currency for row in open_ones.values()]
    return PaidByCard(
        tuple(OnCard(each, _pays(cards, each.terms.currency, today)) for each in mine),
        tuple(sorted(coming, key=lambda each: (each.on, each.number is None, each.number or 0))),
        tuple(sorted(set(counted), key=lambda code: (-counted.count(code), code))),
    )


def _pays(cards: Sequence[Card], currency: str, today: date) -> UUID | None:
    chosen = to_charge(cards=cards, currency=currency, today=today)
    return chosen.id if chosen else None
