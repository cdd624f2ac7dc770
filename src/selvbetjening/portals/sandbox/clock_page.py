"""The page on which the demo's time is moved on."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.kernel import clock
from selvbetjening.portals.gate import public
from selvbetjening.portals.sandbox import journey, travel
from selvbetjening.portals.sandbox.frame import frame_of, in_language


@public
@in_language
@require_safe
def clock_page(request: HttpRequest) -> HttpResponse:
    """The demo's time, where it can go, and what happened since it was moved. Asks again while jobs wait."""
    here = travel.state()
    waiting = journey.waiting() if here.arrived_at else 0
    context = {
        "frame": frame_of(request),
        "now": clock.now(),
        "real": travel.real(),
        "arrived_at": here.arrived_at,
        "may_go_home": bool(here.ahead) and not waiting and journey.may_go_home(),
        "waiting": waiting,
        "companies": journey.since(here.arrived_at) if here.arrived_at else [],
    }
    return render(request, "sandbox/clock.html", context)


@public
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move the time on, or back to the machine's while nothing final forbids it; then the page again."""
    wanted = request.POST.get("move", "")
    if wanted == "home":
        # A job under way could still issue an invoice at the later time.
        if not journey.waiting() and journey.may_go_home():
            travel.go_home()
    elif (until := journey.target(wanted=wanted, today=clock.today())) is not None:
        journey.move_on(until=until)
    return HttpResponseRedirect(reverse("sandbox:clock"))
