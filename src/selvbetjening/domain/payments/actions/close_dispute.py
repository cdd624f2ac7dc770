"""End a dispute: the company accepts it, a part of it or nothing, or the customer takes it back (CM-06)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext, override

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.credit import Credit, Credited
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.give_credit import give_credit
from selvbetjening.domain.payments.actions.write_in_dispute import hold_dispute, keep_message
from selvbetjening.domain.payments.events import (
    DisputeAccepted,
    DisputePartlyAccepted,
    DisputeRejected,
    DisputeWithdrawn,
)
from selvbetjening.domain.payments.lifecycle import DISPUTE, DisputeState
from selvbetjening.domain.payments.models import Dispute
from selvbetjening.domain.payments.queries.disputes import category_of
from selvbetjening.domain.payments.rules.disputes import DisputeRefused, checked_text, new_due_date, part_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId


def accept_dispute(
    organization: OrganizationId, *, dispute: UUID, text: str = "", actor: Actor, at: datetime
) -> Dispute:
    """Credit what is left of the line; the credit pays the invoice's rest, and fees and interest of it are waived.

    Records `DisputeAccepted` and what `give_credit` records. Raises `DisputeRefused("closed")` and what the text says.
    """
    with within(organization):
        found = _held(organization, dispute, "accept")
        _say(organization, found, text, at)
        line = _line(organization, found)
        # Closed first: what is credited must not be counted as disputed once more.
        _close(found, "accept", at)
        if line.creditable_minor > 0:
            _credit(organization, found, line, line.creditable_minor, actor, at)
        fact = DisputeAccepted(
            account=found.account_id, dispute=found.id, invoice=found.invoice_id, amount=found.amount
        )  # fmt: skip
        record(organization, fact=fact, actor=actor, at=at)
    return found


def accept_part(
    organization: OrganizationId,
    *,
    dispute: UUID,
    part_minor: int,
    text: str,
    new_due_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> Dispute:
    """Credit `part_minor`, incl. VAT, of the line and say why not more; the rest is due on a new day, as turned down.

    Interest and fees of the part are waived, dunning of the rest resumes after the new day. Records
    `DisputePartlyAccepted` and what `give_credit` records. Raises `DisputeRefused` (`part`, and what `reject_dispute`
    does).
    """
    words = checked_text(text=text)
    with within(organization):
        found = _held(organization, dispute, "accept_part")
        line = _line(organization, found)
        net = _part(organization, found, line, part_minor)
        due_on = _due_again(organization, found, new_due_on, at)
        _say(organization, found, words, at)
        found.accepted_minor = part_minor
        _close(found, "accept_part", at)
        note = _credit(organization, found, line, net, actor, at)
        if note.total.minor != part_minor:  # the VAT of a whole note may be an øre more or less
            found.accepted_minor = note.total.minor
            found.save(update_fields=["accepted_minor"])
        fact = DisputePartlyAccepted(
            account=found.account_id,
            dispute=found.id,
            invoice=found.invoice_id,
            amount=found.accepted,
            left=found.turned_down,
            new_due_on=due_on,
        )
        record(organization, fact=fact, actor=actor, at=at)
    return found


def reject_dispute(
    organization: OrganizationId,
    *,
    dispute: UUID,
    text: str,
    new_due_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> Dispute:
    """Turn it down and say why; the amount is due on a new day, at least ten days out, and dunning resumes after it.

    Records `DisputeRejected`. Raises `DisputeRefused` (`closed`, `new_due_on`, and what the text says).
    """
    words = checked_text(text=text)
    with within(organization):
        found = _held(organization, dispute, "reject")
        due_on = _due_again(organization, found, new_due_on, at)
        _say(organization, found, words, at)
        _close(found, "reject", at)
        fact = DisputeRejected(
            account=found.account_id,
            dispute=found.id,
            invoice=found.invoice_id,
            amount=found.amount,
            new_due_on=due_on,
        )
        record(organization, fact=fact, actor=actor, at=at)
    return found


def withdraw_dispute(
    organization: OrganizationId, *, account: UUID, dispute: UUID, actor: Actor, at: datetime
) -> Dispute:
    """Take it back; the amount is to be paid as before. Records `DisputeWithdrawn`. Raises as the others do."""
    with within(organization):
        found = _held(organization, dispute, "withdraw", account)
        _close(found, "withdraw", at)
        fact: Fact = DisputeWithdrawn(account=found.account_id, dispute=found.id, invoice=found.invoice_id)
        record(organization, fact=fact, actor=actor, at=at)
    return found


def _held(organization: OrganizationId, dispute: UUID, verb: str, account: UUID | None = None) -> Dispute:
    """The dispute under the account's lock, which every act on money takes first."""
    mine = Dispute.objects.filter(organization_id=organization, id=dispute)
    holder = (mine.filter(account_id=account) if account else mine).get().account_id
    Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=holder)
    found = hold_dispute(organization, dispute=dispute, account=account)
    if not DISPUTE.may(DisputeState(found.state), verb):
        raise DisputeRefused("closed")
    return found


def _line(organization: OrganizationId, dispute: Dispute) -> InvoiceLine:
    mine = InvoiceLine.objects.select_related("invoice").filter(organization_id=organization)
    return mine.get(id=dispute.invoice_line_id)


def _part(organization: OrganizationId, dispute: Dispute, line: InvoiceLine, wanted_minor: int) -> int:
    return part_of(
        wanted_minor=wanted_minor,
        amount_minor=dispute.amount_minor,
        left_net_minor=line.creditable_minor,
        category=category_of(organization, line=line),
        basis_points=line.vat_basis_points,
    )


def _credit(
    organization: OrganizationId, dispute: Dispute, line: InvoiceLine, net_minor: int, actor: Actor, at: datetime
) -> Credited:
    with override(line.invoice.language):
        reason = gettext("Dispute accepted")
    lines = [Credit(invoice_line=line.id, net_minor=net_minor)]
    return give_credit(organization, account=dispute.account_id, lines=lines, reason=reason, actor=actor, at=at)[0]


def _due_again(organization: OrganizationId, dispute: Dispute, wanted: date | None, at: datetime) -> date:
    """Give what is turned down its new day. Raises `DisputeRefused("new_due_on")`."""
    days = Organization.objects.get(id=organization).choice("dispute_new_due_days")
    due_on = new_due_date(closed_on=copenhagen_day(at), due_on=dispute.invoice.due_on, wanted=wanted, days=days)
    dispute.new_due_on = due_on
    return due_on


def _say(organization: OrganizationId, dispute: Dispute, text: str, at: datetime) -> None:
    if text.strip():
        keep_message(organization, dispute=dispute, author="company", text=checked_text(text=text), at=at)


def _close(dispute: Dispute, verb: str, at: datetime) -> None:
    dispute.state = DISPUTE.after(DisputeState(dispute.state), verb)
    dispute.closed_on, dispute.closed_at = copenhagen_day(at), at
    dispute.save(update_fields=["state", "accepted_minor", "closed_on", "closed_at", "new_due_on"])
