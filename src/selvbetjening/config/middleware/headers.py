"""The browser's rules on every answer (security.md section 12: SEC-132 to SEC-134; files: SEC-85)."""

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "report-uri /csp-report"
)
#: A file that somebody gave us is saved, never shown; whatever shows it all the same runs nothing of it (SEC-85).
_OF_A_FILE: Final = "default-src 'none'; sandbox"
_FEATURES: Final = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
}
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]{1,253}(?::\d{1,5})?")
HSTS: Final = "max-age=63072000; includeSubDomains"


class Headers:
    """Adds what a view did not set itself. Pages are never stored by a cache unless a view says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in (ALWAYS | _led_elsewhere(response) | _saved(response)).items():
            response.headers.setdefault(name, value)
        if settings.HTTPS:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _saved(response: HttpResponseBase) -> dict[str, str]:
    """The policy of a file to save."""
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return {"Content-Security-Policy": _OF_A_FILE} if is_file else {}


def _led_elsewhere(response: HttpResponseBase) -> dict[str, str]:
    """The policy of a page whose form leads to a payment page, by what its view said (`portals.leading`).

    Browsers hold `form-action` against the redirect after a post, so these origins stand there, and nothing wider.
    """
    origins = [origin for origin in getattr(response, "leads_to", ()) if _ORIGIN.fullmatch(origin)]
    if not origins:
        return {}
    wider = " ".join(["form-action 'self'", *sorted(set(origins))])
    return {"Content-Security-Policy": CONTENT_SECURITY_POLICY.replace("form-action 'self'", wider)}
