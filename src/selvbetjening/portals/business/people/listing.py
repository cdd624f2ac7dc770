"""The list of users: search, filter, pages (BP-19)."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import ACTIONS, MANAGE
from selvbetjening.domain.access.queries import bouncing
from selvbetjening.domain.access.queries.invitations import invitations
from selvbetjening.domain.access.queries.people import MemberRow, members
from selvbetjening.kernel import clock
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.business.words import MEMBER_STATES
from selvbetjening.portals.gate import requires

_PAGE: Final = 50
_STATES: Final = ("active", "suspended", "expired", "deleted")


@dataclass(frozen=True)
class _Asked:
    """What the address asks for."""

    search: str
    state: str
    solution: str

    @property
    def query(self) -> str:
        """The address's own query without the page number."""
        given = {"q": self.search, "tilstand": self.state, "loesning": self.solution}
        return urlencode({name: value for name, value in given.items() if value})


class _Rows:
    """The users as a list that knows its length and reads one page of it."""

    def __init__(self, request: CompanyRequest, asked: _Asked) -> None:
        self.acting, self.asked = request.acting, asked

    def _read(self, offset: int, limit: int) -> tuple[int, list[MemberRow]]:
        return members(
            self.acting.here,
            today=self.acting.today,
            search=self.asked.search,
            states=[self.asked.state] if self.asked.state else (),
            solution=self.asked.solution,
            offset=offset,
            limit=limit,
        )

    def __len__(self) -> int:
        return self._read(0, 1)[0]

    def __getitem__(self, part: slice) -> list[MemberRow]:
        return self._read(part.start or 0, _PAGE)[1]


@requires(MANAGE)
@require_safe
def listing(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Users by surname; the invited are below them and never counted among them."""
    given = request.GET
    state, solution = given.get("tilstand", ""), given.get("loesning", "")
    asked = _Asked(asked_words(request), state if state in _STATES else "", solution if solution in ACTIONS else "")
    rows: Any = _Rows(request, asked)
    acting = request.acting
    open_ones = [row for row in invitations(acting.here, at=clock.now()) if row.state == "pending"]
    shown = Paginator(rows, _PAGE).get_page(given.get("page"))
    context = {
        "page": shown,
        "bouncing": bouncing(acting.here, memberships=[row.id for row in shown.object_list]),
        "asked": asked,
        "states": [(code, MEMBER_STATES[code][1]) for code in _STATES],
        "solutions": [(code, name_of(code)) for code in ACTIONS],
        "invited": open_ones,
    }
    return page(request, "business/people/members.html", title=gettext("Users"), **context)
