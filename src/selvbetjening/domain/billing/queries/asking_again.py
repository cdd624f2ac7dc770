"""Which of the collections that failed Betalingsservice can be asked for once more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.models import InvoiceCollection, MandateLink
from selvbetjening.domain.directdebit.queries.asking import days_of
from selvbetjening.domain.directdebit.rules.asking import possible
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def may_ask_again(organization: OrganizationId, *, failed: Sequence[InvoiceCollection], at: datetime) -> set[UUID]:
    """The invoices, of these tries, whose customer has an active mandate and a possible day; one query for all.

    What else may be in the way (a dispute, instalments, a card) `actions.collect_again` says when it is asked.
    """
    if not failed:
        return set()
    today = copenhagen_day(at)
    links = MandateLink.objects.filter(
        organization_id=organization, account_id__in={row.account_id for row in failed}, ended_at__isnull=True,
        mandate__state="active", mandate__agreement__state="active", mandate__agreement__starts_on__lte=today,
    ).select_related("mandate__agreement")  # fmt: skip
    days = {
        link.account_id: possible(from_on=today, at=at, days=days_of(agreement=link.mandate.agreement))
        for link in links
    }
    # The slip of an unpaid one lies with the customer still, and may be paid.
    return {row.invoice_id for row in failed if row.state != "unpaid" and days.get(row.account_id)}
