"""Set the company's brand colour, guarded for contrast (SB-10, XB-35)."""

from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import BrandColourSet
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.colour import Brand, ColourRefused, brand
from selvbetjening.kernel.ids import OrganizationId


def set_brand_colour(organization: OrganizationId, *, colour: str, actor: Actor, at: datetime) -> Brand | None:
    """Keep the colour as chosen and return its tokens: `adjusted` says that another shade stands in for text.

    Pages use the nearest shade with at least 4.5:1, and the merchant is told (XB-35). "" takes the colour away and
    returns None. Records `organizations.brand_colour_set` when it changes. Raises `Refused("not_a_colour")`.
    """
    tokens = None
    if colour:
        try:
            tokens = brand(colour.lower())
        except ColourRefused:
            raise Refused("not_a_colour", field="brand_colour") from None
    kept = tokens.brand.hex if tokens else ""
    with within(organization):
        if Organization.objects.filter(id=organization).exclude(brand_colour=kept).update(brand_colour=kept):
            fact = BrandColourSet(colour=kept, shade=tokens.strong.hex if tokens else "")
            record(organization, fact=fact, actor=actor, at=at)
    return tokens
