"""Star what one wants at hand, in one's own order (BP-12)."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.models import Favourite, Membership
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId

MOST: Final = 24


def choose_favourites(organization: OrganizationId, *, membership: UUID, codes: Sequence[str]) -> None:
    """These are the member's favourites from now on, in this order; doubles count once.

    A code is a solution's, or a task's as `solution.task`; the door knows which there are. No fact: it is nobody
    else's business. Raises `Refused("too_many")` above 24, `too_long`.
    """
    wanted = list(dict.fromkeys(codes))
    if len(wanted) > MOST:
        raise Refused("too_many", field="favourites")
    if any(not code or len(code) > 80 for code in wanted):
        raise Refused("too_long", field="favourites")
    with within(organization):
        # The row is the lock: two tabs write one after the other.
        Membership.objects.select_for_update(no_key=True).get(organization_id=organization, id=membership)
        Favourite.objects.filter(organization_id=organization, membership_id=membership).delete()
        Favourite.objects.bulk_create(
            Favourite(organization_id=organization, membership_id=membership, code=code, position=place)
            for place, code in enumerate(wanted)
        )


def star(organization: OrganizationId, *, membership: UUID, code: str, on: bool) -> None:
    """Set or take one star; a new one comes last. Raises `Refused("too_many")`."""
    with within(organization):
        Membership.objects.select_for_update(no_key=True).get(organization_id=organization, id=membership)
        mine = Favourite.objects.filter(organization_id=organization, membership_id=membership)
        codes = [each for each in mine.order_by("position").values_list("code", flat=True) if each != code]
        choose_favourites(organization, membership=membership, codes=[*codes, code] if on else codes)


def move_favourite(organization: OrganizationId, *, membership: UUID, code: str, up: bool) -> None:
    """Let a favourite and its neighbour change places; at the end of the list nothing happens."""
    with within(organization):
        Membership.objects.select_for_update(no_key=True).get(organization_id=organization, id=membership)
        mine = Favourite.objects.filter(organization_id=organization, membership_id=membership)
        codes = list(mine.order_by("position").values_list("code", flat=True))
        place = codes.index(code) if code in codes else -1
        other = place - 1 if up else place + 1
        if place >= 0 and 0 <= other < len(codes):
            codes[place], codes[other] = codes[other], codes[place]
            choose_favourites(organization, membership=membership, codes=codes)
