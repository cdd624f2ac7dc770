"""What may be asked about accounts and recipients; `people` and `bookkeepers` are pages of their own."""

import json
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Model, Q

from selvbetjening.domain.access import rules as access
from selvbetjening.domain.accounts.models import Account as Account
from selvbetjening.domain.accounts.models import Recipient as Recipient
from selvbetjening.domain.accounts.queries.bookkeepers import granted_to
from selvbetjening.domain.accounts.queries.searching import Found as Found
from selvbetjening.domain.accounts.queries.searching import emails_of as emails_of
from selvbetjening.domain.accounts.queries.searching import search as search
from selvbetjening.domain.accounts.rules import BillingDetails, Notice
from selvbetjening.domain.identity.queries import SELF_SERVICE, PortalFacts, SessionRow
from selvbetjening.domain.identity.rules.eligibility import able
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_FLAG: Final[dict[Notice, str]] = {
    "invoice": "receive_invoice",
    "payment": "receive_payment_confirmation",
    "subscription": "receive_subscription_notifications",
}


@dataclass(frozen=True)
class Entrance:
    """What a portal's door must know of a request: whose portal it is, the session, and the recipient it names."""

    facts: PortalFacts
    session: SessionRow | None
    recipient: Recipient | None
    """With its account loaded."""
    proven: str = ""
    """The address that this browser has proven to read, where it may choose among accounts (XB-06, XB-07)."""


def _columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _selected(alias: str, model: type[Model]) -> str:
    return ", ".join(f"{alias}.{column}" for column in _columns(model))


_OF_ORGANIZATION, _OF_RECIPIENT, _OF_ACCOUNT = _columns(Organization), _columns(Recipient), _columns(Account)
# Plain SQL in one piece, because every request asks it (LG-14): Django takes longer to make four queries than to run
# this one. The recipient is the one whom the session names, so a session that ended finds nobody.
_ENTRANCE = f"""
    SELECT EXISTS (SELECT 1 FROM identity_apiuser u WHERE u.organization_id = o.id),
           (SELECT l.sha256 FROM organizations_logo l WHERE l.organization_id = o.id),
           s.data, s.created_at, s.last_seen_at, i.email,
           {_selected("o", Organization)}, {_selected("r", Recipient)}, {_selected("a", Account)}
    FROM organizations_organization o
    LEFT JOIN identity_portalsession s ON s.organization_id = o.id AND s.key_digest = %s
    LEFT JOIN identity_portalidentity i ON i.organization_id = o.id AND i.id = s.identity_id
    LEFT JOIN accounts_recipient r ON r.organization_id = o.id AND r.id = s.recipient_id AND r.removed_at IS NULL
    LEFT JOIN accounts_account a ON a.organization_id = o.id AND a.id = r.account_id
    WHERE o.id = %s
"""  # noqa: S608 - the columns of our own tables


def entrance(organization: OrganizationId, *, session_digest: bytes) -> Entrance | None:
    """The facts of the organization's portal, the session with this digest, alive or not, and its recipient.

    One query; None when the organization is not there. How long a session lives is the door's rule.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ENTRANCE, [session_digest, organization])
        row = cursor.fetchone()
    if row is None:
        return None
    has_api_user, logo, data, created_at, last_seen_at, proven, *rest = row
    ours, others = rest[: len(_OF_ORGANIZATION)], rest[len(_OF_ORGANIZATION) :]
    session = None if created_at is None else SessionRow(json.loads(data), created_at, last_seen_at)
    recipient = None
    if others[0] is not None:
        recipient = Recipient.from_db(connection.alias, _OF_RECIPIENT, others[: len(_OF_RECIPIENT)])
        recipient.account = Account.from_db(connection.alias, _OF_ACCOUNT, others[len(_OF_RECIPIENT) :])
    company = Organization.from_db(connection.alias, _OF_ORGANIZATION, ours)
    company.choices = json.loads(company.choices)  # a raw cursor leaves JSON as text
    return Entrance(PortalFacts(company, has_api_user, logo or ""), session, recipient, proven or "")


def get_account(organization: OrganizationId, *, account: UUID) -> Account:
    """One account. Raises `Account.DoesNotExist`."""
    return Account.objects.get(organization_id=organization, id=account)


def account_with_code(organization: OrganizationId, *, code: str) -> Account | None:
    """The account that the company itself calls so."""
    return Account.objects.filter(organization_id=organization, code=code).first()


def details_of(organization: OrganizationId, *, account: UUID) -> BillingDetails:
    """The account's billing details as a value. Raises `Account.DoesNotExist`."""
    return as_details(organization, account=get_account(organization, account=account))


def as_details(organization: OrganizationId, *, account: Account) -> BillingDetails:
    """The billing details of an account that is loaded already."""
    return BillingDetails(**{field.name: getattr(account, field.name) for field in fields(BillingDetails)})


def recipients_with_email(organization: OrganizationId, *, email: str) -> list[Recipient]:
    """Every recipient with this normalised address, barred ones too (SB-19, LG-03); oldest first, with account."""
    found = Recipient.objects.filter(organization_id=organization, email=email, removed_at=None)
    found = found.select_related("account")
    return list(found.order_by("created_at", "id"))


