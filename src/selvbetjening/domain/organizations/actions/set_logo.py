"""Set the company's logo, or take it away (SB-09)."""

import hashlib
from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import LogoSet
from selvbetjening.domain.organizations.models import Logo, Organization
from selvbetjening.domain.organizations.rules.logo import read_png
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_logo(organization: OrganizationId, *, content: bytes, actor: Actor, at: datetime) -> str:
    """Keep the picture without what does not draw, and return its SHA-256; pages and mails show it at once.

    Records `organizations.logo_set` when it is another picture. Raises `Refused`: `too_large`, `not_png`, `damaged`,
    `too_many_pixels`.
    """
    picture = read_png(content=content)
    sha256 = hashlib.sha256(picture.png).hexdigest()
    values = {"png": picture.png, "sha256": sha256, "width": picture.width, "height": picture.height}
    with within(organization):
        Organization.objects.select_for_update().get(id=organization)
        if not Logo.objects.filter(organization_id=organization, sha256=sha256).exists():
            Logo.objects.update_or_create(organization_id=organization, defaults=values)
            record(organization, fact=LogoSet(sha256=sha256), actor=actor, at=at)
    return sha256


def remove_logo(organization: OrganizationId, *, actor: Actor, at: datetime) -> None:
    """Show the company's name instead. Records `organizations.logo_set` with no hash, once."""
    with within(organization):
        removed, _ = Logo.objects.filter(organization_id=organization).delete()
        if removed:
            record(organization, fact=LogoSet(sha256=""), actor=actor, at=at)
