"""One page: when this has happened, do that.

A reaction runs after the fact, in a transaction of its own, exactly once (`history.actions.react`). Everything here
sends mail; what must hold together with the fact is a call in its action instead. It may run long after: what was
agreed is read from the fact, since the subscription may have moved on meanwhile.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.events import BillingDetailsUpdated, RecipientAdded
from selvbetjening.domain.accounts.rules import Notice
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.history.queries import same_act
from selvbetjening.domain.history.subscribers import Recorded, subscribe
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.events import InvoiceIssued
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.ports import Attachment, register_attachments
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.messaging.rules.letters import Letter
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import REACTIVATE_SUBSCRIPTION, VIEW_INVOICES
from selvbetjening.domain.payments.events import PaymentRecorded
from selvbetjening.domain.subscriptions import events as subscribed
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money, percent_of

Draw = Callable[..., Letter]


def register() -> None:
    """Plug the reactions into the book. Called once, when every app is ready."""
    subscribe(InvoiceIssued, send_invoice)
    subscribe(PaymentRecorded, confirm_payment)
    subscribe(subscribed.SubscriptionStarted, welcome)
    subscribe(subscribed.SubscriptionChanged, tell_change)
    subscribe(subscribed.ChangeScheduled, tell_planned_change)
    subscribe(subscribed.ScheduledChangeRemoved, tell_removed_change)
    subscribe(subscribed.SubscriptionCancelled, give_receipt)
    subscribe(subscribed.SubscriptionReactivated, tell_reactivation)
    subscribe(subscribed.SubscriptionEnded, tell_end)
    subscribe(BillingDetailsUpdated, tell_details)
    subscribe(RecipientAdded, tell_new_recipient)
    register_attachments("invoice_issued", invoice_pdf)


def send_invoice(event: Recorded) -> None:
    """The PDF first, then the mail with it, to everybody who gets the account's invoices."""
    invoice = invoicing.get(event.organization, account=_account(event), invoice=_id(event, "invoice"))
    document(event.organization, invoice=invoice.id, at=event.at)
    _mail(
        event,
        "invoice",
        mails.invoice_issued,
        number=str(invoice.number),
        total=invoice.total,
        due_on=invoice.due_on,
        instructions=organizations.get(event.organization).payment_instructions,
        path=f"/fakturaer/{invoice.id}/",
        needs=VIEW_INVOICES,
        attachment=invoice.id,
    )


def invoice_pdf(organization: OrganizationId, invoice: UUID) -> Attachment:
    """The stored PDF of an invoice, as a mail takes it along."""
    found = invoicing.stored_document(organization, invoice=invoice)
    if found is None:
        raise LookupError("the invoice's PDF is made before its mail is written")
    return Attachment(f"faktura-{found.invoice.number}.pdf", "application/pdf", bytes(found.content))


def confirm_payment(event: Recorded) -> None:
    """PY-07: to those who want payment confirmations."""
    invoice = invoicing.get(event.organization, account=_account(event), invoice=_id(event, "invoice"))
    amount = event.data["amount"]
    _mail(
        event,
        "payment",
        mails.payment_received,
        number=str(invoice.number),
        amount=Money(amount["minor"], amount["currency"]),
        paid_on=_day(event, "paid_on"),
        remaining=invoice.outstanding,
        path=f"/fakturaer/{invoice.id}/",
        needs=VIEW_INVOICES,
    )


def welcome(event: Recorded) -> None:
    """A new subscription. One that came in from the company's files is no news to the customer."""
    if event.actor_kind == "import":
        return
    mine, ordered = _subscription(event), catalog.terms(event.organization, terms=_id(event, "terms"))
    _mail(
        event,
        "subscription",
        mails.subscription_started,
        plan=ordered.plan.name,
        quantity=event.data["quantity"],
        starts_on=_day(event, "starts_on"),
        total=_each_period(ordered, event.data["quantity"]),
        next_on=mine.renews_on,
        path=_path(mine),
    )


def tell_change(event: Recorded) -> None:
    """A change that somebody made now. One that was planned was told when it was planned."""
    if event.actor_kind == "system":
        return
    mine = _subscription(event)
    before, after = (catalog.terms(event.organization, terms=_id(event, key)) for key in ("from_terms", "to_terms"))
    billed = same_act(event.organization, event=event).get(InvoiceIssued.name)
    charged = billed["total"] if billed else {"minor": 0, "currency": mine.terms.currency}
    _mail(
        event,
        "subscription",
        mails.subscription_changed,
        plan_before=before.plan.name,
        plan=after.plan.name,
        quantity=event.data["quantity"],
        effective_on=_day(event, "effective_on"),
        charged=Money(charged["minor"], charged["currency"]),
        next_on=mine.renews_on,
        total=_each_period(after, event.data["quantity"]),
        path=_path(mine),
    )


