"""The SFTP server's keys, a change that is announced, and who still meets the key that goes (BM-09)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from selvbetjening.domain.identity.queries.host_keys import (
    HostKeyChange,
    Standings,
    beside_everywhere,
    changes,
    published,
)
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.kernel import clock
from selvbetjening.portals.staff.looking import actor_of, all_organizations
from selvbetjening.portals.staff.pages import page


@dataclass(frozen=True, slots=True)
class Shown:
    """A change: `left` know the retiring key only, each with its company; `share` is in a hundred."""

    change: HostKeyChange
    left: list[tuple[str, Standings]]
    known: int
    unknown: int

    @property
    def share(self) -> int:
        """Of those who have connected."""
        met = len(self.left) + self.known
        return round(100 * len(self.left) / met) if met else 0


def host_keys(request: HttpRequest) -> HttpResponse:
    """Every SFTP user beside each change: those that only know the retiring key are named, the others are counted."""
    coming = changes()
    found = []
    if coming:
        names = {company.id: company.name for company in all_organizations(request)}
        actor, at = actor_of(request), clock.now()
        with doorway(reason="staff: who meets a key of the SFTP server", actor=actor, at=at) as alias:
            rows = [(change, beside_everywhere(change=change, alias=alias)) for change in coming]
        found = [_shown(change, every, names) for change, every in rows]
    title = gettext("Keys of the SFTP server")
    return page(request, "staff/host_keys.html", title=title, keys=published(), found=found)


def _shown(change: HostKeyChange, rows: list[Standings], names: dict[UUID, str]) -> Shown:
    left = [(names.get(each.account.organization_id, ""), each) for each in rows if each.standing == "retiring"]
    known = sum(each.standing == "knows" for each in rows)
    return Shown(change, left, known, len(rows) - len(left) - known)
