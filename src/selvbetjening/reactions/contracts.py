"""Contracts and what ends them: confirmations, receipts, news of another price. Each mail takes its proof along."""

from uuid import UUID

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.billing.documents.letterhead import RECEIPT_NAMES
from selvbetjening.domain.billing.events import LegalActRecorded, PriceChangeTold
from selvbetjening.domain.billing.queries import contracts, legal_acts, price_changes
from selvbetjening.domain.billing.queries.legal_acts import LegalAct
from selvbetjening.domain.billing.rules.law.withdrawal import refund_due_on
from selvbetjening.domain.history.queries import same_act
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.ports import Attachment
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.reactions.post import id_in, mail


def send_receipt(event: Recorded) -> None:
    """WDR-5: the receipt of a withdrawal, at once. That of a cancellation goes with its own mail (CAN-3)."""
    act = legal_acts.any_account(event.organization, legal_act=id_in(event, "legal_act"))
    if act.kind != "withdraw":
        return
    mail(
        event,
        "subscription",
        mails.contract_withdrawn,
        plan=act.subscription.terms.plan.name,
        statement=act.statement,
        submitted_at=act.submitted_at,
        refund=act.refund,
        refund_by=refund_due_on(noticed_on=copenhagen_day(act.submitted_at)),
        path=f"/abonnementer/{act.subscription_id}/",
        attachment=act.id,
        and_to=act.receipt_address,
    )


def tell_price(event: Recorded) -> None:
    """CAN-6: another price, told in time, with the way out."""
    told = price_changes.told(event.organization, notice=id_in(event, "notice"))
    mail(
        event,
        "subscription",
        mails.price_changes,
        plan=told.plan,
        number=told.number,
        before=told.before,
        after=told.after,
        effective_on=told.effective_on,
        reason=told.reason,
        clause=told.clause,
        cancel_url=told.way_out,
        path=f"/abonnementer/{told.subscription}/",
    )


def act_of(event: Recorded) -> LegalAct | None:
    """The legal act that was recorded with this fact, if one was."""
    found = same_act(event.organization, event=event).get(LegalActRecorded.name)
    return legal_acts.any_account(event.organization, legal_act=UUID(found["legal_act"])) if found else None


def orderer(event: Recorded) -> str:
    """The address of the recipient who acted: an order's confirmation reaches that person in any case (ORD-4)."""
    if event.actor_kind != "recipient":
        return ""
    person = accounts.get_recipient(event.organization, recipient=UUID(event.actor_id))
    return person.email if person else ""


def where_to_withdraw(organization: OrganizationId, *, contract: str | None, language: str) -> str:
    """WDR-6: the sentence of the contract that says where the withdrawal function is, in the contract's language."""
    found = contracts.with_id(organization, contract=UUID(contract)) if contract else None
    if found is None or found.language != language or found.withdrawal_exempt_reason:
        return ""
    return f"{found.words.get('withdrawal', '')} {found.words.get('where_to_withdraw', '')}".strip()


def receipt_pdf(organization: OrganizationId, legal_act: UUID) -> Attachment:
    """The receipt of a legal act, as its mail takes it along."""
    act = legal_acts.any_account(organization, legal_act=legal_act)
    name = RECEIPT_NAMES[act.kind][1 if act.language == "en" else 0]
    return Attachment(name, "application/pdf", bytes(act.receipt))


def confirmation_pdf(organization: OrganizationId, contract: UUID) -> Attachment:
    """The confirmation of a contract, as its mail takes it along."""
    found = contracts.with_id(organization, contract=contract)
    name = RECEIPT_NAMES["contract"][1 if found.language == "en" else 0]
    return Attachment(name, "application/pdf", bytes(found.confirmation))


SUBSCRIPTIONS = ((LegalActRecorded, send_receipt), (PriceChangeTold, tell_price))
ATTACHMENTS = {
    "subscription_cancelled": receipt_pdf,
    "contract_withdrawn": receipt_pdf,
    "subscription_started": confirmation_pdf,
}
