"""What can have happened to a company's settings. Codes and names of fields only."""

from dataclasses import dataclass
from typing import ClassVar

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Fact):
    """A company is hosted here from now on."""

    name: ClassVar[str] = "organizations.created"


@dataclass(frozen=True, kw_only=True)
class OrganizationConfigured(Fact):
    """The company's own details or settings have changed; `fields` says which."""

    name: ClassVar[str] = "organizations.configured"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SettingsChosen(Fact):
    """The company has chosen otherwise in the settings register; `codes` says where."""

    name: ClassVar[str] = "organizations.settings_chosen"
    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrganizationActivated(Fact):
    """The company is active (again)."""

    name: ClassVar[str] = "organizations.activated"


@dataclass(frozen=True, kw_only=True)
class OrganizationDeactivated(Fact):
    """The company is no longer active; its portal is closed."""

    name: ClassVar[str] = "organizations.deactivated"


@dataclass(frozen=True, kw_only=True)
class FeaturesSet(Fact):
    """What the company has access to (SB-06)."""

    name: ClassVar[str] = "organizations.features_set"
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PermissionsSet(Fact):
    """What the company's customers may do (SB-11)."""

    name: ClassVar[str] = "organizations.permissions_set"
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SelfServiceSwitchedOn(Fact):
    """The portal is live (SB-08)."""

    name: ClassVar[str] = "organizations.self_service_switched_on"


@dataclass(frozen=True, kw_only=True)
class SelfServiceSwitchedOff(Fact):
    """The portal is closed and running logins are cut (SB-08)."""

    name: ClassVar[str] = "organizations.self_service_switched_off"


@dataclass(frozen=True, kw_only=True)
class HostRenamed(Fact):
    """The portal has a new host name; the former one leads on for twelve months (LG-16). Host names are public."""

    name: ClassVar[str] = "organizations.host_renamed"
    former: str
    present: str


@dataclass(frozen=True, kw_only=True)
class OwnDomainSet(Fact):
    """The company's own domain; empty when it has none any more (XB-36)."""

    name: ClassVar[str] = "organizations.own_domain_set"
    domain: str


@dataclass(frozen=True, kw_only=True)
class LogoSet(Fact):
    """A new logo, by its SHA-256; empty when there is none any more (SB-09)."""

    name: ClassVar[str] = "organizations.logo_set"
    sha256: str


@dataclass(frozen=True, kw_only=True)
class BrandColourSet(Fact):
    """A new brand colour, and the shade that stands in for it as text (XB-35)."""

    name: ClassVar[str] = "organizations.brand_colour_set"
    colour: str
    shade: str


@dataclass(frozen=True, kw_only=True)
class ListExported(Fact):
    """Somebody of the company took a whole list out as a file: which one, and how many rows (SEC-122)."""

    name: ClassVar[str] = "organizations.list_exported"
    what: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class OperatorVisited(Fact):
    """An operator came to act for the company; `reason` is what the operator gave (SEC-34)."""

    name: ClassVar[str] = "organizations.operator_visited"
    reason: str
