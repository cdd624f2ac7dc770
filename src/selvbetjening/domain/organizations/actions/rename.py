"""Give the portal another host name; the former one leads on for twelve months (LG-16)."""

from datetime import datetime

from django.conf import settings

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.actions.host_names import claim
from selvbetjening.domain.organizations.events import HostRenamed
from selvbetjening.domain.organizations.models import Host, Organization
from selvbetjening.domain.organizations.rules.names import accept_slug, redirects_until
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def rename(organization: OrganizationId, *, slug: str, actor: Actor, at: datetime) -> None:
    """Move the portal to `<slug>.<base>`. Records `organizations.host_renamed`; the same slug again does nothing.

    Raises `Refused`: `too_short`, `too_long`, `bad_characters`, `reserved`, `host_taken`.
    """
    accept_slug(slug=slug)
    with within(organization):
        found = Organization.objects.select_for_update().get(id=organization)
        if found.slug == slug:
            return
        former = [host.name for host in Host.objects.filter(organization_id=organization, kind=Host.Kind.SLUG)]
        Host.objects.filter(organization_id=organization, kind=Host.Kind.SLUG).update(
            kind=Host.Kind.FORMER_SLUG, redirects_until=redirects_until(renamed_at=at)
        )
        present = f"{slug}.{settings.PORTAL_BASE_DOMAIN}"
        claim(organization, name=present, kind=Host.Kind.SLUG, field="slug")
        found.slug = slug
        found.save(update_fields=["slug"])
        record(organization, fact=HostRenamed(former="".join(former), present=present), actor=actor, at=at)
