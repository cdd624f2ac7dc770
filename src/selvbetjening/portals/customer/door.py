"""The door itself: every request of a company's host is asked again who it is and what it may (LG-14, SB-05).

A view says what it needs (`portals.gate`); this middleware refuses whatever is not declared.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.identity.queries import RECIPIENT
from selvbetjening.portals import gate
from selvbetjening.portals.customer.addresses import Addresses
from selvbetjening.portals.customer.frame import frame_of
from selvbetjening.portals.customer.visitor import May, Visitor, house, visitor

#: While the portal is closed the host has its login page, the neutral answer and what these two look like (LG-06).
OPEN_WHEN_CLOSED: Final = frozenset({"login", "login_sent", "logout", "language", "brand_css", "logo", "robots"})


class CustomerDoor:
    """Sets `request.house`, `request.organization` and `request.visitor`, and enforces what the view declares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Refuse, redirect to the login page, or let the view run."""
        if request.organization_id is None:
            return None
        entrance = accounts.entrance(request.organization_id, session_digest=request.session.digest)
        if entrance is None:
            raise Http404
        request.session.bring(entrance.session)
        request.house = house(entrance.facts)
        request.organization = request.house.organization
        request.visitor = self._visitor(request, entrance.recipient)
        if request.house.closed and request.resolver_match.url_name not in OPEN_WHEN_CLOSED:
            return to_login(request)
        if getattr(view, "public", False):
            return None
        permission = getattr(view, "permission", None)
        if permission is None:
            raise PermissionError(f"{view} declares no permission")
        if request.visitor is None:
            return to_login(request)
        if permission != gate.LOGGED_IN and not request.visitor.may(permission):
            raise Http404
        return None

    def _visitor(self, request: Any, known: accounts.Recipient | None) -> Visitor | None:
        """The visitor behind the session; a session whose recipient may not come in any more is ended at once."""
        named = request.session.get(RECIPIENT)
        if named is None:
            return None
        found = visitor(request.house, recipient=known if known and str(known.id) == named else None)
        if found is None:
            request.session.flush()
        return found


def to_login(request: HttpRequest) -> HttpResponseRedirect:
    """To the login page; a page that was wanted is kept for afterwards (XB-05)."""
    target = reverse("customer:login")
    if request.method in {"GET", "HEAD"} and request.path != "/":
        target += "?" + urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(target)


def context(request: Any) -> dict[str, Any]:
    """Template context of the customer portal's pages."""
    house = getattr(request, "house", None)
    if house is None:
        return {}
    return {
        "organization": house.organization,
        "frame": frame_of(request),
        "visitor": request.visitor,
        "may": May(request.visitor),
        "to": Addresses(),
    }
