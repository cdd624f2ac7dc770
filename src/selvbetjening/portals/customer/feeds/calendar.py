"""The calendar itself: iCalendar (RFC 5545), whole days, read by programs by the secret in its address (CM-09)."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import language_of
from selvbetjening.portals.customer.feeds.admitting import Caller, caller, quiet
from selvbetjening.portals.customer.feeds.occasions import Occasion, occasions
from selvbetjening.portals.gate import public

_KIND: Final = "text/calendar; charset=utf-8"
#: How often a calendar that asks us shall ask.
_ASK_AGAIN: Final = timedelta(hours=12)


@public
@require_safe
def calendar(request: Any, token: str) -> HttpResponse:
    """Days of the account in its own language. Everything that does not fit is an empty 404."""
    found = caller(request, secret=token, kind="calendar", permission=permissions.USE_CALENDAR_FEED)
    if isinstance(found, int):
        return HttpResponse(status=429, headers={"Retry-After": str(found)})
    if found is None:
        return HttpResponse(status=404, content_type="text/plain; charset=utf-8")
    with override(language_of(found.visitor.account.language)):
        days = occasions(found.visitor, today=clock.today(), at=clock.now())
        content = drawn(found, days)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if tag in {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}:
        return quiet(HttpResponse(status=304, headers={"ETag": tag}))
    response = HttpResponse(content, content_type=_KIND, headers={"ETag": tag})
    response.headers["Content-Disposition"] = 'inline; filename="kalender.ics"'
    return quiet(response)


def drawn(found: Caller, days: Sequence[Occasion]) -> bytes:
    """The file. The same days are the same bytes: nothing in it says when it was asked for."""
    company = found.visitor.house.organization
    name = _plain(gettext("%(company)s: payments and subscriptions") % {"company": company.name})
    made = Calendar()
    made.add("prodid", "-//Selvbetjening//Calendar//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    base = portal_origin(found.visitor.organization)
    for day in days:
        event = Event()
        event.add("uid", f"{day.key}@{company.id}")
        event.add("dtstamp", found.token.made_at)
        event.add("dtstart", day.on)  # a date without a time is a whole day, in whatever zone the calendar stands
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", _plain(f"{day.title} ({company.name})"))
        event.add("url", base + day.path)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        made.add_component(event)
    return bytes(made.to_ical())


def _plain(text: str) -> str:
    """icalendar 7.3 may fold a line inside an escaped backslash (its issue 1501, mended for other signs), and Google
    Calendar then drops the event.
    """
    return text.replace("\\", "/")
