"""How unpaid invoices stand: what of them is disputed, deferred or in a plan, and what bears interest (CM-06)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.queries.late import handed_over, reminders_by_invoice
from selvbetjening.domain.invoicing.rules.fees import SentLetter
from selvbetjening.domain.invoicing.rules.interest import Late, interest_from
from selvbetjening.domain.invoicing.rules.letters import Manner, Roll, Standing, rolled
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import CreditUse, Deferral, Dispute, Payment, PaymentPlan, PaymentReversal
from selvbetjening.domain.payments.queries.on_their_way import Charges, on_their_way
from selvbetjening.domain.payments.queries.reversals import paused
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_FOREVER = date.max


def manner_of(*, organization: Organization, currency: str = "DKK") -> Manner:
    """How the company reminds, from its settings; in another currency than kroner a reminder costs nothing.

    The caps of the law are in kroner, and a fee must not grow with an exchange rate.
    """
    days = sorted({int(day) for day in organization.choice("reminder_days").split(",") if day.strip()})
    return Manner(
        on=organization.choice("send_reminders"),
        days=tuple(days),
        fee_minor=organization.choice("reminder_fee") if currency == "DKK" else 0,
        grace_days=organization.choice("reminder_grace_days"),
        roll=organization.choice("due_date_roll"),
        demand=organization.choice("collection_demand"),
        limitation_months=organization.choice("limitation_months"),
    )


def standings(
    organization: OrganizationId, *, invoices: Sequence[Invoice], today: date, methods: dict[UUID, bool]
) -> dict[UUID, Standing]:
    """How each invoice stands today, by id. `methods`: account → is its method reminded; 8 queries."""
    ids = [invoice.id for invoice in invoices]
    letters = reminders_by_invoice(organization, invoices=ids)
    handed = handed_over(organization, invoices=ids)
    disputes: dict[UUID, list[Dispute]] = {}
    for dispute in Dispute.objects.filter(organization_id=organization, invoice_id__in=ids):
        disputes.setdefault(dispute.invoice_id, []).append(dispute)
    deferrals = {
        each.invoice_id: each for each in Deferral.objects.filter(organization_id=organization, invoice_id__in=ids)
    }
    plans = {
        each.invoice_id: each for each in PaymentPlan.objects.filter(organization_id=organization, invoice_id__in=ids)
    }
    charges = on_their_way(organization, invoices=ids)
    resting = paused(organization, invoices=ids)
    return {
        invoice.id: _standing(
            invoice,
            [SentLetter(letter.sent_on, letter.fee_minor) for letter in letters.get(invoice.id, [])],
            disputes.get(invoice.id, []),
            deferrals.get(invoice.id),
            plans.get(invoice.id),
            handed_over=invoice.id in handed,
            charges=charges,
            resting=invoice.id in resting,
            reminded=methods.get(invoice.account_id, True),
            today=today,
        )
        for invoice in invoices
    }


def _standing(
    invoice: Invoice,
    letters: list[SentLetter],
    disputes: list[Dispute],
    deferral: Deferral | None,
    plan: PaymentPlan | None,
    *,
    handed_over: bool,
    charges: Charges,
    resting: bool,
    reminded: bool,
    today: date,
) -> Standing:
    left = invoice.outstanding.minor
    later = [dispute.new_due_on for dispute in disputes if dispute.new_due_on]
    if deferral:
        later.append(deferral.until_on)
    if invoice.id in charges.failed_on:
        later.append(charges.failed_on[invoice.id])
    return Standing(
        due_on=invoice.due_on,
        left_minor=left,
        disputed_minor=min(left, sum(dispute.amount_minor for dispute in disputes if dispute.is_live)),
        earlier=letters,
        not_before=max(later, default=None),
        deferred=deferral is not None and today <= deferral.until_on,
        plan_kept=plan is not None and plan.state == "kept",
        plan_broken=plan is not None and plan.state == "broken",
        handed_over=handed_over,
        collecting=invoice.id in charges.running,
        paused=resting,
        reminded_method=reminded,
    )


def late_of(organization: OrganizationId, *, invoice: Invoice, roll: Roll, disputed_bears: bool) -> Late:
    """What of the invoice bears interest on which days (INT-2, INT-5).

    A payment counts from the day it was paid, and no more from the day on which its money left again; a credit note of
    the invoice itself as if that had never been owed. Days of deferral and of an instalment plan bear nothing, nor does
    what is disputed unless `disputed_bears`.
    """
    starts_on = interest_from(due_on=rolled(due_on=invoice.due_on, roll=roll), demanded_on=invoice.issued_on)
    steps = [(starts_on, invoice.total_minor), *_paid(organization, invoice, starts_on)]
    if not disputed_bears:
        steps += _disputed(organization, invoice)
    return Late(steps=steps, pauses=_pauses(organization, invoice, roll))


def _paid(organization: OrganizationId, invoice: Invoice, starts_on: date) -> list[tuple[date, int]]:
    payments = Payment.objects.filter(organization_id=organization, invoice=invoice).prefetch_related("claim_payments")
    steps = [
        (
            payment.paid_on,
            payment.overpaid_minor
            + sum(part.amount_minor for part in payment.claim_payments.all())
            - payment.amount_minor,
        )
        for payment in payments
    ]
    gone = PaymentReversal.objects.filter(organization_id=organization, invoice=invoice)
    steps += [(row.reversed_on, row.unsettled_minor) for row in gone]
    uses = CreditUse.objects.filter(organization_id=organization, invoice=invoice, claim=None).select_related(
        "credit_note"
    )
    for use in uses:
        own = use.credit_note is not None and use.credit_note.invoice_id == invoice.id
        steps.append((starts_on if own else copenhagen_day(use.used_at), -use.amount_minor))
    return steps


def _disputed(organization: OrganizationId, invoice: Invoice) -> list[tuple[date, int]]:
    """What was disputed bears nothing from the first day on; what was turned down bears again when it is due again."""
    steps = []
    for dispute in Dispute.objects.filter(organization_id=organization, invoice=invoice).exclude(state="accepted"):
        minor = dispute.turned_down.minor  # a part that was accepted is credited, as if it had never been owed
        steps.append((dispute.opened_on, -minor))
        if again := dispute.new_due_on or dispute.closed_on:
            steps.append((again, minor))
    return steps


def _pauses(organization: OrganizationId, invoice: Invoice, roll: Roll) -> list[tuple[date, date]]:
    pauses = [
        (deferral.from_on, rolled(due_on=deferral.until_on, roll=roll))
        for deferral in Deferral.objects.filter(organization_id=organization, invoice=invoice)
    ]
    plans = PaymentPlan.objects.filter(organization_id=organization, invoice=invoice)
    return pauses + [(plan.made_on, plan.closed_on or _FOREVER) for plan in plans]
