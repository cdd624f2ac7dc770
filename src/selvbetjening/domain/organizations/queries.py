"""What may be asked about organizations."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from selvbetjening.domain.organizations.models import Host, Logo
from selvbetjening.domain.organizations.models import Organization as Organization
from selvbetjening.domain.organizations.rules.platform import BOOKKEEPERS, BUSINESS, PLATFORM, STAFF
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class FoundHost:
    """Whose a host name is; `moved_to` is the new origin when the name is a former one (LG-16)."""

    organization: OrganizationId
    moved_to: str | None


def by_host(*, name: str, at: datetime) -> FoundHost | None:
    """The organization of a host name in lower case. Host names are public, so no organization comes first."""
    base: str = settings.PORTAL_BASE_DOMAIN
    host = Host.objects.filter(name=name).first()
    if host is None:
        return None
    organization = OrganizationId(host.organization_id)
    if host.kind != Host.Kind.FORMER_SLUG:
        return FoundHost(organization, None)
    if host.redirects_until is None or host.redirects_until <= at:
        return None
    present = Host.objects.filter(organization_id=organization, kind=Host.Kind.SLUG).first()
    if present is None or not present.name.endswith(base):
        return None
    return FoundHost(organization, origin(host=present.name))


def portals() -> dict[OrganizationId, str]:
    """The `<slug>.<base>` host of every organization, by name. Host names are public (demo's start page, clock)."""
    found = Host.objects.filter(kind=Host.Kind.SLUG).order_by("name").values_list("organization_id", "name")
    return {OrganizationId(organization): name for organization, name in found}


def origin(*, host: str) -> str:
    """`https://host[:port]` as the outside sees it."""
    scheme, port = settings.PUBLIC_SCHEME, settings.PUBLIC_PORT
    usual = {"https": 443, "http": 80}[scheme]
    return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"


def portal_origin(organization: OrganizationId) -> str:
    """The origin of the organization's portal: its own domain if it has one, else `<slug>.<base>` (SEC-139)."""
    if organization == PLATFORM:
        return bookkeepers_origin()
    kinds = {
        host.kind: host.name
        for host in Host.objects.filter(organization_id=organization).exclude(kind=Host.Kind.FORMER_SLUG)
    }
    return origin(host=kinds.get(Host.Kind.OWN_DOMAIN) or kinds[Host.Kind.SLUG])


def bookkeepers_origin() -> str:
    """The origin of the host on which bookkeepers see all that they were granted (CM-08)."""
    return origin(host=f"{BOOKKEEPERS}.{settings.PORTAL_BASE_DOMAIN}")


def business_origin() -> str:
    """The origin of the host on which the people of all companies log in with MitID (BP-01)."""
    return origin(host=f"{BUSINESS}.{settings.PORTAL_BASE_DOMAIN}")


def api_origin() -> str:
    """The origin of the host on which programs reach every company's API."""
    return origin(host=f"api.{settings.PORTAL_BASE_DOMAIN}")


def staff_origin() -> str:
    """The origin of the operators' host."""
    return origin(host=f"{STAFF}.{settings.PORTAL_BASE_DOMAIN}")


def hosts(organization: OrganizationId) -> list[Host]:
    """The organization's host names, former ones too, by name."""
    return list(Host.objects.filter(organization_id=organization).order_by("name"))


def get(organization: OrganizationId) -> Organization:
    """The organization itself. Raises `Organization.DoesNotExist` outside its own transaction."""
    return Organization.objects.get(id=organization)


def is_known(organization: OrganizationId) -> bool:
    """Whether there is such a company."""
    return Organization.objects.filter(id=organization).exists()


def logo(organization: OrganizationId) -> Logo | None:
    """The organization's logo, if it has one."""
    return Logo.objects.filter(organization_id=organization).first()
