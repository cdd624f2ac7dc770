"""The page on which the demo's time is moved on."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.portals.gate import public
from selvbetjening.portals.sandbox import journey, travel
from selvbetjening.portals.sandbox.frame import frame_of, in_language


@public
@in_language
@require_safe
def clock_page(request: HttpRequest) -> HttpResponse:
    """The demo's time, where it can go, and what happened since it last set out. Asks again while work goes on."""
    here, now = travel.state(), clock.now()
    waiting = journey.waiting() if here.set_out_at else 0
    at_rest = not waiting and not here.goal
    context = {
        "frame": frame_of(request),
        "now": now,
        "real": travel.real(),
        "journey": here,
        "may_go_home": bool(here.ahead) and at_rest and journey.may_go_home(),
        "at_rest": at_rest,
        "waiting": waiting,
        "companies": journey.since(here.set_out_at) if here.set_out_at else [],
    }
    if here.goal and here.set_out_at:
        goal = copenhagen_day(here.goal)
        context |= {
            "goal": goal,
            "days": (goal - copenhagen_day(here.set_out_at)).days,
            "days_gone": (copenhagen_day(now) - copenhagen_day(here.set_out_at)).days,
        }
    return render(request, "sandbox/clock.html", context)


@public
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move the time on, or back to the machine's while nothing final forbids it; then the page again."""
    wanted = request.POST.get("move", "")
    if travel.state().goal:
        pass  # under way: the page has no buttons then
    elif wanted == "home":
        # A job under way could still issue an invoice at the later time.
        if not journey.waiting() and journey.may_go_home():
            travel.go_home()
    elif (until := journey.target(wanted=wanted, today=clock.today())) is not None:
        journey.move_on(until=until)
    return HttpResponseRedirect(reverse("sandbox:clock"))