def is_bookkeeper(*, email: str, at: datetime) -> bool:
    """Whether this address may read some account of the installation now (CM-08). Asked through the doorway."""
    return bool(granted_to(email=email, today=copenhagen_day(at), actor=SYSTEM, at=at))


def able_with_email(organization: OrganizationId, *, email: str, today: date) -> list[Recipient]:
    """Those recipients with this address that may log in now, with account, by the account's name (XB-07)."""
    found = recipients_with_email(organization, email=email)
    return sorted((one for one in found if able(person=one, today=today)), key=lambda one: (one.account.name, one.id))


def get_recipient(organization: OrganizationId, *, recipient: UUID) -> Recipient | None:
    """The recipient with its account loaded, or None; a removed one, too."""
    found = Recipient.objects.filter(organization_id=organization, id=recipient)
    return found.select_related("account").first()


def recipients_for(organization: OrganizationId, *, account: UUID, notice: Notice, today: date) -> list[Recipient]:
    """Who gets this kind of mail about the account on this day, with account; oldest first.

    Whoever's time is over gets no more (XB-32).
    """
    still = Q(ends_on=None) | Q(ends_on__gt=today)
    wanted = Recipient.objects.filter(still, organization_id=organization, account_id=account, removed_at=None)
    wanted = wanted.filter(**{_FLAG[notice]: True})
    return list(wanted.select_related("account").order_by("created_at", "id"))


def recipients_of(organization: OrganizationId, *, account: UUID) -> list[Recipient]:
    """Everybody who stands on the account, oldest first; who was removed does not."""
    found = Recipient.objects.filter(organization_id=organization, account_id=account, removed_at=None)
    return list(found.order_by("created_at", "id"))


def recipients_with_ids(organization: OrganizationId, *, ids: Collection[UUID]) -> list[Recipient]:
    """These recipients, removed ones too; without account."""
    return list(Recipient.objects.filter(organization_id=organization, id__in=ids))


def accounts_with_ids(organization: OrganizationId, *, ids: Collection[UUID]) -> dict[UUID, Account]:
    """These accounts by id; one query."""
    return Account.objects.filter(organization_id=organization).in_bulk(ids)


def sharing(organization: OrganizationId, *, account: UUID) -> dict[UUID, Recipient]:
    """The account's recipients whose address stands on another one, too, as id → the first other one (LG-03).

    The other has its account loaded, and may stand on this same account. One query.
    """
    standing = Recipient.objects.filter(organization_id=organization, removed_at=None)
    found = standing.filter(email__in=standing.filter(account_id=account).values("email"))
    by_email: dict[str, list[Recipient]] = {}
    for person in found.select_related("account").order_by("created_at", "id"):
        by_email.setdefault(person.email, []).append(person)
    return {
        person.id: next(other for other in same if other.id != person.id)
        for same in by_email.values()
        if len(same) > 1
        for person in same
        if person.account_id == account
    }


_FLOOR: Final = frozenset(code for code, permission in permissions.REGISTRY.items() if permission.consumer_floor)
_KNOWN: Final = frozenset(permissions.REGISTRY)
_ROLES: Final = {code: permission.role for code, permission in permissions.REGISTRY.items()}


def scope_of(organization: OrganizationId, *, facts: PortalFacts) -> access.Scope:
    """The portal as permissions are asked of it: its gate, and what the company has switched on."""
    found = facts.organization
    gate = access.Gate(
        is_active=found.is_active,
        has_feature=SELF_SERVICE in found.features,
        is_switched_on=found.self_service_enabled,
        has_api_user=facts.has_api_user,
    )
    return access.Scope(
        organization=str(organization),
        gate=gate,
        allowed_acts=frozenset(found.allowed_acts),
        known_acts=_KNOWN,
        consumer_floor=_FLOOR,
        roles=_ROLES,
    )


def person_of(organization: OrganizationId, *, recipient: Recipient) -> access.Person:
    """The recipient, with account, as the one question of permission sees them."""
    return access.Person(
        organization=str(organization),
        account=str(recipient.account_id),
        has_access=recipient.has_self_service_access and recipient.removed_at is None,
        party_type=recipient.account.party_type,  # type: ignore[arg-type]
        role=recipient.role,  # type: ignore[arg-type]
    )


def may_open(
    organization: OrganizationId, *, recipient: Recipient, facts: PortalFacts, today: date, permission: str = ""
) -> bool:
    """Whether the recipient could open a page of the portal on this day: mails lead only where the reader may go.

    Nowhere, once the recipient's time is over (XB-32).
    """
    if recipient.ends_on is not None and recipient.ends_on <= today:
        return False
    scope, person = scope_of(organization, facts=facts), person_of(organization, recipient=recipient)
    if permission:
        return access.may(person=person, permission=permission, scope=scope).allowed
    return person.has_access and access.gate_reason(gate=scope.gate) is None
