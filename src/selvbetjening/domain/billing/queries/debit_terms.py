"""What invoices say of Betalingsservice: the three numbers, and whether the money is taken that way (2, 17.1: 18)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import MandateLink
from selvbetjening.domain.billing.rules.debits import CURRENCY, by_debit, customer_number_of
from selvbetjening.domain.directdebit.queries import agreements
from selvbetjening.domain.invoicing.documents.freeze import Debit, DebitOf
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.kernel.ids import OrganizationId

# Numbers that are several accounts': whose mandate it is could not be told by them.
_TWINS: Final = """
    SELECT ltrim(upper(translate(code, '- ', '')), '0') COLLATE "C" AS key FROM accounts_account
    WHERE organization_id = %s GROUP BY key HAVING count(*) > 1 AND bool_or(id = ANY(%s::uuid[]))
"""


@dataclass(frozen=True, slots=True)
class DebitTerms:
    """Of some accounts. `own` are the numbers of those with a mandate, `offered` PBS number and group for the others;
    None where the company has no agreement, or several between which nobody has chosen."""

    own: dict[UUID, Debit] = field(default_factory=dict)
    offered: tuple[str, str] | None = None
    twins: frozenset[str] = frozenset()

    def of(self, *, account: Account, currency: str, methods: Iterable[str], by_card: bool) -> Debit | None:
        """What an invoice of this account says; `methods` are those of the subscriptions on it."""
        if currency != CURRENCY or account.party_type == "public":
            return None
        ways = list(methods)
        taken = not by_card and by_debit(
            methods=ways, account_method=account.collection_method, party_type=account.party_type
        )
        if mine := self.own.get(account.id):
            return mine._replace(is_active=taken)
        number = customer_number_of(code=account.code)
        if self.offered is None or not number or number.lstrip("0") in self.twins:
            return None
        return Debit(*self.offered, number, is_active=False)


def debit_terms(organization: OrganizationId, *, accounts: Collection[Account], today: date) -> DebitTerms:
    """Read them for these accounts; one query where the company has no agreement, three where it has."""
    mine = agreements(organization, active_on=today, is_test=False)
    if not mine:
        return DebitTerms()
    wanted = [account.id for account in accounts]
    links = MandateLink.objects.filter(
        organization_id=organization, account_id__in=wanted, ended_at__isnull=True, mandate__state="active",
        mandate__agreement__state="active",
    ).select_related("mandate__agreement")  # fmt: skip
    own = {link.account_id: _numbers(link) for link in links.order_by("made_at")}
    with connection.cursor() as cursor:
        cursor.execute(_TWINS, [organization, array(wanted)])
        twins = frozenset(key for (key,) in cursor.fetchall())
    return DebitTerms(own, (mine[0].pbs_number, mine[0].debtor_group) if len(mine) == 1 else None, twins)


def _numbers(link: MandateLink) -> Debit:
    agreement = link.mandate.agreement
    return Debit(agreement.pbs_number, agreement.debtor_group, link.mandate.customer_number.lstrip("0"))


def debit_of(
    organization: OrganizationId,
    *,
    account: Account,
    currency: str,
    methods: Iterable[str],
    by_card: bool,
    today: date,
) -> Debit | None:
    """What one invoice of one account says."""
    terms = debit_terms(organization, accounts=[account], today=today)
    return terms.of(account=account, currency=currency, methods=methods, by_card=by_card)


def debit_today(organization: OrganizationId, *, today: date) -> DebitOf:
    """What `invoicing` asks of one that it issues by itself: from draft lines, or for a corrected buyer."""

    def says(account: Account, currency: str, by_card: bool, subscriptions: Sequence[UUID]) -> Debit | None:
        mine = Subscription.objects.filter(organization_id=organization, id__in=subscriptions)
        methods = list(mine.values_list("collection_method", flat=True)) if subscriptions else []
        return debit_of(organization, account=account, currency=currency, methods=methods, by_card=by_card, today=today)

    return says
