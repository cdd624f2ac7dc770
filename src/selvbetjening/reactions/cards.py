"""Payment cards: what is planned when an invoice is issued, what follows a failed charge, and who is told what."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from selvbetjening.domain.accounts.queries import get_account
from selvbetjening.domain.billing.actions.after_last_try import after_last_try, after_payment
from selvbetjening.domain.billing.actions.collect_due import collect_job
from selvbetjening.domain.billing.actions.plan_collection import plan_collection
from selvbetjening.domain.billing.queries.new_card import Open, charged_at_once, new_card
from selvbetjening.domain.billing.queries.paid_by_card import paid_by_card
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.events import InvoiceIssued
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import VIEW_INVOICES
from selvbetjening.domain.payments.actions.payment_links import url_for_mail
from selvbetjening.domain.payments.actions.tell_alarms import tell_alarms
from selvbetjening.domain.payments.events import (
    CardDisabled,
    CardExpiring,
    CardSaved,
    ChargebackOpened,
    ChargeFailed,
    ChargeNeedsCustomer,
    CollectionGivenUp,
    CreditUsed,
    FactParked,
    PaymentRecorded,
)
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.payments.queries.attempts import get_attempt
from selvbetjening.domain.payments.queries.cards import cards_of, get_card
from selvbetjening.domain.payments.queries.charged_cards import card_of_attempt
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.payments.rules import failures
from selvbetjening.domain.payments.rules.card_names import card_name
from selvbetjening.domain.payments.rules.collecting import CARD
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import Language
from selvbetjening.reactions.post import CARDS_PATH, account_of, day_in, id_in, mail, money_in


def plan(event: Recorded) -> None:
    """An invoice that says that the card is charged gets its row."""
    plan_collection(event.organization, invoice=id_in(event, "invoice"), at=event.at)


def settle(event: Recorded) -> None:
    """Nothing more is charged for what is paid, and what was paused for it runs again."""
    if event.data["settled"]:
        after_payment(event.organization, invoice=id_in(event, "invoice"), at=event.at)


def tell_failure(event: Recorded) -> None:
    """What happened, what to do in one click, and when we try again. The last failure is told by `tell_given_up`."""
    if event.data["next_on"] is None:
        return
    kind, next_on = event.data["failure"], day_in(event, "next_on")
    to_do = failures.to_do(kind=kind, asks_new_card=event.data["asks_new_card"], tried_again=True)
    _about_invoice(
        event,
        mails.charge_failed,
        card=card_of_attempt(event.organization, attempt=_attempt(event)),
        happened=failures.happened(kind=kind),
        to_do=to_do,
        next_on=next_on,
    )


def ask_to_confirm(event: Recorded) -> None:
    """The bank wants the payer herself (SCA)."""
    card = card_of_attempt(event.organization, attempt=_attempt(event))
    _about_invoice(event, mails.charge_to_confirm, card=card)


def give_up(event: Recorded) -> None:
    """The company's choice comes, and the customer is told what it is and how to pay."""
    invoice = id_in(event, "invoice")
    owner = organizations.get(event.organization)
    then = owner.choice("after_last_try")
    failure = event.data["failure"]
    if failure in ("no_card", failures.ONLY_EXPIRED) and owner.choice("on_no_card") == "send_invoice":
        then = "none"
    elif then != "keep" and not after_last_try(event.organization, invoice=invoice, at=event.at):
        then = "keep"
    _about_invoice(
        event,
        mails.collection_given_up,
        happened=failures.happened(kind=failure),
        card=_expired_card(event) if failure == failures.ONLY_EXPIRED else "",
        renews=failure in (failures.ONLY_EXPIRED, "card_expired"),
        then=then,
        instructions=owner.payment_instructions,
    )


def _expired_card(event: Recorded) -> str:
    """The one that was charged until it expired."""
    today = copenhagen_day(event.at)
    currency = money_in(event, "amount").currency
    shown = cards_of(event.organization, account=account_of(event), currencies=(currency,), today=today)
    gone = [each.card for each in shown if each.is_expired]
    return card_name(method=gone[0].method, brand=gone[0].brand, last4=gone[0].last4) if gone else ""


def tell_expiry(event: Recorded) -> None:
    """XB-41: only of a card that something is charged to."""
    card = _card(event)
    paid = paid_by_card(event.organization, account=account_of(event), today=copenhagen_day(event.at))
    mine = paid.by(card=card.id)
    if card.state != "active" or not (mine or paid.next_of(card=card.id)):
        return
    _about_card(event, mails.card_expiring, card, "invoice", expires_on=day_in(event, "expires_on"), plans=_plans(mine))


