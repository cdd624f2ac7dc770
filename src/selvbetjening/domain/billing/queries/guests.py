"""Which contracts an address and a number lead to, and what a guest's link is worth (XB-29)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.billing.models import GuestLink
from selvbetjening.domain.billing.rules.law.declarations import contract_number, same_number
from selvbetjening.domain.billing.rules.limits import CODE_TRIES, LINKS_AT_ONCE
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.rules.links import State, state
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.tokens import equal

Shown = Literal["open", "dead"]


@dataclass(frozen=True, slots=True)
class GuestPage:
    """What the page behind a guest's link says; `code_needed`: this browser is not the one that asked."""

    state: State
    code_needed: bool = True
    code_usable: bool = False


def subscriptions_behind(
    organization: OrganizationId, *, email: str, reference: str, today: date
) -> Sequence[Subscription]:
    """Running subscriptions of the accounts on which this address stands, that this number belongs to.

    Barred recipients count: who cannot log in can still end a contract. Whoever only reads, or whose time is over, does
    not (XB-32). The number is an invoice's or a contract's.
    """
    stands = _may_end(organization, email, today)
    accounts = list(stands.values_list("account_id", flat=True))
    running = Subscription.objects.filter(organization_id=organization, account_id__in=accounts).exclude(state="ended")
    theirs = list(running.select_related("terms__plan", "account").order_by("started_on", "id"))
    named = [
        one
        for one in theirs
        if same_number(typed=reference, number=contract_number(subscription=one.id, code=one.code))
    ]
    if not named:
        billed = _on_invoice(organization, accounts, reference)
        named = [one for one in theirs if one.id in billed]
    return named[:LINKS_AT_ONCE]


def _on_invoice(organization: OrganizationId, accounts: list[UUID], reference: str) -> set[UUID]:
    digits = "".join(sign for sign in reference if sign.isascii() and sign.isdigit())
    if not digits or len(digits) > 15:
        return set()
    found = Invoice.objects.filter(organization_id=organization, account_id__in=accounts, number=int(digits)).first()
    if found is None:
        return set()
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice_id=found.id, subscription_id__isnull=False)
    return {one for one in lines.values_list("subscription_id", flat=True) if one}


def link_with(organization: OrganizationId, *, token: str) -> GuestLink | None:
    """The link with this token, with its request."""
    digest = keyed(organization, label="guest_token", secret=token)
    found = GuestLink.objects.filter(organization_id=organization, token_digest=digest)
    return found.select_related("guest_request").first()


def guest_page(organization: OrganizationId, *, token: str, browser: str, at: datetime) -> GuestPage:
    """What to show to this browser for this token."""
    with within(organization):
        link = link_with(organization, token=token)
    if link is None:
        return GuestPage("unknown")
    found = state(expires_at=link.expires_at, spent_at=link.spent_at, voided_at=link.voided_at, at=at)
    return GuestPage(
        found,
        code_needed=not asked_by(organization, link=link, browser=browser),
        code_usable=link.code_tries < CODE_TRIES,
    )


def asked_by(organization: OrganizationId, *, link: GuestLink, browser: str) -> bool:
    """Whether the link was asked for in this browser."""
    asked = bytes(link.guest_request.browser_digest)
    return bool(browser) and equal(asked, keyed(organization, label="guest_browser", secret=browser))


def recipient_of(organization: OrganizationId, *, account: UUID, email: str, today: date) -> Recipient | None:
    """The person with this address on the account who may end its contracts: who acts behind a spent link."""
    found = _may_end(organization, email, today).filter(account_id=account)
    return found.select_related("account").order_by("created_at").first()


def _may_end(organization: OrganizationId, email: str, today: date) -> QuerySet[Recipient]:
    still = Q(ends_on=None) | Q(ends_on__gt=today)
    return Recipient.objects.filter(
        still, organization_id=organization, email=email, removed_at=None, role__in=("owner", "billing")
    )
