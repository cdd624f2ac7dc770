"""The frame around every page: the company's name, logo and colour, and where one can go (SB-09, SB-10)."""

import hashlib
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from selvbetjening.domain.identity.queries import RETURN_URL
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.kernel.colour import ColourRefused, brand
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.addresses import address
from selvbetjening.portals.customer.cards.entry import has_page
from selvbetjening.portals.customer.visitor import House, Visitor
from selvbetjening.portals.customer.withdrawals import has_entry, label_of
from selvbetjening.ui.components.values import language
from selvbetjening.ui.page import Frame, Speech, Way

LANGUAGES = (("da", "Dansk"), ("en", "English"))


def frame_of(request: Any) -> Frame:
    """The frame of this request's page; its menu is empty for whoever is not logged in."""
    house: House = request.house
    if OrganizationId(house.organization.id) == PLATFORM:
        return _bookkeepers_frame(request)
    person: Visitor | None = request.visitor
    logo, looks = house.logo, request.viewing is not None
    return Frame(
        name=house.organization.name,
        home_url=address("overview"),
        logo_url=f"{address('logo')}?v={logo[:12]}" if logo else "",
        stylesheet_url=f"{address('brand_css')}?v={version(house.organization.brand_colour)}",
        menu=_menu(person, request.path) if person else (),
        languages=[] if looks else _languages(),
        person=person.recipient.email if person else "",
        logout_url=address("logout") if person and not looks else "",
        foot=_foot(person, looks=looks),
        back=_back(request) if person else None,
    )


def _back(request: Any) -> Way | None:
    """To the company's own app that sent the visitor here; its host was checked when the link was made (LG-12)."""
    url = str(request.session.get(RETURN_URL, ""))
    return Way(_("Back to %(host)s") % {"host": urlsplit(url).netloc}, url) if url else None


def _bookkeepers_frame(request: Any) -> Frame:
    """The neutral host's: no company's name, logo or menu (CM-08)."""
    return Frame(
        name=request.house.organization.name,
        home_url="/",
        stylesheet_url=f"{address('brand_css')}?v={version('')}",
        menu=[Way(_("Invoices"), "/", current=request.path == "/")] if request.proven else (),
        languages=_languages(),
        person=request.proven,
        logout_url=address("logout") if request.proven else "",
        foot=[
            Way(_("Help and contact"), address("help")),
            Way(_("Accessibility"), address("accessibility")),
            Way(_("Privacy and cookies"), address("privacy")),
        ],
    )


@lru_cache(maxsize=1024)
def stylesheet(colour: str) -> str:
    """The colour tokens as a style sheet, guarded for contrast (XB-35); nothing for a colour that is none."""
    try:
        return brand(colour).css if colour else ""
    except ColourRefused:
        return ""


@lru_cache(maxsize=1024)
def version(colour: str) -> str:
    """Changes when the style sheet of this colour does, so that browsers may keep it."""
    return hashlib.sha256(stylesheet(colour).encode()).hexdigest()[:12]


def _menu(person: Visitor, path: str) -> list[Way]:
    ways = [
        (_("Overview"), address("overview")),
        (_("Subscriptions"), address("subscriptions")),
        (_("Invoices"), address("invoices") if person.may(permissions.VIEW_INVOICES) else ""),
        (_("Payment cards"), address("cards") if has_page(person) else ""),
        (_("My details"), address("details")),
        (_("Log"), address("log") if person.may(permissions.VIEW_ACTIVITY_LOG) else ""),
        (_("People"), address("people") if person.may(permissions.MANAGE_RECIPIENTS) else ""),
        (_("Bookkeeper"), address("bookkeepers") if person.may(permissions.INVITE_ACCOUNTANT) else ""),
        (_("Change account"), address("choose") if person.proven else ""),
    ]
    return [Way(text, href, current=_here(path, href)) for text, href in ways if href]


def _foot(person: Visitor | None, *, looks: bool) -> list[Way]:
    ways = [
        Way(_("Help and contact"), address("help")),
        *_ending(person),
        Way(_("Accessibility"), address("accessibility")),
        Way(_("Privacy and cookies"), address("privacy")),
    ]
    if person and not looks:
        ways.append(Way(_("Log out everywhere"), address("logout")))
    return ways


def _ending(person: Visitor | None) -> list[Way]:
    """The withdrawal function on every page (WDR-2): a consumer's own, a stranger's by a mailed link (XB-29)."""
    if person is None:
        return [Way(_("Cancel or withdraw"), address("guest"))]
    return [Way(label_of(person.house.organization), address("withdraw_overview"))] if has_entry(person) else []


def _here(path: str, href: str) -> bool:
    if path.startswith(address("new")):
        return href == address("subscriptions")
    return path == href if href == "/" else path.startswith(href)


def _languages() -> list[Speech]:
    return [Speech(code, name, href="", current=language() == code) for code, name in LANGUAGES]
