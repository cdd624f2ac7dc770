"""A row of every kind that an address or a job can name, of somebody's: made at the first asking, then the same one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from selvbetjening.domain.accounts.models import AccountantGrant, RecipientInvitation
from selvbetjening.domain.billing.models import PriceChange
from selvbetjening.domain.invoicing.actions.credit import Credit
from selvbetjening.domain.invoicing.models import CreditNote, InvoiceLine
from selvbetjening.domain.payments.actions.give_credit import give_credit
from selvbetjening.domain.payments.models import Attempt, AttemptPart, GatewayAccount, RefundTask
from selvbetjening.domain.rights.actions.export import ask_export, make_export
from selvbetjening.domain.rights.models import DataExport
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM, Actor
from tests.story.late.rows import dispute_of, file_of, letter_of
from tests.story.portal.world import NOW, World
from tests.story.walls.card_rows import card_of, gateway_of, payment_of, saving_of


def grant_of(owner: World) -> UUID:
    """A bookkeeper's grant of the account."""
    with within(owner.id):
        days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=30)}
        found, _ = AccountantGrant.objects.get_or_create(
            organization_id=owner.id, account=owner.account,
            defaults={"name": "Bo", "email": "b@example.com", "scopes": ["documents"],
                      "granted_by": owner.recipient.id, "created_at": clock.now(), **days},
        )  # fmt: skip
    return found.id


def invitation_of(owner: World) -> UUID:
    """An open invitation to the account."""
    with within(owner.id):
        found, _ = RecipientInvitation.objects.get_or_create(
            organization_id=owner.id, account=owner.account,
            defaults={"name": "Bo", "email": "b@example.com", "role": "reader", "receive_invoice": True,
                      "receive_payment_confirmation": True, "receive_subscription_notifications": True,
                      "invited_by": owner.recipient.id, "token_digest": uuid4().bytes * 2, "created_at": clock.now(),
                      "expires_at": clock.now() + timedelta(days=3)},
        )  # fmt: skip
    return found.id


def credit_note_of(owner: World) -> UUID:
    """A credit note of an øre of the invoice's first line."""
    with within(owner.id):
        found = CreditNote.objects.filter(invoice=owner.invoice).first()
        line = InvoiceLine.objects.filter(invoice=owner.invoice).order_by("position")[0]
    if found:
        return found.id
    wanted = [Credit(invoice_line=line.id, net_minor=100, text="Rabat")]
    (made,) = give_credit(owner.id, account=owner.account.id, lines=wanted, reason="Rabat", actor=SYSTEM, at=NOW)
    return made.credit_note


def data_export_of(owner: World, *, is_ready: bool = True) -> UUID:
    """The file with everything about the account, ready to be fetched."""
    with within(owner.id):
        found = DataExport.objects.filter(recipient_id=owner.recipient.id).first()
    if found:
        return found.id
    person = Actor("recipient", str(owner.recipient.id))
    asked = ask_export(owner.id, account=owner.account.id, recipient=owner.recipient.id, actor=person, at=NOW)
    if is_ready:
        make_export(owner.id, data_export=asked.id, at=NOW)
    return asked.id


def price_change_of(owner: World) -> UUID:
    """A change of the price that the subscription has, of which nobody has been told."""
    with within(owner.id):
        found, _ = PriceChange.objects.get_or_create(
            organization_id=owner.id, from_terms=owner.small,
            defaults={"to_terms": owner.large, "noticed_on": date(2026, 3, 11), "effective_on": date(2026, 6, 1),
                      "clause": "§ 7", "reason": "Husleje", "created_at": NOW},
        )  # fmt: skip
    return found.id


#: Name in an address → the id of the owner's row. A name that is not here fails the tests: it wants a row of its own.
def refund_of(owner: World) -> UUID:
    """Money that is to be paid back to the account."""
    with within(owner.id):
        found, _ = RefundTask.objects.get_or_create(
            organization_id=owner.id, account=owner.account, state="open",
            defaults={"amount_minor": 100, "currency": "DKK", "reason": "other", "made_at": clock.now(),
                      "due_on": clock.today() + timedelta(days=14)},
        )  # fmt: skip
    return found.id


def attempt_of(owner: World) -> UUID:
    """An attempt to pay the invoice that is over, at a gateway that takes nothing more."""
    with within(owner.id):
        found = Attempt.objects.filter(account=owner.account).first()
        if found is None:
            gateway = GatewayAccount.objects.create(
                organization_id=owner.id, gateway="stripe", mode="test", sealed=b"", is_active=False, created_at=NOW
            )
            found = Attempt.objects.create(
                organization_id=owner.id, account=owner.account, gateway_account=gateway, kind="pay", state="expired",
                reference="F000000001", amount_minor=25_000, currency="DKK", made_at=NOW, closed_at=NOW,
            )  # fmt: skip
            AttemptPart.objects.create(
                organization_id=owner.id, attempt=found, invoice=owner.invoice, position=0, amount_minor=25_000,
                is_live=False,
            )  # fmt: skip
    return found.id


ROWS: Final[dict[str, Callable[[World], UUID]]] = {
    "organization": lambda owner: owner.organization.id,
    "account": lambda owner: owner.account.id,
    "subscription": lambda owner: owner.subscription.id,
    "invoice": lambda owner: owner.invoice.id,
    "plan": lambda owner: owner.basic.id,
    "terms": lambda owner: owner.large.id,
    "recipient": lambda owner: owner.recipient.id,
    "grant": grant_of,
    "invitation": invitation_of,
    "credit_note": credit_note_of,
    "data_export": data_export_of,
    "change": price_change_of,
    "refund": refund_of,
    "attempt": attempt_of,
    "card": card_of,
    "saving": saving_of,
    "gateway_account": lambda owner: gateway_of(owner).id,
    "payment": payment_of,
    "reminder": lambda owner: letter_of(owner.id, invoice=owner.invoice.id, at=NOW),
    "dispute": lambda owner: dispute_of(owner.id, invoice=owner.invoice.id, at=NOW),
    "file": lambda owner: file_of(owner.id, invoice=owner.invoice.id, at=NOW),
}
