"""What happens when an account or a subscription pays in another way from now on (CM-05, XB-34, PY-11)."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.paid_by_card import CARD
from selvbetjening.domain.billing.rules.method_switch import MethodSwitch, NotSwitched, SwitchedInvoice
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.payments.queries.cards import active_cards, as_rule
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.queries.planned_charges import going
from selvbetjening.domain.payments.rules.cards import to_charge
from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.domain.payments.rules.switching import OpenInvoice, Way, plan_switch
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId

#: The ways that a customer can change to by herself; the others are agreed with the company.
WAYS: Final = ("invoice", CARD)


def method_switch(
    organization: OrganizationId, *, account: UUID, subscription: UUID | None, to: str, today: date
) -> MethodSwitch:
    """What changing to this way would do today; of one subscription, or of the account with all that is not ended.

    Raises `NotSwitched` and `Subscription.DoesNotExist`. Six queries.
    """
    holder = Account.objects.only("collection_method", "party_type").get(organization_id=organization, id=account)
    if to not in WAYS or (to == CARD and holder.party_type == "public"):
        raise NotSwitched("method")
    own = holder.collection_method
    mine = _meant(organization, account, subscription)
    changing = [each for each in mine if (each.collection_method or own) != to]
    if not changing and (subscription is not None or own == to):
        raise NotSwitched("same")
    cards: dict[str, UUID] = {}
    if to == CARD:
        known = active_cards(organization, account=account)
        rules = [as_rule(card=each) for each in known if each.gateway_account_id]
        for currency in sorted({each.terms.currency for each in mine}) or ["DKK"]:
            card = to_charge(cards=rules, currency=currency, today=today)
            if card is None:
                raise NotSwitched("no_card")
            cards[currency] = card.id
    return MethodSwitch(
        to=to,
        subscription=subscription,
        subscriptions=tuple(sorted(each.id for each in changing)),
        cards=tuple(cards.items()) if to == CARD else (),
        invoices=_invoices(organization, account, subscription, to, today),
    )


def _meant(organization: OrganizationId, account: UUID, subscription: UUID | None) -> list[Subscription]:
    """The one, or all that are not ended. One that has ended is as one that there is none of."""
    if subscription is None:
        return [each for each in subscriptions.of_account(organization, account=account) if each.state != "ended"]
    found = subscriptions.get(organization, account=account, subscription=subscription)
    if found.state == "ended":
        raise NotSwitched("same")
    return [found]


def _invoices(
    organization: OrganizationId, account: UUID, subscription: UUID | None, to: str, today: date
) -> tuple[SwitchedInvoice, ...]:
    by_card = going(organization, account=account)
    items = {id_: item for id_, item in open_items(organization, account=account).items() if item.now.minor > 0}
    moving = {id_: item for id_, item in items.items() if (id_ in by_card) != (to == CARD)}
    shared: set[UUID] = set()
    if subscription is not None:
        moving, others = _of_subscription(organization, subscription, moving)
        by_hand = _paid_by_hand(organization, account, to) if any(others.values()) else set()
        shared = {id_ for id_, whose in others.items() if whose - by_hand}
    facts = [_fact(item, by_card.get(id_), id_ in shared, today) for id_, item in moving.items()]
    numbers = dict(
        Invoice.objects.filter(organization_id=organization, id__in=list(moving)).values_list("id", "number")
    )
    planned = plan_switch(invoices=facts, today=today, to=Way(to, active_on=today)).invoices
    return tuple(
        SwitchedInvoice(each.invoice, numbers[each.invoice], moving[each.invoice].now, each.step, each.on)
        for each in planned
    )


def _fact(item: OpenItem, collected: CardCollection | None, is_shared: bool, today: date) -> OpenInvoice:
    """An invoice that was sent to be paid by hand is handed over; so is one that a card is charged for right now.

    So is one that is for other subscriptions too, which go on paying by card: an invoice is paid in one way.
    """
    if collected is None:
        return OpenInvoice(item.invoice, item.due_on, handed_over=True)
    if collected.state == "running" or is_shared:
        return OpenInvoice(item.invoice, max(item.due_on, collected.next_on or today, today), handed_over=True)
    return OpenInvoice(item.invoice, item.due_on, handed_over=False)


def _of_subscription(
    organization: OrganizationId, subscription: UUID, items: Mapping[UUID, OpenItem]
) -> tuple[dict[UUID, OpenItem], dict[UUID, set[UUID | None]]]:
    """Those of the invoices that are for this subscription, and what else each is for: None is no subscription."""
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice_id__in=list(items))
    of: dict[UUID, set[UUID | None]] = {}
    for invoice, whose in lines.values_list("invoice_id", "subscription_id"):
        of.setdefault(invoice, set()).add(whose)
    mine = {id_: item for id_, item in items.items() if subscription in of.get(id_, ())}
    return mine, {id_: of[id_] - {subscription} for id_ in mine}


def _paid_by_hand(organization: OrganizationId, account: UUID, to: str) -> set[UUID | None]:
    """The account's subscriptions that have left the card before; with None where the account itself has."""
    own = Account.objects.only("collection_method").get(organization_id=organization, id=account).collection_method
    mine = Subscription.objects.filter(organization_id=organization, account_id=account).only("collection_method")
    left: set[UUID | None] = {each.id for each in mine if (each.collection_method or own) != CARD}
    return left if own == CARD else left | {None}
