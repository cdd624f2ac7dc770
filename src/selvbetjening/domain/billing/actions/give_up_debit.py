"""An invoice that was asked for and that nobody answers: told once, and given up when somebody says so (17.2: 7)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.ask_debit import CannotAsk
from selvbetjening.domain.billing.actions.sync_debit import held
from selvbetjening.domain.billing.events import DebitFailed, DebitsUnanswered
from selvbetjening.domain.billing.lifecycle import DEBIT, DebitState
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.billing.queries.debited import live_of, silent
from selvbetjening.domain.billing.rules.debit_answers import is_silent
from selvbetjening.domain.directdebit.actions.give_up_collection import give_up_collection
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def give_up_debit(
    organization: OrganizationId, *, invoice: UUID, follows: bool = False, actor: Actor, at: datetime
) -> InvoiceCollection:
    """The payer pays it herself from now on, and is told; not where another try `follows`, which she is told of.

    What was asked for is cancelled here; Betalingsservice may have made it all the same, and is believed if it says so.
    Records `DebitFailed` and `CollectionCancelled`. Raises `CannotAsk` (`answered`) where it is not silent any more,
    and `Invoice.DoesNotExist`.
    """
    today = copenhagen_day(at)
    with within(organization):
        held(organization, invoice=invoice)
        row = live_of(organization, invoices=[invoice]).get(invoice)
        asked = row.collection if row else None
        if (
            row is None
            or asked is None
            or not is_silent(state=DebitState(row.state), final_on=asked.final_on, on=today)
        ):
            raise CannotAsk("answered")
        if not give_up_collection(organization, collection=asked.id, actor=actor, at=at):
            raise CannotAsk("answered")
        mine = InvoiceCollection.objects.filter(organization_id=organization, id=row.id)
        # Whoever gives it up knows it: no mail tells the company once more.
        moved = {"state": DEBIT.after(DebitState.ASKED, "give_up"), "moved_at": at, "told_at": at}
        mine.filter(state__in=DEBIT.sources("give_up")).update(**moved)
        if not follows:
            fact = DebitFailed(
                account=row.account_id,
                invoice=invoice,
                amount=row.amount,
                outcome="unanswered",
                on=row.pays_on or today,
            )
            record(organization, fact=fact, actor=actor, at=at)
        return mine.get()


def note_silent(organization: OrganizationId, *, at: datetime) -> int:
    """Say once of each invoice that nobody has answered; how many are new. Records `DebitsUnanswered`."""
    with within(organization):
        one_at_a_time(organization, what="billing:silent")
        new = [row.id for row in silent(organization, today=copenhagen_day(at)) if row.silent_told_at is None]
        if new:
            InvoiceCollection.objects.filter(organization_id=organization, id__in=new).update(silent_told_at=at)
            record(organization, fact=DebitsUnanswered(count=len(new)), actor=SYSTEM, at=at)
    return len(new)
