"""Bring what Betalingsservice is asked for into line with what an invoice owes: should minus was.

May run twice, by two at once and be killed anywhere. Everything is decided under the account's lock, which a charge to
a card takes too (`start_charge`, `release_for_card`): an invoice is asked for in one way at a time.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.ask_debit import CannotAsk, ask_debit
from selvbetjening.domain.billing.events import DebitNotAsked, DebitWithdrawn
from selvbetjening.domain.billing.lifecycle import DEBIT, DebitState
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.billing.queries.debited import live_of, owed_of, with_bank
from selvbetjening.domain.billing.rules.debits import CURRENCY, METHOD, WAITS, Owed, Verb, decide
from selvbetjening.domain.directdebit.actions.withdraw_collections import withdraw_collections
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: Nobody needs to be told that what is paid, or goes another way by a wish of its own, is not asked for.
_QUIET: Final = frozenset({"paid", "method", "handed_over", "paused"})


def plan_debit(organization: OrganizationId, *, invoice: UUID, at: datetime) -> bool:
    """An invoice that was just issued is collected through Betalingsservice, if that is how its account pays.

    What the document says decides first: a card that is to be charged for it goes before. What cannot be collected
    that way (not in kroner, or there is no mandate) is stopped at once, and is paid as any invoice. Says whether it
    was asked for or waits. Twice is once. Raises `Invoice.DoesNotExist`.
    """
    with within(organization):
        if not _may_go_by_debit(organization, invoice):
            return False
        found, account = held(organization, invoice=invoice)
        owed = owed_of(organization, account=account, invoice=found, today=copenhagen_day(at))
        if not owed.by_debit or owed.now_minor <= 0:
            return False
        if InvoiceCollection.objects.filter(organization_id=organization, invoice=found).exists():
            return False
        row = waiting(organization, invoice=found, at=at)
        if found.currency != CURRENCY:
            _stop(organization, row, "currency", at)
            return False
        return _sync(organization, row, owed, at) in ("ask", "wait")


def sync_debit(organization: OrganizationId, *, invoice: UUID, at: datetime) -> Verb | None:
    """Do what is to be done about one invoice now; what that was, None where nothing of it is under way.

    Records `DebitAsked`, `DebitWithdrawn` and `DebitNotAsked`. Raises `Invoice.DoesNotExist`.
    """
    with within(organization):
        if not live_of(organization, invoices=[invoice]):
            return None
        found, account = held(organization, invoice=invoice)
        row = live_of(organization, invoices=[invoice]).get(invoice)
        if row is None:
            return None
        return _sync(
            organization, row, owed_of(organization, account=account, invoice=found, today=copenhagen_day(at)), at
        )


def _may_go_by_debit(organization: OrganizationId, invoice: UUID) -> bool:
    """One cheap question, for it is asked of every invoice of every run."""
    by_itself = Subscription.objects.filter(
        organization_id=organization, account_id=OuterRef("account_id"), collection_method=METHOD
    )
    mine = Invoice.objects.filter(organization_id=organization, id=invoice).annotate(some=Exists(by_itself))
    told = mine.values_list("snapshot__payment__by_card", "account__collection_method", "some")
    by_card, method, some = told.get()
    return not by_card and (some or method == METHOD)


def held(organization: OrganizationId, *, invoice: UUID) -> tuple[Invoice, Account]:
    """Invoice and account, the account locked. Raises `Invoice.DoesNotExist`."""
    holder = Invoice.objects.values_list("account_id", flat=True).get(organization_id=organization, id=invoice)
    account = Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=holder)
    # Not before the lock: what somebody settled while we waited is read as it is now.
    return Invoice.objects.get(organization_id=organization, id=invoice), account


def waiting(organization: OrganizationId, *, invoice: Invoice, at: datetime, reason: str = "") -> InvoiceCollection:
    """A new try that waits to be asked for, in the transaction of a caller who holds the account."""
    return InvoiceCollection.objects.create(
        organization_id=organization,
        account_id=invoice.account_id,
        invoice=invoice,
        state=DebitState.WAITING,
        reason=reason,
        made_at=at,
        moved_at=at,
    )


def _sync(organization: OrganizationId, row: InvoiceCollection, owed: Owed, at: datetime) -> Verb:
    decision = decide(owed=owed, was=with_bank(row=row), at=at)
    if decision.verb in ("withdraw", "again"):
        follows = decision.verb == "again" or decision.reason in WAITS
        next_row = withdraw(organization, row=row, reason=decision.reason, follows=follows, at=at)
        if decision.verb == "again" and next_row is not None:
            _ask(organization, next_row, owed, at)
    elif decision.verb == "stop":
        _stop(organization, row, decision.reason, at)
    elif decision.verb == "ask":
        _ask(organization, row, owed, at)
    elif decision.verb == "wait" and row.reason != decision.reason:
        InvoiceCollection.objects.filter(organization_id=organization, id=row.id).update(reason=decision.reason)
    return decision.verb


def _ask(organization: OrganizationId, row: InvoiceCollection, owed: Owed, at: datetime) -> None:
    try:
        ask_debit(organization, row=row, owed=owed, at=at)
    except CannotAsk as cannot:
        if cannot.waits:
            InvoiceCollection.objects.filter(organization_id=organization, id=row.id).update(reason=cannot.reason)
        else:
            _stop(organization, row, cannot.reason, at)


def _stop(organization: OrganizationId, row: InvoiceCollection, reason: str, at: datetime) -> None:
    mine = InvoiceCollection.objects.filter(organization_id=organization, id=row.id, state__in=DEBIT.sources("stop"))
    if mine.update(state=DebitState.STOPPED, reason=reason, moved_at=at) and reason not in _QUIET:
        fact = DebitNotAsked(account=row.account_id, invoice=row.invoice_id, reason=reason)
        record(organization, fact=fact, actor=SYSTEM, at=at)


def withdraw(
    organization: OrganizationId, *, row: InvoiceCollection, reason: str, follows: bool, at: datetime
) -> InvoiceCollection | None:
    """Take back what was asked for, in the transaction of a caller who holds the account.

    Gives a new waiting row where it is to be asked for again (`follows`), else the withdrawn one; None where it is too
    late, and it stays asked for. Records `DebitWithdrawn`.
    """
    assert row.collection_id is not None  # noqa: S101 - the table's own constraint
    done = withdraw_collections(organization, collections=[row.collection_id], at=at)
    if not (done.cancelled or done.in_next_file):
        return None
    mine = InvoiceCollection.objects.filter(organization_id=organization, id=row.id)
    mine.filter(state__in=DEBIT.sources("withdraw")).update(state=DebitState.WITHDRAWN, reason=reason, moved_at=at)
    fact = DebitWithdrawn(account=row.account_id, invoice=row.invoice_id, amount=row.amount, reason=reason)
    record(organization, fact=fact, actor=SYSTEM, at=at)
    return waiting(organization, invoice=row.invoice, at=at, reason=reason) if follows else mine.get()
