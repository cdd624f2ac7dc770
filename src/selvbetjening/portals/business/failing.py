"""Error pages inside the business portal: its frame and languages, without anything of a company."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)


def error_page(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse | None:
    """The page in the portal's frame; None where it cannot be drawn. Nothing is read for it: what broke may be that."""
    asked: Any = request
    try:
        asked.proven = asked.operator = asked.acting = None
        return render(asked, "business/error.html", context, status=status)
    except Exception:
        # Whatever broke the request may break its page, too. The plain one needs nothing (SEC-146).
        logger.exception("an error page could not be drawn in its frame")
        return None
