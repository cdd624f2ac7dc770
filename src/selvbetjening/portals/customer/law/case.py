"""Who ends which contract: a logged-in visitor, or a guest behind a spent link. The pages are the same (XB-29)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.urls import reverse

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.billing.queries import contracts, guests
from selvbetjening.domain.billing.rules.law.declarations import Channel, contract_number, same_number
from selvbetjening.domain.billing.rules.law.standing import LegalStanding, may_withdraw
from selvbetjening.domain.billing.rules.law.withdrawal import Withdrawal
from selvbetjening.domain.organizations.permissions import CANCEL_SUBSCRIPTION
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.requests import HouseRequest, VisitorRequest
from selvbetjening.ui.components.values import language

#: Under this key the session holds which contract a guest has proven to be theirs.
GUEST: Final = "ending"
GUEST_LIFE: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Case:
    """One contract and who is about to end it."""

    organization: OrganizationId
    account: accounts.Account
    subscription: subscriptions.Subscription
    recipient: accounts.Recipient
    channel: Channel
    standing: LegalStanding

    @property
    def actor(self) -> Actor:
        return Actor("recipient", str(self.recipient.id))

    @property
    def plan(self) -> str:
        """The plan's name in the page's language."""
        return str(self.subscription.terms.plan.name(language()))

    @property
    def number(self) -> str:
        """The contract's number as customers see it."""
        return contract_number(subscription=self.subscription.id, code=self.subscription.code)

    def page(self, name: str) -> str:
        """The path of one of the steps, for a visitor or for a guest."""
        if self.channel == "guest":
            return reverse(f"customer:guest_{name}")
        return reverse(f"customer:{name}", args=[self.subscription.id])

    def withdrawal(self, today: date) -> Withdrawal:
        """Whether this contract may be withdrawn from today (WDR-1, WDR-10)."""
        return may_withdraw(standing=self.standing, today=today)


def of_visitor(request: VisitorRequest, subscription: UUID) -> Case:
    """The visitor's own contract. Raises Http404 for unknown and foreign ones (SEC-19)."""
    visitor = request.visitor
    return _case(request.organization_id, visitor.account, subscription, visitor.recipient, "portal")


def own_by_number(request: HouseRequest, number: str) -> UUID | None:
    """The subscription with this contract number that the visitor may cancel; None for guests and all other numbers."""
    visitor = request.visitor
    if visitor is None or not visitor.may(CANCEL_SUBSCRIPTION):
        return None
    found = subscriptions.of_account(request.organization_id, account=visitor.account.id)
    return next(
        (
            one.id
            for one in found
            if same_number(typed=number, number=contract_number(subscription=one.id, code=one.code))
        ),
        None,
    )


def of_guest(request: HouseRequest) -> Case | None:
    """The contract that this browser has proven, for half an hour; None when there is none, or not any more."""
    known: dict[str, Any] | None = request.session.get(GUEST)
    if known is None or datetime.fromisoformat(known["at"]) + GUEST_LIFE <= clock.now():
        return None
    account = UUID(known["account"])
    person = guests.recipient_of(request.organization_id, account=account, email=known["email"], today=clock.today())
    if person is None:
        return None
    return _case(request.organization_id, person.account, UUID(known["subscription"]), person, "guest")


def keep_guest(request: HouseRequest, *, account: UUID, subscription: UUID, email: str) -> None:
    """Remember the proven contract in a session of its own; a visit that is logged in goes on."""
    if request.visitor is None:
        request.session.flush()
    request.session[GUEST] = {
        "account": str(account),
        "subscription": str(subscription),
        "email": email,
        "at": clock.now().isoformat(),
    }


def _case(
    organization: OrganizationId,
    account: accounts.Account,
    subscription: UUID,
    recipient: accounts.Recipient,
    channel: Channel,
) -> Case:
    try:
        found = subscriptions.get(organization, account=account.id, subscription=subscription)
    except ObjectDoesNotExist:
        raise Http404 from None
    standing = contracts.legal_standing(organization, subscription=found)
    return Case(organization, account, found, recipient, channel, standing)
