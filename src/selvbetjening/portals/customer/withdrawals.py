"""The ways to the withdrawal function: on the subscription, on the invoice, in the footer (WDR-2, WDR-4, WDR-10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from selvbetjening.domain.billing.queries import contracts
from selvbetjening.domain.billing.rules.law.parties import is_consumer
from selvbetjening.domain.billing.rules.law.standing import may_withdraw
from selvbetjening.domain.billing.rules.law.withdrawal import confirm_label, withdraw_label
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.visitor import Visitor
from selvbetjening.ui.components.values import language


@dataclass(frozen=True, slots=True)
class Entry:
    """A way to withdraw from one contract; `last_day` is the last day on which it is open."""

    subscription: UUID
    plan: str
    label: str
    href: str
    last_day: date


def entry_for(request: VisitorRequest, subscription: subscriptions.Subscription) -> Entry | None:
    """The way for one subscription, read with its terms and plan; None while nothing can be withdrawn from."""
    if subscription.state == "ended" or not request.visitor.may(permissions.WITHDRAW_CONTRACT):
        return None
    standing = contracts.legal_standing(request.organization_id, subscription=subscription)
    found = may_withdraw(standing=standing, today=clock.today())
    if not found.open or found.last_day is None:
        return None
    href = reverse("customer:withdraw", args=[subscription.id])
    plan = subscription.terms.plan.name(language())
    return Entry(subscription.id, plan, label_of(request.organization), href, found.last_day)


def entries_for(request: VisitorRequest, *, only: Iterable[UUID | None] | None = None) -> list[Entry]:
    """The ways for all of the account's subscriptions, or for these: those on an invoice."""
    wanted = None if only is None else {one for one in only if one}
    if wanted is not None and not wanted:
        return []
    found = subscriptions.of_account(request.organization_id, account=request.visitor.account.id)
    asked = [one for one in found if one.state != "ended" and (wanted is None or one.id in wanted)]
    return [entry for one in asked if (entry := entry_for(request, one))]


def label_of(organization: Organization) -> str:
    """What the company calls the way, from the approved list, in the page's language (WDR-2)."""
    return withdraw_label(code=organization.choice("withdraw_label"))[1 if language() == "en" else 0]


def confirm_label_of(organization: Organization) -> str:
    """What the button of the second step says, from the approved list, in the page's language (WDR-4)."""
    return confirm_label(code=organization.choice("withdraw_confirm_label"))[1 if language() == "en" else 0]


def has_entry(visitor: Visitor) -> bool:
    """Whether the footer leads to the withdrawal function: for consumers, and where the company offers it to all."""
    organization = visitor.house.organization
    known = is_consumer(
        known=visitor.account.party_type, unknown_as=organization.choice("unknown_party_as")
    ) or organization.choice("offer_withdrawal_b2b")
    return bool(known) and bool(visitor.may(permissions.WITHDRAW_CONTRACT))
