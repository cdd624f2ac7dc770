"""The door itself: every request of a company's host is asked again who it is and what it may (LG-14, SB-05).

A view says what it needs (`portals.gate`); this middleware refuses whatever is not declared.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.identity.queries import IDENTITY, NARROWED_TO, RECIPIENT
from selvbetjening.domain.organizations.actions.ensure_platform import ensure_platform
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.tenancy.within import current, within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals import gate
from selvbetjening.portals.customer.addresses import Addresses
from selvbetjening.portals.customer.frame import frame_of
from selvbetjening.portals.customer.viewing import reading
from selvbetjening.portals.customer.visitor import House, May, Visitor, house, visitor

#: The law's ways out stay open whatever the company has closed: ending a contract as a guest (CAN-2, XB-29), and
#: checking a receipt (CM-04).
LAWS_OWN: Final = frozenset(
    {
        *("verify", "guest", "guest_sent", "guest_link", "guest_continue", "guest_choice", "guest_cancel"),
        *("guest_cancelled", "guest_withdraw", "guest_withdraw_confirm", "guest_withdrawn"),
    }
)
#: A mail's payment link answers politely, whatever the company has closed since (PY-08).
PAYING: Final = frozenset({"pay_link", "pay_link_status", "pay_link_stop", "pay_link_undo", "pay_link_pdf"})
#: Programs are told nothing, instead of being led to a page (CM-09).
FOR_PROGRAMS: Final = frozenset(
    {
        *("feed_calendar", "feed_documents", "feed_invoice_pdf", "feed_invoice_xml", "feed_note_pdf", "feed_note_xml"),
    }
)
#: While the portal is closed the host has its login page, the neutral answer and what these two look like (LG-06).
OPEN_WHEN_CLOSED: Final = (
    LAWS_OWN | PAYING | FOR_PROGRAMS | {"login", "login_sent", "logout", "language", "brand_css", "logo", "robots"}
)


class CustomerDoor:
    """Sets `request.house`, `request.organization` and `request.visitor`, and enforces what the view declares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with clock.own_time():
            return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Refuse, redirect to the login page, or let the view run."""
        if request.organization_id is None or request.door:
            return None
        if not recognise(request):
            raise Http404
        if (stopped := reading.stopped(request)) is not None:
            return stopped
        if request.house.closed and request.resolver_match.url_name not in OPEN_WHEN_CLOSED:
            return to_login(request)
        if getattr(view, "public", False):
            return None
        permission = getattr(view, "permission", None)
        if permission is None:
            raise PermissionError(f"{view} declares no permission")
        if request.organization_id == PLATFORM:
            return self._bookkeepers(request, permission)
        if request.visitor is None:
            return to_choose(request) if request.proven else to_login(request)
        if permission != gate.LOGGED_IN and not request.visitor.may(permission):
            raise Http404
        return None

    def _bookkeepers(self, request: Any, permission: str) -> HttpResponseBase | None:
        """The bookkeepers' host asks for a proven mailbox only; what it may read is asked page by page (CM-08)."""
        if not request.proven:
            return to_login(request)
        if permission != gate.LOGGED_IN:
            raise Http404
        return None


def recognise(request: Any) -> bool:
    """Set `request.house`, `organization`, `visitor` and `proven`; False where there is no such organization."""
    entrance = enter(request.organization_id, digest=request.session.digest)
    if entrance is None:
        return False
    request.session.bring(entrance.session)
    request.house = house(entrance.facts)
    request.organization = request.house.organization
    reading.recognise(request)
    reading.go_ahead(request)
    request.visitor, request.proven = _visitor(request, entrance)
    return True


def _visitor(request: Any, entrance: accounts.Entrance) -> tuple[Visitor | None, str]:
    """The visitor behind the session, and the mailbox it has proven where it may choose among accounts (XB-07).

    A session whose recipient may not come in any more is ended at once. One that may choose goes on as nobody, and
    chooses again; it ends with the company's choice to let addresses choose.
    """
    named, chooses = request.session.get(RECIPIENT), request.session.get(IDENTITY) is not None
    if named is None and not chooses:
        return None, ""
    proven = entrance.proven if chooses and may_choose(request.house) else ""
    if chooses and not proven:
        request.session.flush()
        return None, ""
    known = entrance.recipient
    mine = known if known and str(known.id) == named else None
    kept = request.session.get(NARROWED_TO)
    narrowed = None if kept is None else frozenset(kept)
    found = visitor(request.house, recipient=mine, today=clock.today(), proven=proven, narrowed_to=narrowed)
    if found is None and not chooses:
        request.session.flush()
    elif found is None and named is not None:
        del request.session[RECIPIENT]
    return found, proven


def to_login(request: HttpRequest) -> HttpResponseRedirect:
    """To the login page; a page that was wanted is kept for afterwards (XB-05)."""
    target = reverse("customer:login")
    if request.method in {"GET", "HEAD"} and request.path != "/":
        target += "?" + urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(target)


def enter(organization: OrganizationId, *, digest: bytes) -> accounts.Entrance | None:
    """What the door must know; in a transaction of its own where the request has none (G2, CM-08).

    The bookkeepers' host has an open gate.
    """
    if organization != PLATFORM:
        with within(organization) if current() is None else nullcontext():
            return accounts.entrance(organization, session_digest=digest)
    with within(PLATFORM):
        found = accounts.entrance(PLATFORM, session_digest=digest)
    if found is None:
        ensure_platform(at=clock.now())
        with within(PLATFORM):
            found = accounts.entrance(PLATFORM, session_digest=digest)
    return found and replace(found, facts=replace(found.facts, has_api_user=True))


def may_choose(house: House) -> bool:
    """Whether an address on several recipients chooses here, and the portal is open (XB-07)."""
    return house.closed is None and house.organization.choice("duplicate_email_mode") == "chooser"


def to_choose(request: HttpRequest) -> HttpResponseRedirect:
    """To the page where a proven mailbox chooses its account; a page that was wanted is kept (XB-18)."""
    target = reverse("customer:choose")
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
        "viewing": request.viewing if request.visitor else None,
    }
