"""Late payment: reminders and more time to pay. Every mail says what the book says, and nothing after payment."""

from uuid import UUID

from selvbetjening.domain.billing.actions.document_reminder import document_reminder
from selvbetjening.domain.billing.actions.remind import drop_if_paid
from selvbetjening.domain.billing.rules.letter import LetterText
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.events import ClaimHandedOver, ReminderSent
from selvbetjening.domain.invoicing.queries import late
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.ports import Attachment
from selvbetjening.domain.organizations.permissions import VIEW_INVOICES
from selvbetjening.domain.payments.actions.payment_links import url_for_mail
from selvbetjening.domain.payments.events import InvoiceDeferred, PaymentPlanBroken, PaymentPlanMade
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.reactions.post import account_of, day_in, id_in, mail, money_in


def send_reminder(event: Recorded) -> None:
    """The mail of a letter with its PDF; a payment that came meanwhile takes the letter back instead (DUN-5)."""
    letter = id_in(event, "reminder")
    if drop_if_paid(event.organization, reminder=letter, actor=SYSTEM, at=event.at):
        return
    document_reminder(event.organization, reminder=letter, at=event.at)
    text = LetterText.from_data(late.reminder(event.organization, reminder=letter).snapshot)
    kinds = ("principal", "interest", "fees", "compensation", "fee", "paid", "disputed", "total")
    mail(
        event,
        "invoice",
        mails.reminder,
        number=str(text.number),
        letter_number=text.letter,
        is_demand=text.is_demand,
        creditor=(text.creditor, text.creditor_address, text.creditor_cvr),
        debtor=text.debtor,
        issued_on=text.issued_on,
        due_on=text.due_on,
        amounts={kind: Money(getattr(text, f"{kind}_minor"), text.currency) for kind in kinds},
        way_to_pay=text.way_to_pay,
        deadline_on=text.deadline_on,
        path=f"/fakturaer/{id_in(event, 'invoice')}/",
        needs=VIEW_INVOICES,
        attachment=letter,
        pay_path=url_for_mail(event.organization, invoice=id_in(event, "invoice"), at=event.at),
    )


def reminder_attachment(organization: OrganizationId, reminder: UUID) -> Attachment:
    """The stored PDF of a letter, as a mail takes it along."""
    found = late.stored_letter(organization, reminder=reminder)
    if found is None:
        raise LookupError("the letter's PDF is made before its mail is written")
    return Attachment(found.reminder.file_name, "application/pdf", bytes(found.content))


def confirm_deferral(event: Recorded) -> None:
    """The customer's receipt for more time."""
    _mail(event, mails.invoice_deferred, until_on=day_in(event, "until_on"))


def confirm_plan(event: Recorded) -> None:
    """The customer's receipt for instalments."""
    parts = to_pay(event.organization, invoice=_invoice(event)).parts
    _mail(event, mails.plan_made, parts=[(part.due_on, part.amount) for part in parts])


def tell_broken_plan(event: Recorded) -> None:
    """Everything that is left is due."""
    _mail(event, mails.plan_broken, left=to_pay(event.organization, invoice=_invoice(event)).now)


def tell_hand_over(event: Recorded) -> None:
    """The claim went to collection."""
    total, fee = money_in(event, "total"), money_in(event, "fee")
    _mail(event, mails.handed_over, total=total, fee=fee)


def _mail(event: Recorded, draw: object, **values: object) -> None:
    invoice = _invoice(event)
    mail(
        event,
        "invoice",
        draw,  # type: ignore[arg-type]
        number=str(invoice.number),
        path=f"/fakturaer/{invoice.id}/",
        needs=VIEW_INVOICES,
        **values,  # type: ignore[arg-type]
    )


def _invoice(event: Recorded) -> invoicing.Invoice:
    invoice: UUID = id_in(event, "invoice")
    return invoicing.get(event.organization, account=account_of(event), invoice=invoice)


ATTACHMENTS = {"reminder": reminder_attachment}


SUBSCRIPTIONS = (
    (ReminderSent, send_reminder),
    (InvoiceDeferred, confirm_deferral),
    (PaymentPlanMade, confirm_plan),
    (PaymentPlanBroken, tell_broken_plan),
    (ClaimHandedOver, tell_hand_over),
)
