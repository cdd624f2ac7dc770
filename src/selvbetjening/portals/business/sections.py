"""The pages beside a page: the administration of users, and those of a solution."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from selvbetjening.domain.access.permissions import MANAGE, SELVBETJENING_VIEW
from selvbetjening.portals import gate
from selvbetjening.portals.business.acting import Acting
from selvbetjening.ui.page import Group, Way

OF_USERS: Final = ("brugere/", "invitationer/", "anmodninger/", "gennemgang/")


def section_of(request: Any) -> tuple[str, list[Group]]:
    """Name and pages of the section that the page belongs to; nothing where it stands alone."""
    acting: Acting = request.acting
    front = reverse("business:front", args=[acting.here])
    rest = request.path.removeprefix(front)
    if rest.startswith("selvbetjening/") and acting.holds(SELVBETJENING_VIEW):
        from selvbetjening.portals.business.selvbetjening import urls  # its views import this frame

        return _solution(acting, request.path, urls)
    if rest.startswith("my-file-transfer/"):
        from selvbetjening.portals.business.files import urls as of_files

        return _solution(acting, request.path, of_files)
    if rest.startswith(OF_USERS) and acting.holds(MANAGE):
        return _users(acting, request.path)
    return "", []


def _users(acting: Acting, path: str) -> tuple[str, list[Group]]:
    ways = [
        (_("All users"), "members"),
        (_("Invite"), "invite"),
        (_("Invitations"), "invitations"),
        (_("Requests"), "tasks"),
        (_("Review"), "review"),
        (_("Rules"), "policies"),
        (_("Export"), "export"),
    ]
    return _("Users"), _groups(acting, path, [("", ways)])


def _solution(acting: Acting, path: str, urls: Any) -> tuple[str, list[Group]]:
    """The pages of a solution that the visitor may open, by what each view declares."""
    views = {name: view for _route, view, name in urls.ROUTES}
    open_ = {name for name, view in views.items() if _open(acting, getattr(view, "permission", gate.LOGGED_IN))}
    groups = [(heading, [(words, name) for words, name in entries if name in open_]) for heading, entries in urls.MENU]
    return str(urls.NAME), _groups(acting, path, groups)


def _open(acting: Acting, permission: str) -> bool:
    return permission == gate.LOGGED_IN or acting.holds(permission)


def _groups(acting: Acting, path: str, groups: Any) -> list[Group]:
    """The longest address that the path begins with is where one is. A group without a page is not drawn."""
    found = [
        (heading, [(str(words), reverse(f"business:{name}", args=[acting.here])) for words, name in entries])
        for heading, entries in groups
        if entries
    ]
    addresses = [href for _heading, ways in found for _words, href in ways]
    here = max((href for href in addresses if path.startswith(href)), key=len, default="")
    return [
        Group([Way(words, href, current=href == here) for words, href in ways], str(heading)) for heading, ways in found
    ]
