"""Whether a company's portal is open, and everything that it waits for (SB-06 to SB-08)."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Condition:
    """One thing that must be in order: its code, its name, and why the portal is closed without it."""

    code: str
    label: str | Promise
    missing: str | Promise
    met: bool


@dataclass(frozen=True)
class Opening:
    """The whole gate of one portal, and where the portal stands."""

    conditions: list[Condition]
    address: str

    @property
    def is_open(self) -> bool:
        return not self.missing

    @property
    def missing(self) -> list[Condition]:
        """What the portal waits for, in the order in which the gate asks (LG-02)."""
        return [condition for condition in self.conditions if not condition.met]


_CONDITIONS: Final[tuple[tuple[str, Promise, Promise], ...]] = (
    ("is_active", _("The company is active"), _("the company is not active")),
    ("has_feature", _("Has the feature self-service"), _("the company does not have the feature self-service")),
    ("is_switched_on", _("Self-service is switched on"), _("self-service is not switched on")),
    ("has_api_user", _("Has an API user"), _("the company has no API user")),
)


def opening(organization: OrganizationId) -> Opening:
    """The gate as it stands now. Raises `Organization.DoesNotExist`."""
    standing = identity.standing(organization)
    conditions = [Condition(code, label, missing, getattr(standing, code)) for code, label, missing in _CONDITIONS]
    return Opening(conditions, portal_origin(organization))
