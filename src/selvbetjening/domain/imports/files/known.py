"""What stands in the database already, as far as the files may point to it or differ from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeAlias
from uuid import UUID

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.queries.enrolling import enrollable
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.catalog.rules.tier_text import tiers_text
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.periods import Interval


class Agreed(NamedTuple):
    """What never changes under the code of terms; None: not said by a file, or not to be read in it."""

    plan: str | None
    interval: Interval | None
    unit_price: int | None
    currency: str | None
    vat: int | None
    pricing: str | None = None
    base_fee: int | None = None
    tiers: str | None = None
    vat_category: str | None = None
    charging: str | None = None
    commitment: tuple[int, str] | None = None
    notice: tuple[int, str] | None = None


Contract: TypeAlias = tuple[str, str, int, date]


@dataclass
class Known:
    """Codes by kind. `terms` says what is agreed, money in minor units; `addresses` whose they are.

    `agreements` are those under which mandates can be asked for, by PBS number. `without_price` are terms of the files
    whose price cannot be read; `unread` the files with lines that cannot be read at all: what their lines would have
    named is not known, so nothing that points to them can be called wrong.
    """

    plans: set[str] = field(default_factory=set)
    terms: dict[str, Agreed] = field(default_factory=dict)
    accounts: set[str] = field(default_factory=set)
    addresses: dict[str, str] = field(default_factory=dict)
    subscriptions: dict[str, Contract] = field(default_factory=dict)
    without_price: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    unknown_party_as: str = "consumer"
    agreements: dict[str, UUID] = field(default_factory=dict)


def known(organization: OrganizationId, *, today: date) -> Known:
    """Read it in the organization's own transaction."""
    with within(organization):
        found = Known(
            plans=set(Plan.objects.filter(organization_id=organization).values_list("code", flat=True)),
            accounts=set(_accounts(organization)),
        )
        for terms in PlanTerms.objects.filter(organization_id=organization).select_related("plan"):
            found.terms[terms.code] = _agreed(terms)
        found.agreements = {each.pbs_number: each.id for each in enrollable(organization, today=today)}
        found.unknown_party_as = organizations.get(organization).choice("unknown_party_as")
        people = Recipient.objects.filter(organization_id=organization, removed_at=None).order_by("-created_at")
        found.addresses = dict(people.values_list("email", "account__code").iterator())
        running = Subscription.objects.filter(organization_id=organization).exclude(code="")
        columns = ("code", "account__code", "terms__code", "quantity", "started_on")
        for code, account, price_code, quantity, started_on in running.values_list(*columns).iterator():
            found.subscriptions[code] = (account, price_code, quantity, started_on)
    return found


def _agreed(terms: PlanTerms) -> Agreed:
    return Agreed(
        terms.plan.code,
        terms.interval,
        terms.unit_price_minor,
        terms.currency,
        terms.vat_basis_points,
        terms.pricing_model,
        terms.base_fee_minor,
        tiers_text(tiers=terms.pricing.tiers),
        terms.vat_category,
        terms.charging,
        (terms.commitment_count, terms.commitment_unit),
        (terms.notice_count, terms.notice_unit),
    )


def _accounts(organization: OrganizationId) -> list[str]:
    return list(Account.objects.filter(organization_id=organization).values_list("code", flat=True))


def account_ids(organization: OrganizationId) -> dict[str, UUID]:
    """Every account by its code, those of this import included."""
    return dict(Account.objects.filter(organization_id=organization).values_list("code", "id"))
