"""The list of what one was told, also where no mail was wanted (BP-77)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.access.actions.notice_choices import mark_read
from selvbetjening.domain.access.queries import NoticeRow, bouncing, notices_of, unread
from selvbetjening.kernel import clock
from selvbetjening.portals.business.notices.words import KINDS
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import logged_in

_PAGE: Final = 25


class _Rows:
    """The notices as a list that knows its length and reads one page of it."""

    def __init__(self, request: CompanyRequest, me: UUID) -> None:
        self.here, self.me = request.acting.here, me

    def __len__(self) -> int:
        return notices_of(self.here, membership=self.me, limit=0)[0]

    def __getitem__(self, part: slice) -> list[NoticeRow]:
        return notices_of(self.here, membership=self.me, offset=part.start or 0, limit=_PAGE)[1]


@logged_in
@require_safe
def notices(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Newest first; nothing is marked as read by looking, so that another browser shows the same."""
    me, here = own(request), request.acting.here
    rows: Any = _Rows(request, me)
    shown = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    listed = list(shown)
    context = {
        "page": shown,
        "rows": [(row, KINDS[row.kind][0]) for row in listed],
        "unread": unread(here, membership=me),
        "until": max((row.at for row in listed), default=None),
        "is_bouncing": bool(bouncing(here, memberships=[me])),
        "email": request.acting.standing.membership.email if request.acting.standing else "",
    }
    return page(request, "business/notices/list.html", title=gettext("Notifications"), **context)


@logged_in
@require_POST
def read(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """What the page showed, and what is older, is read; what came while it was looked at is not."""
    me, now = own(request), clock.now()
    until: datetime | None
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is not None and until.tzinfo is not None:
        mark_read(request.acting.here, membership=me, until=min(until, now), at=now)
    return saved(request, reverse("business:notices", args=[request.acting.here]), gettext("Marked as read."))
