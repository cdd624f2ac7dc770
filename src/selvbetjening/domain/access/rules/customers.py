"""The one question about a customer: may this person do this, here? (design; customer-portal.md section 4).

Facts in, decision out. Pages, routes, acts and mails ask the same function and get the same reason code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

PartyType = Literal["consumer", "business", "public"]
PersonRole = Literal["owner", "billing", "reader", "accountant"]

#: XB-32: what each role reaches; a bookkeeper reads, as a reader does.
_RANK: Final = {"accountant": 0, "reader": 0, "billing": 1, "owner": 2}

#: Reason codes in the order in which they are tested (LG-02 cases 4 to 7, then the recipient, the role, the switch).
ORGANIZATION_INACTIVE = "organization_inactive"
FEATURE_MISSING = "feature_missing"
SELF_SERVICE_DISABLED = "self_service_disabled"
API_USER_MISSING = "api_user_missing"
RECIPIENT_BARRED = "recipient_barred"
ROLE_TOO_LOW = "role_too_low"
OTHER_ORGANIZATION = "other_organization"
UNKNOWN_PERMISSION = "unknown_permission"
PERMISSION_OFF = "permission_off"
ALLOWED = "allowed"
LEGAL_FLOOR = "legal_floor"


@dataclass(frozen=True)
class Gate:
    """What must be in order before a company's portal is open at all (SB-06 to SB-08, LG-14)."""

    is_active: bool
    has_feature: bool
    is_switched_on: bool
    has_api_user: bool


@dataclass(frozen=True)
class Person:
    """Who asks: a recipient of one account in one organization, by ids."""

    organization: str
    account: str
    has_access: bool
    party_type: PartyType
    role: PersonRole = "owner"


@dataclass(frozen=True)
class Scope:
    """Where the question is asked: an organization's portal, with what the company has switched on.

    `roles` is the lowest role that may do an act; an act that it does not name is the owner's (SEC-24).
    """

    organization: str
    gate: Gate
    allowed_acts: frozenset[str]
    known_acts: frozenset[str]
    consumer_floor: frozenset[str]
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Yes or no, and why."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


def gate_reason(*, gate: Gate) -> str | None:
    """Why the portal is closed, or None when it is open; tested in the order 4, 5, 6, 7 of LG-02."""
    if not gate.is_active:
        return ORGANIZATION_INACTIVE
    if not gate.has_feature:
        return FEATURE_MISSING
    if not gate.is_switched_on:
        return SELF_SERVICE_DISABLED
    if not gate.has_api_user:
        return API_USER_MISSING
    return None


def may(*, person: Person, permission: str, scope: Scope) -> Decision:
    """Decide one act: gate, then person, role, switch, then the floor that the law gives consumers.

    Everything that is not clearly allowed is refused (SEC-24). A closed portal is closed for the floor, too: the law's
    acts then go by the company's other ways. The floor stands against what the company switched off, not against the
    role that the customer's own owner gave (XB-32). An object's own state is asked after this, where the object is.
    """
    if person.organization != scope.organization:
        return Decision(allowed=False, reason=OTHER_ORGANIZATION)
    if closed := gate_reason(gate=scope.gate):
        return Decision(allowed=False, reason=closed)
    if not person.has_access:
        return Decision(allowed=False, reason=RECIPIENT_BARRED)
    if permission not in scope.known_acts:
        return Decision(allowed=False, reason=UNKNOWN_PERMISSION)
    if _RANK[person.role] < _RANK[scope.roles.get(permission, "owner")]:
        return Decision(allowed=False, reason=ROLE_TOO_LOW)
    if permission in scope.allowed_acts:
        return Decision(allowed=True, reason=ALLOWED)
    if person.party_type == "consumer" and permission in scope.consumer_floor:
        return Decision(allowed=True, reason=LEGAL_FLOOR)
    return Decision(allowed=False, reason=PERMISSION_OFF)
