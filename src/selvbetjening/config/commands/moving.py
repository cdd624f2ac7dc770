"""What moving out and moving in share: which company is meant."""

from typing import TYPE_CHECKING

from selvbetjening.config.plain_error import PlainError

if TYPE_CHECKING:
    from selvbetjening.kernel.ids import OrganizationId


def company(slug: str) -> "OrganizationId":
    """The company with this short name. Raises `PlainError`."""
    from django.conf import settings

    from selvbetjening.domain.organizations.queries import by_host
    from selvbetjening.kernel import clock

    found = by_host(name=f"{slug}.{settings.PORTAL_BASE_DOMAIN}", at=clock.now())
    if found is None or found.moved_to:
        raise PlainError(f"No company has the short name {slug!r}. See the staff pages for the names.")
    return found.organization
