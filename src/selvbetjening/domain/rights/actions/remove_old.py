"""Remove what the books need no more, of customers whom nobody erased by hand, too (GDP-2, GDP-4, BOK-1).

Should minus was: each run asks what is too old and still there, in batches of one transaction each. It may be killed,
run twice or late.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.billing.models import Contract, LegalAct
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.rights.actions.erase import ErasureRefused, erase_account
from selvbetjening.domain.rights.actions.forget_documents import NO_NAME, forget_credit_notes, forget_invoices
from selvbetjening.domain.rights.events import RetentionEnded
from selvbetjening.domain.rights.queries import removable
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 500


def remove_old(organization: OrganizationId, *, today: date, at: datetime) -> int:
    """Invoices, credit notes, legal acts and contracts of former years lose who it was; then finished accounts go.

    Numbers, amounts, days and digests stay. What is open in any way is held (`queries.removable`). Returns how many
    documents and accounts were worked on; records `RetentionEnded` for each account with documents, and `PersonErased`
    for each that was finished. Nobody is written to: after five years the address may be another's.
    """
    gone = 0
    for some in (_invoices, _credit_notes, _acts, _contracts):
        while count := some(organization, today, at):
            gone += count
    return gone + _accounts(organization, today, at)


def _invoices(organization: OrganizationId, today: date, at: datetime) -> int:
    with within(organization):
        old = removable.old_invoices(organization, today=today).order_by("retain_until", "id")
        rows = list(old.select_for_update(skip_locked=True)[:_AT_ONCE])
        forget_invoices(organization, invoices=rows, today=today)
        return _noted(organization, (row.account_id for row in rows), at)


def _credit_notes(organization: OrganizationId, today: date, at: datetime) -> int:
    with within(organization):
        old = removable.old_credit_notes(organization, today=today).order_by("retain_until", "id")
        rows = list(old.select_for_update(skip_locked=True, of=("self",))[:_AT_ONCE])
        forget_credit_notes(organization, notes=rows, today=today)
        return _noted(organization, (row.account_id for row in rows), at)


def _acts(organization: OrganizationId, today: date, at: datetime) -> int:
    with within(organization):
        old = removable.old_acts(organization, today=today).order_by("retain_until", "id")
        rows = list(old.values_list("id", "account_id")[:_AT_ONCE])
        LegalAct.objects.filter(organization_id=organization, id__in=[id_ for id_, _ in rows]).update(
            name=NO_NAME, receipt_address="", statement="", receipt=b"", content_erased_on=today
        )
        return _noted(organization, (account for _, account in rows), at)


def _contracts(organization: OrganizationId, today: date, at: datetime) -> int:
    with within(organization):
        old = removable.old_contracts(organization, today=today).order_by("retain_until", "id")
        rows = list(old.values_list("id", "account_id")[:_AT_ONCE])
        mine = Contract.objects.filter(organization_id=organization, id__in=[id_ for id_, _ in rows])
        mine.update(confirmation=b"", content_erased_on=today)
        return _noted(organization, (account for _, account in rows), at)


def _accounts(organization: OrganizationId, today: date, at: datetime) -> int:
    with within(organization):
        found = list(removable.finished_accounts(organization, today=today).values_list("id", flat=True))
    gone = 0
    for account in found:
        try:
            erase_account(organization, account=account, actor=SYSTEM, at=at, tell=False)
        except ErasureRefused:  # somebody came back in the meantime
            continue
        gone += 1
    return gone


def _noted(organization: OrganizationId, accounts: Iterable[UUID], at: datetime) -> int:
    counts = Counter(accounts)
    for account, count in counts.items():
        record(organization, fact=RetentionEnded(account=account, erasure=None, documents=count), actor=SYSTEM, at=at)
    return counts.total()
