"""What can have happened to identities. Ids only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class LoginLinkSpent(Fact):
    """A link was pressed and let somebody in (`login`) or on to the sign-up form (`signup`).

    A login stands in the account's own log; who is at the sign-up form or has to choose has no account yet.
    """

    name: ClassVar[str] = "identity.login_link_spent"
    link: UUID
    purpose: str
    recipient: UUID | None


@dataclass(frozen=True, kw_only=True)
class ApiUserCreated(Fact):
    """The organization has one more API user."""

    name: ClassVar[str] = "identity.api_user_created"
    api_user: UUID


@dataclass(frozen=True, kw_only=True)
class ApiUserDeleted(Fact):
    """An API user is gone; without any the portal is closed (SB-07)."""

    name: ClassVar[str] = "identity.api_user_deleted"
    api_user: UUID
