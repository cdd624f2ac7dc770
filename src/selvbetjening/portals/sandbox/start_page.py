"""The demo's first page: doors, people, what to try; the operator's quick way in; the gallery."""

import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.identity.actions.make_staff_link import make_staff_link
from selvbetjening.domain.organizations.queries import origin, portals
from selvbetjening.kernel import clock
from selvbetjening.portals.gate import public
from selvbetjening.portals.sandbox.frame import frame_of, policy
from selvbetjening.ui import gallery as components

OPERATOR: Final = "operator@selvbetjening.example"


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Doors, people, and what to try."""
    people = _people()
    doors = [{"origin": origin(host=host), "host": host, "slug": host.partition(".")[0]} for host in portals().values()]
    for person in people:
        person["origin"] = origin(host=f"{person['organization']}.{settings.PORTAL_BASE_DOMAIN}")
    context = {
        "frame": frame_of(request),
        "doors": doors,
        "people": people,
        "staff": origin(host=f"staff.{settings.PORTAL_BASE_DOMAIN}"),
        "operator": OPERATOR,
        "now": clock.now(),
    }
    response = render(request, "sandbox/start.html", context)
    response["Content-Security-Policy"] = policy(**{"form-action": f"'self' {context['staff']}"})
    return response


@public
@require_POST
def operator(request: HttpRequest) -> HttpResponse:
    """A login link for the demo's operator, and straight on to it. Only the demo does that."""
    made = make_staff_link(email=OPERATOR, at=clock.now())
    return HttpResponseRedirect(f"{origin(host=f'staff.{settings.PORTAL_BASE_DOMAIN}')}/link/{made.token}/")


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every variant: the design document."""
    return render(request, "ui/gallery.html", components.context())


def _people() -> list[dict[str, Any]]:
    """As `var/demo.json` lists them; none before everything is up."""
    try:
        content = json.loads((Path(settings.VAR_DIR) / "demo.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [dict(person) for person in content["people"]]
