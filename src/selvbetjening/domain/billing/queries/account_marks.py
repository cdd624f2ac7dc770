"""What accounts can be looked for by that hangs on them: subscriptions, ways to pay, money to their good."""

from datetime import date
from typing import Any, Final

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId

METHODS: Final = ("invoice", "payment_card", "betalingsservice", "direct_debit")
STATUSES: Final = ("scheduled", "active", "paused", "set_to_expire", "cancelled")
# In one currency: of several the largest. Django cannot group a union, so it is written out.
_GOOD: Final = """(
    SELECT coalesce(max(good.minor), 0)::bigint FROM (
        SELECT sum(left_minor) AS minor FROM (
            SELECT n.currency, n.total_minor - n.used_minor AS left_minor FROM invoicing_creditnote n
            WHERE n.organization_id = %s AND n.account_id = accounts_account.id AND n.used_minor < n.total_minor
            UNION ALL
            SELECT p.currency, p.overpaid_minor - p.used_minor FROM payments_payment p
            WHERE p.organization_id = %s AND p.account_id = accounts_account.id AND p.used_minor < p.overpaid_minor
        ) AS each GROUP BY each.currency
    ) AS good
)"""


def with_marks(organization: OrganizationId, *, found: QuerySet[Account], today: date) -> QuerySet[Account]:
    """The same accounts, that can be filtered by these names; a name that is not asked for costs nothing.

    `has_<status>` for each of `STATUSES`, and `has_none` for an account without any subscription; `collects_<method>`
    for each of `METHODS`: a subscription that has not ended is collected so; `has_card`: an active card that has not
    expired; `has_mandate`: an active agreement of Betalingsservice; `balance_minor`: what stands to its good, in øre
    of the currency in which it is most.
    """
    mine = Subscription.objects.filter(organization_id=organization, account_id=OuterRef("pk"))
    marks: dict[str, Any] = {f"has_{status}": Exists(mine.filter(_standing(status, today))) for status in STATUSES}
    marks["has_none"] = ~Exists(mine)
    running = mine.exclude(state=State.ENDED)
    for method in METHODS:
        own = Q(collection_method=method) | Q(collection_method="", account__collection_method=method)
        marks[f"collects_{method}"] = Exists(running.filter(own))
    marks["has_card"] = Exists(_cards(organization, today))
    mandates = Mandate.objects.filter(organization_id=organization, account_id=OuterRef("pk"), state="active")
    marks["has_mandate"] = Exists(mandates)
    marks["balance_minor"] = RawSQL(_GOOD, [organization, organization], output_field=BigIntegerField())  # noqa: S611 - a text of ours
    return found.alias(**marks)


def _standing(status: str, today: date) -> Q:
    return {
        "scheduled": Q(state=State.ACTIVE, started_on__gt=today),
        "active": Q(state=State.ACTIVE, started_on__lte=today),
        "paused": Q(state=State.PAUSED),
        "set_to_expire": Q(state=State.CANCELLED),
        "cancelled": Q(state=State.ENDED),
    }[status]


def _cards(organization: OrganizationId, today: date) -> QuerySet[PaymentCard]:
    """A card is good for the whole of its last month."""
    active = PaymentCard.objects.filter(organization_id=organization, account_id=OuterRef("pk"), state="active")
    later = Q(exp_year__gt=today.year) | Q(exp_year=today.year, exp_month__gte=today.month)
    return active.filter(later | Q(exp_year__isnull=True))
