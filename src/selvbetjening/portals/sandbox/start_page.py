"""The demo's first page: doors, people, what to try; the operator's quick way in; the gallery."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.identity.actions.make_staff_link import make_staff_link
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.gate import public
from selvbetjening.portals.sandbox.cards_shown import test_cards
from selvbetjening.portals.sandbox.frame import frame_of, in_language, policy
from selvbetjening.ui import gallery as components

OPERATOR: Final = "operator@selvbetjening.example"
BOOKKEEPER: Final = "bookkeeper"


@dataclass(frozen=True)
class Person:
    """Somebody of the demo, and what there is to see as her."""

    name: str
    email: str
    what: str


@dataclass(frozen=True)
class Door:
    """A company's customer portal and its people."""

    company: str
    href: str
    people: tuple[Person, ...]


@public
@in_language
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Doors, people, and what to try."""
    staff = _staff()
    context = {
        "frame": frame_of(request),
        "doors": _doors(),
        "members": _origin("nordlys"),
        "seats": _origin("fjordbyg"),
        "bookkeepers": organizations.bookkeepers_origin(),
        "staff": staff,
        "business": _origin("erhverv"),
        "business_people": _business_people(),
        "gateways": test_cards(),
        "sftp": _sftp(),
        "api": f"{organizations.api_origin()}/api/v1/",
        "console": f"{organizations.api_origin()}/api/swagger/",
        "api_host": urlsplit(organizations.api_origin()).hostname,
    }
    response = render(request, "sandbox/start.html", context)
    # The operator's button is answered with a redirect to the staff host, and browsers hold forms to that, too.
    response["Content-Security-Policy"] = policy(**{"form-action": f"'self' {staff}"})
    return response


@public
@require_POST
def operator(request: HttpRequest) -> HttpResponse:
    """A login link for the demo's operator, and straight on to it. Only the demo does that."""
    made = make_staff_link(email=OPERATOR, at=clock.now())
    return HttpResponseRedirect(f"{_staff()}/link/{made.token}/")


@public
@in_language
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every variant: the design document."""
    return render(request, "ui/gallery.html", components.context())


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


def _staff() -> str:
    return _origin("staff")


def _origin(label: str) -> str:
    return organizations.origin(host=f"{label}.{settings.PORTAL_BASE_DOMAIN}")


def _doors() -> list[Door]:
    people = _people()
    doors = []
    for organization, host in organizations.portals().items():
        with within(organization):
            name = organizations.get(organization).name
        slug = host.partition(".")[0]
        mine = tuple(person for company, person in people if company == slug)
        doors.append(Door(name, f"{organizations.origin(host=host)}/", mine))
    bookkeepers = tuple(person for door, person in people if door == BOOKKEEPER)
    return [*doors, Door(gettext("Bookkeepers"), f"{organizations.bookkeepers_origin()}/", bookkeepers)]


def _business_people() -> list[Person]:
    """Who can be chosen at the stand-in of MitID, as `var/demo.json` lists them; none before everything is up."""
    english = get_language() == "en"
    return [
        Person(one["name"], f"{one['company']}, CVR {one['cvr']}", one["what_en" if english else "what_da"])
        for one in _content().get("business_people", [])
    ]


def _sftp() -> list[tuple[str, str]]:
    """How each company's ERP system sends files: its name, and the command with the key that lies in the demo."""
    sftp = _content().get("sftp") or {}
    return [
        (slug, f"sftp -P {sftp['port']} -i {user['key']} {user['name']}@{sftp['host']}")
        for slug, user in sftp.get("users", {}).items()
    ]


def _content() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((Path(settings.VAR_DIR) / "demo.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"people": []}
    return found


def _people() -> list[tuple[str, Person]]:
    """The door (a company's short name, or `BOOKKEEPER`) and the person, as `var/demo.json` lists them.

    None before everything is up.
    """
    found = []
    for one in _content()["people"]:
        # The demo's data marks these words for translation; an empty one would be answered with the catalogue's head.
        words = one["what"]
        door = BOOKKEEPER if one.get("door") == "bookkeeper" else one["organization"]
        found.append((door, Person(one["name"], one["email"], gettext(words) if words else "")))
    return found
