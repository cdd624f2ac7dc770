"""Let the portal answer on a domain of the company's own; the base host stays (XB-36)."""

from datetime import datetime

from django.conf import settings

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.actions.host_names import claim
from selvbetjening.domain.organizations.events import OwnDomainSet
from selvbetjening.domain.organizations.models import Host, Organization
from selvbetjening.domain.organizations.rules.names import accept_domain
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_own_domain(organization: OrganizationId, *, domain: str, actor: Actor, at: datetime) -> str:
    """Set the one own domain, or with "" give it up; return it as kept (lower case, ASCII).

    Records `organizations.own_domain_set` when it changes. Raises `Refused`: `not_a_domain`, `ours`, `host_taken`.
    Whether the domain's DNS points here, and its certificate, is the operator's to see to first.
    """
    wanted = accept_domain(name=domain, base=settings.PORTAL_BASE_DOMAIN) if domain.strip() else ""
    with within(organization):
        Organization.objects.select_for_update().get(id=organization)
        own = Host.objects.filter(organization_id=organization, kind=Host.Kind.OWN_DOMAIN)
        if sorted(host.name for host in own) == ([wanted] if wanted else []):
            return wanted
        own.exclude(name=wanted).delete()
        if wanted:
            claim(organization, name=wanted, kind=Host.Kind.OWN_DOMAIN, field="own_domain")
        record(organization, fact=OwnDomainSet(domain=wanted), actor=actor, at=at)
    return wanted
