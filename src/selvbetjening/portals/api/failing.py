"""What this door says where no call was reached: JSON, as everywhere here (T9)."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from selvbetjening.portals.api.door import language_of
from selvbetjening.portals.api.errors import Problem, answered, busy, missing, said


def of_status(request: HttpRequest, status: int) -> HttpResponse:
    """The answer of this status in the caller's language."""
    with translation.override(language_of(request)):
        return answered(request, _problem(status))


def _problem(status: int) -> Problem:
    known = {
        400: ("bad_request", _("The request cannot be read.")),
        403: ("forbidden", _("You do not have permission to perform this action.")),
        413: ("too_large", _("The body is too large.")),
        500: ("server_error", _("Something went wrong at our end. Try again later.")),
    }
    if status == 503:
        return busy()
    if status not in known:
        return missing()
    code, words = known[status]
    return said(status, words, code=code)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read."""
    return of_status(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this caller."""
    return of_status(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here."""
    return of_status(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return of_status(request, 500)
