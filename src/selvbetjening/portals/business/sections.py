"""The pages beside a page: the administration of users, and the solution Selvbetjening."""

from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from selvbetjening.domain.access.permissions import MANAGE, SELVBETJENING_VIEW
from selvbetjening.portals import gate
from selvbetjening.portals.business.acting import Acting
from selvbetjening.ui.page import Way

OF_USERS: Final = ("brugere/", "invitationer/", "anmodninger/", "gennemgang/")


def section_of(request: Any) -> tuple[str, list[Way]]:
    """Name and pages of the section that the page belongs to; nothing where it stands alone."""
    acting: Acting = request.acting
    front = reverse("business:front", args=[acting.here])
    rest = request.path.removeprefix(front)
    if rest.startswith("selvbetjening/") and acting.holds(SELVBETJENING_VIEW):
        return _selvbetjening(acting, request.path)
    if rest.startswith(OF_USERS) and acting.holds(MANAGE):
        return _users(acting, request.path)
    return "", []


def _users(acting: Acting, path: str) -> tuple[str, list[Way]]:
    ways = [
        (_("All users"), "members"),
        (_("Invite"), "invite"),
        (_("Invitations"), "invitations"),
        (_("Requests"), "tasks"),
        (_("Review"), "review"),
        (_("Rules"), "policies"),
        (_("Export"), "export"),
    ]
    return _("Users"), _ways(acting, path, ways)


def _selvbetjening(acting: Acting, path: str) -> tuple[str, list[Way]]:
    from selvbetjening.portals.business.selvbetjening import urls  # its views import this frame

    views = {name: view for _route, view, name in urls.ROUTES}
    entries: list[tuple[str | Promise, str]] = [
        (words, name) for words, name in urls.MENU if _open(acting, getattr(views[name], "permission", gate.LOGGED_IN))
    ]
    return str(urls.NAME), _ways(acting, path, entries)


def _open(acting: Acting, permission: str) -> bool:
    return permission == gate.LOGGED_IN or acting.holds(permission)


def _ways(acting: Acting, path: str, entries: Any) -> list[Way]:
    """The longest address that the path begins with is where one is."""
    found = [(str(words), reverse(f"business:{name}", args=[acting.here])) for words, name in entries]
    here = max((href for _words, href in found if path.startswith(href)), key=len, default="")
    return [Way(words, href, current=href == here) for words, href in found]
