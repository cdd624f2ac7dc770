"""Who stands in the door: the organization's gate and the session's recipient, asked anew at every request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from selvbetjening.domain.access import rules as access
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.contracts.queries import ByTerms, by_terms
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.identity.rules.eligibility import able
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class House:
    """The organization whose portal this is, and its gate."""

    organization: Organization
    scope: access.Scope
    logo: str = ""
    """Digest of the logo's bytes, empty when there is none (SB-09)."""

    @property
    def closed(self) -> str | None:
        """The reason code for which the portal is closed, or None (LG-14)."""
        return access.gate_reason(gate=self.scope.gate)


@dataclass(frozen=True)
class Visitor:
    """A logged-in recipient, with the one question of what the recipient may do."""

    house: House
    recipient: accounts.Recipient
    proven: str = ""
    """The mailbox that chose this account among its own, empty where there was nothing to choose (XB-07)."""
    narrowed_to: frozenset[str] | None = None
    """The only permissions of this visit, None for all: the company's app may narrow it (LG-12)."""

    @property
    def organization(self) -> OrganizationId:
        return OrganizationId(self.house.organization.id)

    @property
    def account(self) -> accounts.Account:
        return self.recipient.account

    @cached_property
    def actor(self) -> Actor:
        return Actor("recipient", str(self.recipient.id))

    @cached_property
    def own_prices(self) -> ByTerms:
        """The account's contracts, by their terms."""
        return by_terms(self.organization, account=self.account.id)

    @cached_property
    def person(self) -> access.Person:
        return accounts.person_of(OrganizationId(self.recipient.organization_id), recipient=self.recipient)

    def may(self, code: str) -> access.Decision:
        """May this visitor do this? With the reason."""
        return access.may(person=self.person, permission=code, scope=self._scope)

    @cached_property
    def _scope(self) -> access.Scope:
        """What the company has switched on, without what its app took from this visit; the law's floor stays."""
        scope = self.house.scope
        if self.narrowed_to is None:
            return scope
        return replace(scope, allowed_acts=scope.allowed_acts & self.narrowed_to)


class May(Mapping[str, bool]):
    """`{% if may.cancel_subscription %}` in templates. An unknown code raises, so that a misspelt one is seen."""

    def __init__(self, visitor: Visitor | None) -> None:
        self.visitor = visitor

    def __getitem__(self, code: str) -> bool:
        if code not in permissions.REGISTRY:
            raise AttributeError(f"{code} is no permission")
        return self.visitor is not None and self.visitor.may(code).allowed

    def __iter__(self) -> Iterator[str]:
        return iter(permissions.REGISTRY)

    def __len__(self) -> int:
        return len(permissions.REGISTRY)


def house(facts: identity.PortalFacts) -> House:
    """The organization with its gate."""
    return House(facts.organization, accounts.scope_of(OrganizationId(facts.organization.id), facts=facts), facts.logo)


def visitor(
    house: House,
    *,
    recipient: accounts.Recipient | None,
    today: date,
    proven: str = "",
    narrowed_to: frozenset[str] | None = None,
) -> Visitor | None:
    """The recipient as a visitor, if there still is one who has access and the portal is open.

    Whoever chose the account by a proven mailbox loses it with the address (XB-07).
    """
    if recipient is None or house.closed or recipient.removed_at or not able(person=recipient, today=today):
        return None
    if proven and recipient.email != proven:
        return None
    return Visitor(house, recipient, proven, narrowed_to)
