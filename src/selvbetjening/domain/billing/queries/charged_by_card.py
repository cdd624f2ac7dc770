"""Which open invoices are charged by themselves, as a page may promise it."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.payments.queries.announced import Announced, announced
from selvbetjening.domain.payments.rules.collecting import still_by_card
from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId


def charged_by_card(
    organization: OrganizationId, *, account: UUID, items: Iterable[OpenItem], today: date
) -> dict[UUID, Announced]:
    """What is announced of these, less what is not paid by card any more: its charge is called off on the day.

    Also what a card would have been charged for, had it not expired by then: that is not promised. What is being
    charged at this moment is in it, whatever its way is by now. Six queries, one where no card pays anything.
    """
    found = announced(organization, account=account, items=items, today=today)
    planned = [invoice for invoice, each in found.items() if not each.is_running]
    if not planned:
        return found
    own = Account.objects.only("collection_method").get(organization_id=organization, id=account).collection_method
    methods = _methods(organization, planned)
    return {
        invoice: each
        for invoice, each in found.items()
        if each.is_running or still_by_card(methods=methods[invoice], account_method=own)
    }


def _methods(organization: OrganizationId, invoices: Sequence[UUID]) -> dict[UUID, list[str]]:
    """By invoice, how each subscription on it is to be paid; empty for as its account is."""
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice_id__in=invoices)
    pairs = set(lines.values_list("invoice_id", "subscription_id"))
    mine = Subscription.objects.filter(organization_id=organization, id__in={each for _invoice, each in pairs})
    of = dict(mine.values_list("id", "collection_method"))
    found: dict[UUID, list[str]] = {invoice: [] for invoice in invoices}
    for invoice, subscription in pairs:
        if subscription is not None:
            found[invoice].append(of[subscription])
    return found
