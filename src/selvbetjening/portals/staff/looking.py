"""Every look of an operator at a company's data passes the doorway, and is written down first (SEC-18, SEC-34)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import Http404, HttpRequest

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def actor_of(request: HttpRequest) -> Actor:
    """The operator as the book names them: by number, never by name or address."""
    return Actor("staff", str(request.user.pk))


def all_organizations(request: HttpRequest) -> list[Organization]:
    """Every company, by name."""
    with doorway(reason="staff: list of organizations", actor=actor_of(request), at=clock.now()) as alias:
        return list(Organization.objects.using(alias).exclude(id=PLATFORM).order_by("name", "id"))


def names_for_the_book(request: HttpRequest, *, organizations: Iterable[str]) -> dict[str, str]:
    """The names of these companies by id, for the page that shows who looked; that is a look, too."""
    with doorway(reason="staff: who looked", actor=actor_of(request), at=clock.now()) as alias:
        found = Organization.objects.using(alias).filter(id__in=set(organizations))
        return {str(company.id): company.name for company in found}


@contextmanager
def look(request: HttpRequest, organization: UUID, *, at_what: str) -> Iterator[Organization]:
    """Write the look down, find the company, and open its own transaction for what is read or done.

    The page must be finished inside. `at_what` is a few words for the book: no customer's name. Raises Http404.
    """
    reason = f"staff: {at_what} of {organization}"
    with doorway(reason=reason, actor=actor_of(request), at=clock.now()) as alias:
        if not Organization.objects.using(alias).filter(id=organization).exists():
            raise Http404
    with within(OrganizationId(organization)):
        yield Organization.objects.get(id=organization)
