"""One call: whose it is, when, and what the visitor's headers say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from selvbetjening.domain.access.permissions import API_NAMED_ONLY
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

UNKNOWN_CLIENT: Final = "unknown"


@dataclass(frozen=True)
class Call:
    """An admitted call. `actor` goes into every action: with it client and reference come into the book."""

    here: OrganizationId
    organization: Organization
    api_user: UUID
    token: UUID
    rights: frozenset[str] | None
    is_read_only: bool
    actor: Actor
    caller: str
    at: datetime
    language: str

    @property
    def today(self) -> date:
        """The day in Copenhagen."""
        return copenhagen_day(self.at)

    def may(self, right: str) -> bool:
        """Whether the API user has this right; a token that only reads has none that writes."""
        if self.is_read_only and not right.endswith(".read"):
            return False
        return right not in API_NAMED_ONLY if self.rights is None else right in self.rights


class ApiRequest(HttpRequest):
    """A request of this door, once it is admitted."""

    call: Call


def header(request: HttpRequest, name: str, *, most: int) -> str:
    """A header's text without what cannot be seen, cut."""
    return "".join(sign for sign in request.headers.get(name, "") if sign.isprintable())[:most].strip()
