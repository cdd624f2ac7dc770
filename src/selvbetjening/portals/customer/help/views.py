"""Help and contact: also for whoever cannot log in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public


@public
@require_safe
def contact(request: HouseRequest) -> HttpResponse:
    """Who the company is, how to reach it, and answers to what is asked most."""
    return render(request, "customer/help.html")
