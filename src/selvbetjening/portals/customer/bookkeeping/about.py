"""Help and privacy on the bookkeepers' host, which is no company's (CM-08, GDP-1)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public


@public
@require_safe
def contact(request: HouseRequest) -> HttpResponse:
    """How to get in, and whom to ask about what."""
    return render(request, "customer/bookkeeping_help.html")


@public
@require_safe
def privacy(request: HouseRequest) -> HttpResponse:
    """Who is responsible, what is kept about a bookkeeper, and which cookies there are (GDP-1, COO-1)."""
    return render(request, "customer/bookkeeping_privacy.html")
