"""Invoices and payments: the PDF, its mail, the receipt."""

from uuid import UUID

from selvbetjening.domain.billing.queries.debited import live_of
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.events import InvoiceIssued
from selvbetjening.domain.invoicing.rules.electronic import takes_mail
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.ports import Attachment
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import VIEW_INVOICES
from selvbetjening.domain.payments.actions.payment_links import url_for_mail
from selvbetjening.domain.payments.events import PaymentRecorded
from selvbetjening.domain.payments.queries.announced import card_on
from selvbetjening.domain.payments.queries.charged_cards import card_of_payment
from selvbetjening.domain.payments.queries.made_up import of_payment
from selvbetjening.kernel.formatting import format_count
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.reactions.post import CARDS_PATH, account_of, day_in, id_in, mail, money_in


def send_invoice(event: Recorded) -> None:
    """The PDF first, then the mail with it, to everybody who gets the account's invoices.

    A public body gets no PDF by mail: its e-invoice goes through the access point (EIN-1).
    """
    invoice = invoicing.get(event.organization, account=account_of(event), invoice=id_in(event, "invoice"))
    document(event.organization, invoice=invoice.id, at=event.at)
    if not takes_mail(party_type=invoice.snapshot["buyer"]["party_type"]):
        return
    by_card = bool((invoice.snapshot.get("payment") or {}).get("by_card"))
    account, currency, due_on = invoice.account_id, invoice.currency, invoice.due_on
    charged = card_on(event.organization, account=account, currency=currency, on=due_on) if by_card else None
    last_on = charged.last_on if charged else None
    # A button to pay with would make who is charged anyway think that she must.
    debit = live_of(event.organization, invoices=[invoice.id]).get(invoice.id)
    needs_none = debit is not None or (by_card and last_on is None)
    mail(
        event,
        "invoice",
        mails.invoice_issued,
        number=str(invoice.number),
        total=invoice.total,
        due_on=due_on,
        instructions=organizations.get(event.organization).payment_instructions,
        path=f"/fakturaer/{invoice.id}/",
        needs=VIEW_INVOICES,
        attachment=invoice.id,
        why=tuple(invoice.snapshot.get("explanation", ())),
        pay_path="" if needs_none else url_for_mail(event.organization, invoice=invoice.id, at=event.at),
        by_card=by_card,
        card=charged.card if charged else "",
        last_on=last_on,
        cards_path=CARDS_PATH,
        debited_on=(debit.pays_on or due_on) if debit else None,
        debit_is_late=bool(debit and debit.is_late),
    )


def invoice_pdf(organization: OrganizationId, invoice: UUID) -> Attachment:
    """The stored PDF of an invoice, as a mail takes it along."""
    found = invoicing.stored_document(organization, invoice=invoice)
    if found is None:
        raise LookupError("the invoice's PDF is made before its mail is written")
    return Attachment(f"faktura-{found.invoice.number}.pdf", "application/pdf", bytes(found.content))


def confirm_payment(event: Recorded) -> None:
    """PY-07: to those who want payment confirmations, with what was paid and how it is made up."""
    invoice = invoicing.get(event.organization, account=account_of(event), invoice=id_in(event, "invoice"))
    payment = id_in(event, "payment")
    mail(
        event,
        "payment",
        mails.payment_received,
        number=str(invoice.number),
        amount=money_in(event, "amount"),
        paid_on=day_in(event, "paid_on"),
        remaining=invoice.outstanding,
        card=card_of_payment(event.organization, payment=payment),
        total=invoice.total,
        made_up=of_payment(event.organization, payment=payment).parts,
        lines=_lines(invoice),
        vat=Money(invoice.vat_minor, invoice.currency),
        path=f"/fakturaer/{invoice.id}/",
        needs=VIEW_INVOICES,
    )


def _lines(invoice: invoicing.Invoice) -> list[tuple[str, Money]]:
    """What it is for, each excl. VAT (INV-7); how many, where it is not one."""
    return [
        (
            line.text if line.quantity == 1 else f"{line.text}, {format_count(line.quantity)} ×",
            Money(line.net_minor, invoice.currency),
        )
        for line in invoice.lines.all()
    ]


SUBSCRIPTIONS = ((InvoiceIssued, send_invoice), (PaymentRecorded, confirm_payment))
ATTACHMENTS = {"invoice_issued": invoice_pdf}
