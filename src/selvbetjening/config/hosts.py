"""Which host opens which door (design, "Hosts"; SB-02)."""

from typing import Final

from django.conf import settings

CUSTOMER: Final = "selvbetjening.portals.customer.urls"
STAFF: Final = "selvbetjening.portals.staff.urls"
SANDBOX: Final = "selvbetjening.portals.sandbox.urls"
NOT_OPEN: Final = "selvbetjening.config.urls_not_open"

#: Answered on every host, known or not, without an organization.
EVERY_HOST: Final = frozenset({"/healthz", "/readyz", "/csp-report"})

#: First label of the host under the portal's base domain → url configuration. Every other label is a company.
URLCONFS: Final[dict[str, str]] = {
    "staff": STAFF,
    "erhverv": NOT_OPEN,
    "api": NOT_OPEN,
    "status": NOT_OPEN,
}


def platform_urlconf(host: str) -> str | None:
    """The url configuration of one of the platform's own hosts, or None when the host is not one of them."""
    base: str = settings.PORTAL_BASE_DOMAIN
    if settings.DEMO and host in {base, f"demo.{base}", "127.0.0.1"}:
        return SANDBOX
    label, _, rest = host.partition(".")
    return URLCONFS.get(label) if rest == base else None
