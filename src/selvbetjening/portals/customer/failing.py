"""Error pages inside a portal: the company's name, logo, colour and languages, and the menu for whoever is in."""

import logging
from contextlib import nullcontext
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selvbetjening.domain.tenancy.within import current, within
from selvbetjening.portals.customer.door import recognise

_FAULT: Final = 500
logger = logging.getLogger(__name__)


def error_page(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse | None:
    """The page with the portal's frame; None where there is no portal here, or none can be drawn any more.

    After a fault of ours nothing is read: its transaction is over. Then the frame is the company's, without the menu.
    """
    asked: Any = request
    try:
        if status >= _FAULT:
            asked.visitor, asked.proven = None, ""
        elif not hasattr(asked, "house") and not recognise(asked):
            return None
        if not hasattr(asked, "house"):
            return None
        with within(asked.organization_id) if current() is None else nullcontext():
            return render(asked, "customer/error.html", context, status=status)
    except Exception:
        # Whatever broke the request may break its page, too. The plain one needs nothing (SEC-146).
        logger.exception("an error page could not be drawn in its frame")
        return None
