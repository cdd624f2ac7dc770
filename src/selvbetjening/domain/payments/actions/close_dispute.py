"""End a dispute: the company accepts or turns it down, or the customer takes it back (CM-06)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext, override

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.credit import Credit
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.give_credit import give_credit
from selvbetjening.domain.payments.actions.write_in_dispute import hold_dispute, keep_message
from selvbetjening.domain.payments.events import DisputeAccepted, DisputeRejected, DisputeWithdrawn
from selvbetjening.domain.payments.lifecycle import DISPUTE, DisputeState
from selvbetjening.domain.payments.models import Dispute
from selvbetjening.domain.payments.rules.disputes import DisputeRefused, checked_text, new_due_date
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
        line = InvoiceLine.objects.select_related("invoice").get(organization_id=organization, id=found.invoice_line_id)
        # Closed first: what is credited must not be counted as disputed once more.
        _close(found, "accept", at)
        if line.creditable_minor > 0:
            with override(line.invoice.language):
                reason = gettext("Dispute accepted")
            lines: Sequence[Credit] = [Credit(invoice_line=line.id, net_minor=line.creditable_minor)]
            give_credit(organization, account=found.account_id, lines=lines, reason=reason, actor=actor, at=at)
        fact = DisputeAccepted(
            account=found.account_id, dispute=found.id, invoice=found.invoice_id, amount=found.amount
        )  # fmt: skip
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
        days = Organization.objects.get(id=organization).choice("dispute_new_due_days")
        found.new_due_on = new_due_date(
            closed_on=copenhagen_day(at), due_on=found.invoice.due_on, wanted=new_due_on, days=days
        )
        _say(organization, found, words, at)
        _close(found, "reject", at)
        fact = DisputeRejected(
            account=found.account_id,
            dispute=found.id,
            invoice=found.invoice_id,
            amount=found.amount,
            new_due_on=found.new_due_on,
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


def _say(organization: OrganizationId, dispute: Dispute, text: str, at: datetime) -> None:
    if text.strip():
        keep_message(organization, dispute=dispute, author="company", text=checked_text(text=text), at=at)


def _close(dispute: Dispute, verb: str, at: datetime) -> None:
    dispute.state = DISPUTE.after(DisputeState(dispute.state), verb)
    dispute.closed_on, dispute.closed_at = copenhagen_day(at), at
    dispute.save(update_fields=["state", "closed_on", "closed_at", "new_due_on"])
