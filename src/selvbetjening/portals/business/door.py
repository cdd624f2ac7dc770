"""The door of the business host: every request is asked again who it is, for which company, and what it may (SEC-27).

A view says what it needs (`portals.gate`); this middleware refuses whatever is not declared, and explains (BM-12).
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.actions.grants import mark_used
from selvbetjening.domain.access.actions.other_company import note_other_company
from selvbetjening.domain.access.actions.seen import note_login
from selvbetjening.domain.identity.queries.business_sessions import BusinessRow
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import current, within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals import gate
from selvbetjening.portals.business import exporting, stepping_up
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.frame import frame_of
from selvbetjening.portals.business.idling import idle_of
from selvbetjening.portals.business.noting import noted
from selvbetjening.portals.business.refusing import refused
from selvbetjening.portals.business.requests import Operator, Proven

#: The field in which a form says for which company it was filled in (BP-06).
COMPANY_FIELD: Final = "virksomhed"
#: The class of acts of lists that leave as files.
EXPORT: Final = "export"
#: The key in a session's data under which the companies stand that this login has been in.
ENTERED: Final = "entered"
#: The key under which stands what the broker told of the person beside who it is.
TOLD: Final = "told"


class BusinessDoor:
    """Sets `request.proven`, `operator` and `acting`, and enforces what the view declares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Refuse with words, lead to the login, ask for MitID anew, or let the view run."""
        if request.door != "business":
            return None
        recognise(request)
        if getattr(view, "public", False):
            return None
        permission = getattr(view, "permission", None)
        if permission is None:
            raise PermissionError(f"{view} declares no permission")
        if request.proven is None and request.operator is None:
            return to_login(request)
        if request.organization_id is None:
            return _outside(request)
        # A page that calls somebody over the network has no transaction around it: the door opens one of its own (G2).
        with within(request.organization_id) if current() is None else nullcontext():
            return _company(request, view, permission)


def recognise(request: Any) -> None:
    """Set who the browser's session says it is; rights are no part of it."""
    row: BusinessRow | None = request.session.whose()
    request.acting, request.proven, request.operator = None, None, None
    if row is None:
        return
    if row.user is not None:
        told = row.data.get(TOLD, {})
        request.proven = Proven(
            row.user.id, row.user.full_name, row.cvr, row.broker, row.created_at,
            email=told.get("email", ""), is_signatory=bool(told.get("signatory")),
        )  # fmt: skip
    elif row.operator is not None and row.acting_for is not None:
        request.operator = Operator(row.operator, OrganizationId(row.acting_for), row.acting_reason)


def to_login(request: HttpRequest, *, again: bool = False) -> HttpResponseRedirect:
    """To the login; a page that was wanted is kept for afterwards (BP-01). `again`: a living login is not enough."""
    query = {"next": request.get_full_path()} if request.method in {"GET", "HEAD"} and request.path != "/" else {}
    if again:
        query["igen"] = "1"
    return HttpResponseRedirect(reverse("business:login") + (f"?{urlencode(query)}" if query else ""))


def _outside(request: Any) -> HttpResponseBase | None:
    """Pages of a person want a person; an operator has one company to be in."""
    if request.operator is not None:
        return HttpResponseRedirect(reverse("business:front", args=[request.operator.organization]))
    return None


def _company(request: Any, view: Callable[..., Any], permission: str) -> HttpResponseBase | None:
    """A page of one company, inside its transaction. Strangers to it learn nothing (SEC-19)."""
    acting = acting_for(request)
    if acting is None:
        raise Http404
    request.acting = acting
    if acting.refused:
        _elsewhere(request, acting)
        if acting.refused in getattr(view, "open_when_refused", ()):
            return None
        noted(request, acting.refused, company=acting.here)
        return refused(request, acting.refused)
    if _is_ended(request, acting):
        return to_login(request, again=True)
    if request.method == "POST" and request.POST.get(COMPANY_FIELD, str(acting.here)) != str(acting.here):
        return refused(request, "ACC-05")
    if permission != gate.LOGGED_IN:
        decision = acting.may(permission)
        if not decision:
            return refused(request, decision.code, decision=decision)
        _used(acting, permission)
    _entered(request, acting)
    return stepping_up.wanted(request, view) or _one_file_more(request, view)


def _one_file_more(request: Any, view: Callable[..., Any]) -> HttpResponseBase | None:
    """Lists that leave with MitID are counted here; the page that refuses one too many (security.md 5.2)."""
    if request.method != "POST" or getattr(view, "step_up", None) != EXPORT:
        return None
    return exporting.too_many(request)


def _is_ended(request: Any, acting: Acting) -> bool:
    """Whether a manager has ended the user's sessions here since this login (SEC-33)."""
    ended = acting.standing.membership.sessions_ended_at if acting.standing else None
    return ended is not None and request.proven.since <= ended


def _elsewhere(request: Any, acting: Acting) -> None:
    """A user's login carried another company's number: the managers are told (BP-02)."""
    standing = acting.standing
    if standing is not None and acting.refused == "LOGIN-07" and standing.membership.bound_cvr != request.proven.cvr:
        note_other_company(acting.here, user=request.proven.user, cvr=request.proven.cvr, at=clock.now())


def _entered(request: Any, acting: Acting) -> None:
    """The first page of this login in this company is the login that the managers see (BP-19, BP-32)."""
    entered = request.session.get(ENTERED, [])
    if acting.standing is not None and str(acting.here) not in entered:
        note_login(acting.here, membership=acting.standing.membership.id, at=clock.now())
        request.session[ENTERED] = [*entered, str(acting.here)]


def _used(acting: Acting, permission: str) -> None:
    """What is used does not melt away (BM-05)."""
    solution = permission.partition(".")[0]
    for grant in acting.standing.grants if acting.standing else ():
        if grant.solution == solution:
            mark_used(acting.here, grant=grant.id, at=clock.now())


def acting_for(request: Any) -> Acting | None:
    """The visitor in the company of the path; None where there is no such company, or the visitor is a stranger to it.

    Somebody who logged in with the company's own CVR number, or was a user once, is told so (LOGIN-07), or asked
    whether she is the user with her address (LOGIN-12); everybody else finds nothing here.
    """
    here: OrganizationId = request.organization_id
    company = organizations.Organization.objects.filter(id=here).first()
    if company is None:
        return None
    today = clock.today()
    if request.operator is not None:
        if request.operator.organization != here:
            return None
        actor = Actor("staff", str(request.operator.number))
        return Acting(company, today, "", actor, operator_reason=request.operator.reason)
    person: Proven = request.proven
    standing = access.standing(here, user=person.user, cvr=person.cvr, today=today)
    if standing is None:
        if not person.cvr or company.cvr != person.cvr:
            return None
        code = "LOGIN-12" if access.twin_of(here, user=person.user, cvr=person.cvr, email=person.email) else "LOGIN-07"
        return Acting(company, today, person.name, Actor("user", str(person.user)), refused=code)
    actor = Actor("user", str(standing.membership.id))
    return Acting(company, today, standing.membership.name or person.name, actor, standing, refused=standing.refused)


def context(request: Any) -> dict[str, Any]:
    """Template context of the business portal's pages."""
    if getattr(request, "door", "") != "business" or not hasattr(request, "proven"):
        return {}
    acting = request.acting
    return {
        "frame": frame_of(request),
        "proven": request.proven,
        "acting": acting,
        "organization": acting.organization if acting else None,
        "here": acting.here if acting else None,
        "company_field": COMPANY_FIELD,
        "idle": idle_of(request),
        "is_demo": settings.DEMO,
    }
