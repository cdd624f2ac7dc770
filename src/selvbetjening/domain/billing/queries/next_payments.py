"""The next payment of one subscription, as the run will ask for it."""

from dataclasses import dataclass
from datetime import date, timedelta

from selvbetjening.domain.billing.queries.facts import standing_of
from selvbetjening.domain.billing.rules.outlooks import upcoming
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class NextPayment:
    """A day on which something is invoiced, and how much incl. VAT."""

    on: date
    total: Money


def next_payment(organization: OrganizationId, *, subscription: Subscription, today: date) -> NextPayment | None:
    """The first day from today on that costs something; None where nothing comes within 400 days of the next period.

    The subscription is read with its terms and plan. A free period is not a payment. Three queries.
    """
    mine, days = standing_of(organization, subscription=subscription, today=today)
    first = max(mine.renews_on, mine.ahead_to or mine.renews_on)
    for until in (first, first + _AHEAD):
        for charge in upcoming(mine=mine, until=until, days_before=days):
            if total := charge.summed.total_minor:
                return NextPayment(max(charge.on, today), Money(total, mine.terms.currency))
    return None