def tell_planned_change(event: Recorded) -> None:
    """SU-06: a change that waits for the next period."""
    mine = _subscription(event)
    after = catalog.terms(event.organization, terms=_id(event, "to_terms"))
    _mail(
        event,
        "subscription",
        mails.change_scheduled,
        plan_before=mine.terms.plan.name,
        plan=after.plan.name,
        quantity=event.data["quantity"],
        effective_on=_day(event, "effective_on"),
        total=_each_period(after, event.data["quantity"]),
        path=_path(mine),
    )


def tell_removed_change(event: Recorded) -> None:
    """Only when it was removed for its own sake; a cancellation or another change says it itself."""
    others = same_act(event.organization, event=event)
    if others.keys() & {"subscriptions.cancelled", "subscriptions.changed", "subscriptions.change_scheduled"}:
        return
    mine = _subscription(event)
    _mail(
        event,
        "subscription",
        mails.scheduled_change_removed,
        plan=mine.terms.plan.name,
        path=_path(mine),
    )


def give_receipt(event: Recorded) -> None:
    """XB-43: the receipt of a cancellation, at once."""
    mine = _subscription(event)
    _mail(
        event,
        "subscription",
        mails.subscription_cancelled,
        plan=mine.terms.plan.name,
        received_at=event.at,
        ends_on=_day(event, "ends_on"),
        may_undo=REACTIVATE_SUBSCRIPTION in organizations.get(event.organization).allowed_acts,
        path=_path(mine),
    )


def tell_reactivation(event: Recorded) -> None:
    """The cancellation was taken back."""
    mine = _subscription(event)
    _mail(
        event,
        "subscription",
        mails.subscription_reactivated,
        plan=mine.terms.plan.name,
        next_on=_day(event, "renews_on"),
        total=_each_period(mine.terms, mine.quantity),
        path=_path(mine),
    )


def tell_end(event: Recorded) -> None:
    """The last day of a cancelled subscription is over."""
    mine = _subscription(event)
    _mail(
        event,
        "subscription",
        mails.subscription_ended,
        plan=mine.terms.plan.name,
        ended_on=_day(event, "ended_on"),
        path="/abonnementer/",
    )


def tell_details(event: Recorded) -> None:
    """SEC-03: a change of the billing details is told to everybody who gets the invoices."""
    _mail(
        event,
        "invoice",
        mails.billing_details_changed,
        changed_at=event.at,
        path="/oplysninger/",
    )


def tell_new_recipient(event: Recorded) -> None:
    """SEC-03: the others hear of a new recipient."""
    person = accounts.get_recipient(event.organization, recipient=_id(event, "recipient"))
    if person is None:
        return
    _mail(
        event,
        "invoice",
        mails.recipient_added,
        name=person.name,
        added_at=event.at,
        path="/oplysninger/",
        but=person.id,
    )


def _mail(
    event: Recorded,
    notice: Notice,
    draw: Draw,
    *,
    path: str,
    needs: str = "",
    attachment: UUID | None = None,
    but: UUID | None = None,
    **values: Any,
) -> None:
    """Write one mail to each of the account's recipients who want this kind, in the account's language.

    `values` are what the mail's function takes; one that can be called is asked for its words in that language. The
    mail leads to `path` only where its reader may open it: the portal is open, and the permission `needs` is given.
    """
    company, facts = sender(event.organization), identity.portal_facts(event.organization)
    for recipient in accounts.recipients_for(event.organization, account=_account(event), notice=notice):
        if recipient.id == but:
            continue
        language = language_of(recipient.account.language)
        may_open = facts and accounts.may_open(event.organization, recipient=recipient, facts=facts, permission=needs)
        words = {key: value(language) if callable(value) else value for key, value in values.items()}
        write(
            event.organization,
            key=f"{event.id}:{recipient.id}",
            letter=draw(sender=company, language=language, path=path if may_open else "", **words),
            to=recipient.email,
            language=language,
            reply_to=company.reply_to,
            attachment=attachment,
            at=event.at,
        )


def _account(event: Recorded) -> UUID:
    if event.account is None:
        raise ValueError(f"{event.name} names no account")
    return event.account


def _id(event: Recorded, key: str) -> UUID:
    return UUID(event.data[key])


def _day(event: Recorded, key: str) -> date:
    return date.fromisoformat(event.data[key])


def _subscription(event: Recorded) -> Any:
    return subscriptions.get(event.organization, account=_account(event), subscription=_id(event, "subscription"))


def _path(subscription: Any) -> str:
    return f"/abonnementer/{subscription.id}/"


def _each_period(terms: Any, quantity: int) -> Money:
    net: Money = terms.unit_price * quantity
    return net + percent_of(net, terms.vat_basis_points)
