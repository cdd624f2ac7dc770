"""Ask Betalingsservice once more for an invoice that it did not collect, because the company says so (PY-11)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.billing.actions.ask_debit import CannotAsk, ask_debit
from selvbetjening.domain.billing.actions.give_up_debit import give_up_debit
from selvbetjening.domain.billing.actions.sync_debit import held, waiting
from selvbetjening.domain.billing.lifecycle import FAILED_DEBIT, LIVE_DEBIT, DebitState
from selvbetjening.domain.billing.queries.debited import live_of, of_invoice, owed_of
from selvbetjening.domain.billing.rules.debit_answers import is_silent
from selvbetjening.domain.billing.rules.debits import decide
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


class Again(NamedTuple):
    """What is asked for: the amount, the banking day on which it is taken, and until when it can be taken back."""

    amount: Money
    pays_on: date
    open_until: datetime | None


def collect_again(organization: OrganizationId, *, invoice: UUID, actor: Actor, at: datetime) -> Again:
    """Ask for what is open of it, claims included, on the first day that is possible now; nothing of it waits.

    One that nobody has answered is given up first, in the same transaction. Decided under the account's lock: of two at
    once the second finds the first. Records `DebitAsked`. Raises
    `CannotAsk` with the reason (`under_way`, `not_failed`, `slip`, or one of `rules.debits` and `directdebit`), with
    nothing changed, and `Invoice.DoesNotExist`.
    """
    with within(organization):
        found, account = held(organization, invoice=invoice)
        live = live_of(organization, invoices=[invoice]).get(invoice)
        asked = live.collection if live else None
        today = copenhagen_day(at)
        if live and asked and is_silent(state=DebitState(live.state), final_on=asked.final_on, on=today):
            give_up_debit(organization, invoice=invoice, follows=True, actor=actor, at=at)
        states = [row.state for row in of_invoice(organization, invoice=invoice)]
        if reason := _not_again(states):
            raise CannotAsk(reason)
        owed = owed_of(organization, account=account, invoice=found, today=today)
        decision = decide(owed=owed, was=None, at=at)
        if decision.verb != "ask":
            raise CannotAsk(decision.reason)
        row = waiting(organization, invoice=found, at=at)
        ask_debit(organization, row=row, owed=owed, actor=actor, at=at)
        row.refresh_from_db()
    assert row.pays_on is not None  # noqa: S101 - the table's own constraint
    return Again(row.amount, row.pays_on, row.open_until)


def _not_again(states: list[str]) -> str:
    """Why a further try is none of a failed one; a slip may be paid for as long as it lies with the customer."""
    if any(state in LIVE_DEBIT for state in states):
        return "under_way"
    failed = [state for state in states if state in FAILED_DEBIT]
    if not failed:
        return "not_failed"
    return "slip" if "unpaid" in failed else ""
