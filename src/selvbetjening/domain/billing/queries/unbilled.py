"""Who is due and cannot be billed, and why: what staff must mend so that the next run bills them."""

from dataclasses import dataclass
from datetime import date

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.queries.issuable import issue_refusals
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.queries import with_something_due
from selvbetjening.domain.subscriptions.rules import InvoicedBefore
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Unbilled:
    """An account that waits; `reason` is `seller_incomplete` or `exchange_rate`, `since` its oldest open period."""

    account: Account
    currency: str
    reason: str
    since: date


def unbilled(organization: OrganizationId, *, today: date, limit: int = 200) -> list[Unbilled]:
    """The accounts that the billing run passes over today, longest waiting first: computed, so never out of date.

    Two queries, three where there are any.
    """
    owner = Organization.objects.get(id=organization)
    due = with_something_due(organization, before=InvoicedBefore.of(owner.choice), today=today)
    currencies = due.order_by().values_list("terms__currency", flat=True).distinct()
    refused = issue_refusals(owner, currencies=list(currencies), on=today)
    if not refused:
        return []
    rows = due.filter(terms__currency__in=refused).order_by("renews_on", "account__code")
    oldest: dict[tuple[Account, str], date] = {}
    for each in rows.select_related("account", "terms")[:limit]:
        oldest.setdefault((each.account, each.terms.currency), each.renews_on)
    return [Unbilled(account, currency, refused[currency], since) for (account, currency), since in oldest.items()]
