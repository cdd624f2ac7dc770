"""What browsers report about our content security policy (SEC-132): counted by directive, nothing personal kept."""

import json
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from selvbetjening.portals.gate import public

log = structlog.get_logger("selvbetjening.csp")

LARGEST: Final = 8_192
#: Only these words are ever logged: whatever else stands in a report, a stranger wrote (SEC-143).
DIRECTIVES: Final = frozenset(
    {
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem",
        "style-src-attr", "img-src", "font-src", "connect-src", "form-action", "base-uri", "object-src", "frame-src",
        "frame-ancestors", "media-src", "manifest-src", "worker-src", "child-src",
    }
)  # fmt: skip


# Browsers send reports without our token; nothing is changed by one.
@public
@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log which directive was violated: no address, no excerpt, no browser (SEC-143). Always 204."""
    if (directive := _directive(request)) is not None:
        log.warning("csp_violation", directive=directive)
    return HttpResponse(status=204)


def _directive(request: HttpRequest) -> str | None:
    """The violated directive's name of a report that is small and well-formed, else None."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or not 0 < int(length) <= LARGEST:
        return None
    try:
        report: Any = json.loads(request.body)
        text = str(report["csp-report"].get("effective-directive", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return text if text in DIRECTIVES else None
