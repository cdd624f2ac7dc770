"""What decides about charging an invoice to a card, as it stands at this moment."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.invoicing.queries.late import handed_over
from selvbetjening.domain.payments.models import CardCollection, PaymentCard
from selvbetjening.domain.payments.queries.cards import active_cards, as_rule, card_to_charge
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.payments.rules.collecting import LEAST, Standing, still_by_card
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Ready:
    """One row with what decides about it: what is to be paid now, and the card that would pay it."""

    row: CardCollection
    standing: Standing
    now: Money
    card: PaymentCard | None

    @property
    def least_minor(self) -> int:
        """What the card's gateway takes at least (S9); nothing where there is no card."""
        if self.card is None or self.card.gateway_account is None:
            return 0
        return adapter(account=self.card.gateway_account).capabilities().least_minor.get(self.now.currency, 0)


def due_rows(organization: OrganizationId, *, today: date, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Ids of the collections whose charge is due, by id."""
    found = CardCollection.objects.filter(organization_id=organization, state="waiting", next_on__lte=today)
    if after is not None:
        found = found.filter(id__gt=after)
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


def ready(organization: OrganizationId, *, row: CardCollection, today: date) -> Ready:
    """Read everything anew; the caller holds the account and the row."""
    invoice = Invoice.objects.defer("snapshot").get(organization_id=organization, id=row.invoice_id)
    account = Account.objects.get(organization_id=organization, id=row.account_id)
    asked = to_pay(organization, invoice=invoice)
    card = _card(organization, row, invoice.currency, today)
    standing = Standing(
        rest_minor=invoice.outstanding.minor,
        now_minor=asked.now.minor,
        due_on=asked.due_on,
        by_card=still_by_card(
            methods=methods_of(organization, invoice=invoice.id), account_method=account.collection_method
        ),
        disputed=asked.disputed.minor > 0,
        plan_kept=bool(asked.parts),
        handed_over=bool(handed_over(organization, invoices=[invoice.id])),
        has_card=card is not None,
    )
    return Ready(row, standing, asked.now, card)


def _card(organization: OrganizationId, row: CardCollection, currency: str, today: date) -> PaymentCard | None:
    """The default; but after a failure a card that was saved since, because that is what it was saved for."""
    if row.attempt is not None and row.attempt.state != "succeeded":
        mine = active_cards(organization, account=row.account_id)
        since = [
            card
            for card in mine
            if card.gateway_account and card.gateway_account.is_active and card.saved_at > row.attempt.made_at
        ]
        good = [card for card in since if as_rule(card=card).pays(currency)]
        if fresh := [card for card in good if not as_rule(card=card).is_expired(today=today)]:
            return fresh[-1]
    return card_to_charge(organization, account=row.account_id, currency=currency, today=today)


def small_ones(organization: OrganizationId, *, row: CardCollection, currency: str) -> list[CardCollection]:
    """The account's other invoices that were too small to be charged alone (S9), locked, the oldest first."""
    mine = CardCollection.objects.filter(
        organization_id=organization,
        account_id=row.account_id,
        state="waiting",
        reason=LEAST,
        invoice__currency=currency,
    )
    return list(mine.exclude(id=row.id).order_by("id").select_for_update(no_key=True, of=("self",)))


def methods_of(organization: OrganizationId, *, invoice: UUID) -> list[str]:
    """How each subscription on the invoice is to be paid, empty for as its account is; none for one without any."""
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice_id=invoice, subscription_id__isnull=False)
    mine = Subscription.objects.filter(organization_id=organization, id__in=lines.values("subscription_id"))
    return list(mine.values_list("collection_method", flat=True))
