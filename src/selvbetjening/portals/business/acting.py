"""Who acts for which company with what rights, asked anew at every request of the business portal (SEC-27)."""

from dataclasses import dataclass
from datetime import date

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.permissions import codes
from selvbetjening.domain.access.rules.members import Decision, decide
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Acting:
    """A person in one company, or an operator who acts for it with a reason (BP-06, SEC-34).

    `standing` is what the company's rows say of the membership in this very transaction; an operator has none, nor
    has somebody who logged in with the company's own CVR number and was never added (`refused` says so).
    """

    organization: Organization
    today: date
    name: str
    actor: Actor
    standing: access.Standing | None = None
    operator_reason: str = ""
    refused: str = ""

    @property
    def here(self) -> OrganizationId:
        """The company, as queries and actions want it."""
        return OrganizationId(self.organization.id)

    @property
    def is_manager(self) -> bool:
        """Whether this is an active Access Manager of the company."""
        return self.standing is not None and self.standing.is_manager

    def holds(self, code: str) -> bool:
        """The same without the reasons: nothing is read for it, so that menus may ask it as often as they like."""
        if code not in codes():
            raise KeyError(code)
        return bool(decide(standing=self.standing, permission=code, is_operator=bool(self.operator_reason)))

    def may(self, code: str) -> Decision:
        """May this be done here? With the code of annex J and who can help (BM-12). Raises KeyError."""
        if code not in codes():
            raise KeyError(code)
        return access.may(standing=self.standing, permission=code, is_operator=bool(self.operator_reason))
