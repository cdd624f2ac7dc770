"""Remind one customer of one unpaid invoice, when the company's manner and the law say so (DUN-1 to DUN-9, COL-1)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.reminding import Due, due_of
from selvbetjening.domain.billing.rules.letter import LetterText
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.claims import claim, waive
from selvbetjening.domain.invoicing.events import ReminderDropped, ReminderSent
from selvbetjening.domain.invoicing.models import Invoice, LateClaim, Reminder
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money


def remind(organization: OrganizationId, *, invoice: UUID, today: date, actor: Actor, at: datetime) -> Reminder | None:
    """Write the letter that is due today, or none.

    Everything is read again under the account's lock, in the transaction that writes the letter (DUN-5): a payment, a
    dispute or a deferral that came a moment ago stops it. The fee, the interest since the last letter and the
    compensation become claims of their own beside the invoice, without VAT (DUN-8). The same day again finds nothing
    to do. Records `ReminderSent`. Raises `Invoice.DoesNotExist`.
    """
    with within(organization):
        holder = Invoice.objects.only("account_id").get(organization_id=organization, id=invoice).account_id
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=holder)
        due = due_of(organization, invoice=invoice, today=today)
        if not due.verdict.sends or due.missing:
            return None
        return _write(organization, due, due.text, actor, at)


def drop_if_paid(organization: OrganizationId, *, reminder: UUID, actor: Actor, at: datetime) -> bool:
    """Take a letter back that a payment overtook before it was mailed: its claims are waived, it counts for nothing.

    Called in the transaction that mails it, so that nothing goes out after payment (DUN-5). Says whether it was (or
    had been) dropped. Records `ReminderDropped`. Raises `Reminder.DoesNotExist`.
    """
    with within(organization):
        holder = Reminder.objects.only("account_id").get(organization_id=organization, id=reminder).account_id
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=holder)
        letter = Reminder.objects.select_related("invoice").get(organization_id=organization, id=reminder)
        if letter.dropped_at is not None:
            return True
        if letter.invoice.outstanding.minor > 0:
            return False
        claims = LateClaim.objects.filter(organization_id=organization, reminder=letter)
        waive(organization, claims=[(each.id, each.left_minor) for each in claims], at=at)
        letter.dropped_at = at
        letter.save(update_fields=["dropped_at"])
        fact = ReminderDropped(account=letter.account_id, invoice=letter.invoice_id, reminder=letter.id)
        record(organization, fact=fact, actor=actor, at=at)
    return True


def _write(organization: OrganizationId, due: Due, text: LetterText, actor: Actor, at: datetime) -> Reminder:
    invoice, fee = due.invoice, due.verdict.fee.minor
    letter = Reminder.objects.create(
        id=new_id(),
        organization_id=organization,
        account_id=invoice.account_id,
        invoice=invoice,
        number=due.verdict.number,
        kind="demand" if due.verdict.is_demand else "reminder",
        fee_number=1 + sum(each.fee_minor > 0 for each in due.standing.earlier) if fee else None,
        fee_minor=fee,
        principal_minor=text.principal_minor,
        total_minor=text.total_minor,
        currency=invoice.currency,
        sent_on=due.today,
        deadline_on=text.deadline_on,
        snapshot=text.as_data(),
        made_at=at,
    )
    amounts = [("fee", fee), ("interest", due.interest_minor), ("compensation", due.compensation_minor)]
    claim(organization, invoice=invoice, amounts=amounts, today=due.today, at=at, reminder=letter.id)
    fact = ReminderSent(
        account=invoice.account_id,
        invoice=invoice.id,
        reminder=letter.id,
        number=letter.number,
        fee=Money(fee, invoice.currency),
        total=letter.total,
        is_demand=due.verdict.is_demand,
        deadline_on=letter.deadline_on,
    )
    record(organization, fact=fact, actor=actor, at=at)
    return letter
