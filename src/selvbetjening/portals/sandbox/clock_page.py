"""The page on which the demo's time is moved on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from selvbetjening.kernel import clock
from selvbetjening.portals.gate import public
from selvbetjening.portals.sandbox import journey, travel
from selvbetjening.portals.sandbox.frame import frame_of


@public
@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    """GET shows the demo's time; POST moves it on, day by day, and shows what happened on the way."""
    trip = None
    if request.method == "POST":
        until = journey.target(wanted=request.POST.get("move", ""), today=clock.today())
        trip = journey.move_on(until=until) if until else None
    context = {
        "frame": frame_of(request),
        "now": clock.now(),
        "moved": bool(travel.ahead()),
        "next_month": journey.target(wanted="month", today=clock.today()),
        "trip": trip,
    }
    return render(request, "sandbox/clock.html", context)
