"""Which host opens which door (design, "Hosts"; SB-02)."""

import re
from typing import Final
from uuid import UUID

from django.conf import settings

from selvbetjening.domain.organizations.rules.platform import BOOKKEEPERS
from selvbetjening.kernel.ids import OrganizationId

CUSTOMER: Final = "selvbetjening.portals.customer.urls"
BOOKKEEPING: Final = "selvbetjening.portals.customer.bookkeeping.urls"
BUSINESS: Final = "selvbetjening.portals.business.urls"
STAFF: Final = "selvbetjening.portals.staff.urls"
API: Final = "selvbetjening.portals.api.urls"
HOOKS: Final = "selvbetjening.portals.hooks.urls"
SANDBOX: Final = "selvbetjening.portals.sandbox.urls"
NOT_OPEN: Final = "selvbetjening.config.urls_not_open"

#: Answered on every host, known or not, without an organization.
EVERY_HOST: Final = frozenset({"/healthz", "/readyz", "/csp-report"})

#: First label of the host under the portal's base domain → url configuration. Every other label is a company.
URLCONFS: Final[dict[str, str]] = {
    "staff": STAFF,
    "hooks": HOOKS,
    "erhverv": BUSINESS,
    "api": API,
    "status": NOT_OPEN,
}


_COMPANY: Final = re.compile(r"/v/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")

#: Pages of the bookkeepers' host that read companies, each in a transaction of its own (SEC-17).
ACROSS_COMPANIES: Final = ("/bilag/", "/hent/")


def is_bookkeepers(host: str) -> bool:
    """Whether this is the neutral host on which bookkeepers see what they were granted (CM-08)."""
    return host == f"{BOOKKEEPERS}.{settings.PORTAL_BASE_DOMAIN}"


def reads_companies(path: str) -> bool:
    """Whether a page of the bookkeepers' host reads companies: then no transaction is around it (SEC-11, SEC-17)."""
    return path == "/" or path.startswith(ACROSS_COMPANIES)


def company_of(path: str) -> OrganizationId | None:
    """The company in whose name a page of the business portal stands, by its path; None outside `/v/` (BP-06)."""
    found = _COMPANY.match(path)
    return OrganizationId(UUID(found[1])) if found else None


def platform_urlconf(host: str) -> str | None:
    """The url configuration of one of the platform's own hosts, or None when the host is not one of them."""
    base: str = settings.PORTAL_BASE_DOMAIN
    if settings.DEMO and host in {base, f"demo.{base}", "127.0.0.1"}:
        return SANDBOX
    label, _, rest = host.partition(".")
    return URLCONFS.get(label) if rest == base else None