def welcome_card(event: Recorded) -> None:
    """What was saved, what it is charged for now and later, what it does not pay, and where that is undone."""
    card, today = _card(event), copenhagen_day(event.at)
    at_once = _at_once(event, today)
    if at_once:
        collect_job.defer(event.organization)
    if card.state != "active":
        return
    holder = get_account(event.organization, account=account_of(event))
    paid = paid_by_card(event.organization, account=account_of(event), today=today)
    plans = paid.by(card=card.id)
    by_itself = card.default_at is not None and (holder.collection_method == CARD or bool(plans))
    by_hand = new_card(event.organization, account=account_of(event), today=today).by_hand if by_itself else ()
    only = by_hand[0] if len(by_hand) == 1 else None
    _about_card(
        event,
        mails.card_saved,
        card,
        "payment",
        by_itself=by_itself,
        plans=_plans(plans),
        is_default=card.default_at is not None,
        at_once=[(str(each.number), each.amount) for each in at_once],
        by_hand=[(str(each.number), each.amount, each.on) for each in by_hand],
        pay_path=(url_for_mail(event.organization, invoice=only.invoice, at=event.at) if only else "") or CARDS_PATH,
    )


def _at_once(event: Recorded, today: date) -> list[Open]:
    named = event.data.get("attempt")
    if not named:
        return []
    saving = get_attempt(event.organization, account=account_of(event), attempt=UUID(named))
    return charged_at_once(event.organization, attempt=saving, today=today)


def tell_disabled(event: Recorded) -> None:
    """A receipt for who did it, and word where the payment company dropped the card. A replaced one says it itself."""
    by = event.data["by"]
    if by == "replaced":
        return
    was_last = event.data["was_last"]
    _about_card(event, mails.card_disabled, _card(event), "payment", by_us=by == "gateway", was_last=was_last)


def tell_company(event: Recorded) -> None:
    """A fact that did not fit, or money that a bank took back; what comes soon after waits for the sweep."""
    tell_alarms(event.organization, at=event.at)


def _attempt(event: Recorded) -> UUID | None:
    return UUID(event.data["attempt"]) if event.data["attempt"] else None


def _card(event: Recorded) -> PaymentCard:
    return get_card(event.organization, account=account_of(event), card=id_in(event, "card"))


def _plans(paid: Sequence[Subscription]) -> Callable[[Language], list[str]]:
    """The plans' names, each once, in the language of whoever reads them."""
    return lambda language: list(dict.fromkeys(each.terms.plan.name(language) for each in paid))


def _about_card(event: Recorded, draw: object, card: PaymentCard, notice: str, **values: object) -> None:
    mail(
        event,
        notice,  # type: ignore[arg-type]
        draw,  # type: ignore[arg-type]
        card=card_name(method=card.method, brand=card.brand, last4=card.last4),
        path=CARDS_PATH,
        **values,  # type: ignore[arg-type]
    )


def _about_invoice(event: Recorded, draw: object, **values: object) -> None:
    """To those who get invoices; the way on is to pay at once, without a login where that may be (PY-02)."""
    invoice = invoicing.get(event.organization, account=account_of(event), invoice=id_in(event, "invoice"))
    if invoice.outstanding.is_zero:
        return  # paid meanwhile
    pay = url_for_mail(event.organization, invoice=invoice.id, at=event.at)
    mail(
        event,
        "invoice",
        draw,  # type: ignore[arg-type]
        number=str(invoice.number),
        amount=money_in(event, "amount"),
        due_on=to_pay(event.organization, invoice=invoice).due_on,
        today=copenhagen_day(event.at),
        path=pay or f"/fakturaer/{invoice.id}/",
        needs="" if pay else VIEW_INVOICES,
        **values,  # type: ignore[arg-type]
    )


SUBSCRIPTIONS = (
    (InvoiceIssued, plan),
    (PaymentRecorded, settle),
    (CreditUsed, settle),
    (ChargeFailed, tell_failure),
    (ChargeNeedsCustomer, ask_to_confirm),
    (CollectionGivenUp, give_up),
    (CardExpiring, tell_expiry),
    (CardSaved, welcome_card),
    (CardDisabled, tell_disabled),
    (FactParked, tell_company),
    (ChargebackOpened, tell_company),
)
