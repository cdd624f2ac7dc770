"""The frame around every page: whom one acts for, where one can go, and the pages beside this one (BP-06)."""

from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries import unread
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.languages import LANGUAGES
from selvbetjening.portals.business.sections import OF_USERS, section_of
from selvbetjening.ui.components.values import language
from selvbetjening.ui.page import Frame, Speech, Way

#: The portal's own name (BP-84); no company's.
NAME: Final[Promise] = gettext_lazy("Selvbetjening for companies")


def frame_of(request: Any) -> Frame:
    """The frame of this request's page; its menu is empty for whoever is not logged in."""
    acting: Acting | None = request.acting
    inside = acting is not None and not acting.refused
    section_name, section = section_of(request) if inside else ("", [])
    return Frame(
        name=str(NAME),
        home_url=reverse("business:front", args=[acting.here]) if acting and inside else "/",
        stylesheet_url=reverse("business:colour", args=[acting.here]) if acting and inside else "",
        menu=_menu(acting, request.path) if acting and inside else _person_menu(request),
        languages=[Speech(code, name, href="", current=language() == code) for code, name in LANGUAGES],
        person=_person(request),
        logout_url=reverse("business:logout") if request.proven or request.operator else "",
        foot=_foot(request),
        section_name=section_name,
        section=section,
    )


def _person(request: Any) -> str:
    if request.operator is not None:
        return _("The operator")
    return request.proven.name if request.proven is not None else ""


def _menu(acting: Acting, path: str) -> list[Way]:
    def address(name: str) -> str:
        return reverse(f"business:{name}", args=[acting.here])

    ways = [
        (_("Front page"), address("front")),
        (_("Solutions"), address("find")),
        (_("Users"), address("members") if acting.holds(MANAGE) else ""),
        (_("Access Managers"), address("managers") if acting.standing else ""),
        (_("My access"), address("own_access") if acting.standing else ""),
        (_told(acting), address("notices") if acting.standing else ""),
        (_("Log"), address("log")),
    ]
    front = address("front")
    return [Way(text, href, current=_here(path, href, front)) for text, href in ways if href]


def _told(acting: Acting) -> str:
    """The list of notices, with how many are not read (BP-77)."""
    new = unread(acting.here, membership=acting.standing.membership.id) if acting.standing else 0
    return _("Notifications (%(count)d new)") % {"count": new} if new else _("Notifications")


def _here(path: str, href: str, front: str) -> bool:
    """Pages of the section Users stand under several words; the solutions' own pages belong to the solutions."""
    if href == front:
        return path == front
    words = path.removeprefix(front)
    if href.endswith("/brugere/"):
        return words.startswith(OF_USERS)
    if href.endswith("/loesninger/"):
        return words.startswith(("loesninger/", "selvbetjening/", "my-file-transfer/"))
    return path.startswith(href)


def _person_menu(request: Any) -> list[Way]:
    if request.proven is None:
        return []
    ways = [
        (_("My companies"), reverse("business:companies")),
        (_("Overview of my companies"), reverse("business:cockpit")),
        (_("My sessions"), reverse("business:own_sessions")),
    ]
    return [Way(text, href, current=request.path == href) for text, href in ways]


def _foot(request: Any) -> list[Way]:
    ways = [
        Way(_("What it takes to log in"), reverse("business:requirements")),
        Way(_("Accessibility"), reverse("business:accessibility")),
        Way(_("Privacy and cookies"), reverse("business:privacy")),
    ]
    if request.proven is not None:
        ways.insert(0, Way(_("My sessions"), reverse("business:own_sessions")))
        ways.insert(0, Way(_("My companies"), reverse("business:companies")))
    return ways
