"""What decides about charging invoices to a card, as it stands at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.models import CardCollection, PaymentCard
from selvbetjening.domain.payments.queries.cards import active_cards, as_rule, chosen_to_charge, is_connected
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.payments.queries.to_pay import ToPay, only_rest, to_pay
from selvbetjening.domain.payments.rules.collecting import LEAST, Standing, still_by_card
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

# Plain SQL: thousands are read one after the other, and Django takes longer to write this than the server to answer.
# `plain`: nothing stands beside the invoice, so that its rest is what is to be paid. `methods`: how each subscription
# on it is to be paid, empty for as its account is.
_READ: Final = """
    SELECT i.id, i.currency, i.total_minor - i.settled_minor, i.due_on,
        NOT (EXISTS (SELECT FROM payments_dispute d WHERE d.organization_id = i.organization_id AND d.invoice_id = i.id)
            OR EXISTS (SELECT FROM payments_deferral d
                WHERE d.organization_id = i.organization_id AND d.invoice_id = i.id)
            OR EXISTS (SELECT FROM payments_paymentplan p
                WHERE p.organization_id = i.organization_id AND p.invoice_id = i.id)
            OR EXISTS (SELECT FROM invoicing_lateclaim c
                WHERE c.organization_id = i.organization_id AND c.invoice_id = i.id)),
        EXISTS (SELECT FROM invoicing_handover h WHERE h.organization_id = i.organization_id AND h.invoice_id = i.id),
        ARRAY(SELECT s.collection_method FROM subscriptions_subscription s
            WHERE s.organization_id = i.organization_id AND s.id IN (
                SELECT l.subscription_id FROM invoicing_invoiceline l
                WHERE l.organization_id = i.organization_id AND l.invoice_id = i.id)),
        EXISTS (SELECT FROM billing_invoicecollection b
            WHERE b.organization_id = i.organization_id AND b.invoice_id = i.id AND b.state = 'asked')
    FROM invoicing_invoice i WHERE i.organization_id = %(organization)s AND i.id = ANY(%(invoices)s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Ready:
    """One row with what decides about it: what is to be paid now, and the card that would pay it.

    `expired`: there are cards that could pay it, but for their date. `at_bank`: Betalingsservice was asked for it.
    """

    row: CardCollection
    standing: Standing
    now: Money
    card: PaymentCard | None
    expired: bool
    at_bank: bool = False

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


def held(organization: OrganizationId, *, account: Account, collection: UUID) -> list[CardCollection]:
    """The row, if it waits, and behind it the account's others that were too small to be charged alone (S9).

    All are locked, in one order whoever asks; the caller holds the account. Empty where the row waits no more.
    """
    mine = CardCollection.objects.filter(organization_id=organization, account_id=account.id, state="waiting")
    wanted = mine.filter(Q(id=collection) | Q(reason=LEAST)).order_by("id").select_for_update(no_key=True)
    rows = sorted(wanted, key=lambda row: row.id != collection)
    return rows if rows and rows[0].id == collection else []


def ready(
    organization: OrganizationId, *, account: Account, rows: Sequence[CardCollection], today: date
) -> list[Ready]:
    """Read everything anew about these rows of one account, in their order; the caller holds the account and the rows.

    Two queries, and more for an invoice that something stands beside, or that a charge failed of.
    """
    found = _read(organization, [row.invoice_id for row in rows])
    cards = [card for card in active_cards(organization, account=account.id) if is_connected(card=card)]
    return [_ready(organization, account, row, found[row.invoice_id], cards, today) for row in rows]


@dataclass(frozen=True, slots=True)
class _Read:
    """An invoice as `_READ` reads it, amounts in minor units."""

    currency: str
    rest_minor: int
    due_on: date
    plain: bool
    handed_over: bool
    methods: list[str]
    at_bank: bool


def _read(organization: OrganizationId, invoices: Sequence[UUID]) -> dict[UUID, _Read]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"organization": organization, "invoices": array(invoices)})
        return {row[0]: _Read(*row[1:]) for row in cursor.fetchall()}


def _asked(organization: OrganizationId, row: CardCollection, read: _Read) -> ToPay:
    if read.plain:
        return only_rest(rest=Money(read.rest_minor, read.currency), due_on=read.due_on)
    invoice = Invoice.objects.defer("snapshot").get(organization_id=organization, id=row.invoice_id)
    return to_pay(organization, invoice=invoice)


def _ready(
    organization: OrganizationId,
    account: Account,
    row: CardCollection,
    read: _Read,
    cards: Sequence[PaymentCard],
    today: date,
) -> Ready:
    asked = _asked(organization, row, read)
    card = chosen_to_charge(cards=cards, currency=read.currency, today=today)
    standing = Standing(
        rest_minor=asked.rest.minor,
        now_minor=asked.now.minor,
        due_on=asked.due_on,
        by_card=still_by_card(methods=read.methods, account_method=account.collection_method),
        disputed=asked.disputed.minor > 0,
        plan_kept=bool(asked.parts),
        handed_over=read.handed_over,
        has_card=card is not None,
    )
    expired = card is None and any(as_rule(card=each).pays(read.currency) for each in cards)
    return Ready(row, standing, asked.now, card, expired, read.at_bank)
