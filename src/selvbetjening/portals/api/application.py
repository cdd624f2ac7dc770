"""The API as django-ninja knows it: how bodies are read, how answers are written, what errors become."""

import hashlib
import json
from decimal import Decimal
from typing import Any, Final

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from selvbetjening.domain.tenancy.again import collided
from selvbetjening.portals.api.errors import Problem, answered, forbidden, invalid, missing, said
from selvbetjening.portals.api.wording import by_field

log = structlog.get_logger("selvbetjening.api")

FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class Bodies(Parser):
    """JSON, or a form; numbers of JSON stay exact."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type in FORMS:
            return _of_form(request.POST)
        return json.loads(request.body, parse_float=Decimal, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _of_form(form: QueryDict) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in form.lists()}


class Api(NinjaAPI):
    """Answers carry an ETag; `fields` limits what is shown of an object or of each row of a list."""

    def create_response(
        self, request: HttpRequest, data: Any, *, status: int | None = None, temporal_response: Any = None
    ) -> HttpResponse:
        etag = ""
        if request.method in {"GET", "HEAD"} and isinstance(data, dict) and "results" not in data:
            etag = etag_of(self.renderer.render(request, data, response_status=200))
        response = super().create_response(
            request, _limited(request, data), status=status, temporal_response=temporal_response
        )
        if etag:
            response.headers["ETag"] = etag
        return response


def etag_of(content: bytes | str) -> str:
    """What names this state of the object."""
    raw = content.encode() if isinstance(content, str) else content
    return f'"{hashlib.sha256(raw).hexdigest()[:32]}"'


def _limited(request: HttpRequest, data: Any) -> Any:
    asked = request.GET.get("fields") or request.GET.get("Fields") or ""
    names = {name.strip() for name in asked.split(",") if name.strip()}
    if not names:
        return data
    if isinstance(data, dict) and "results" in data:
        return {**data, "results": [_only(row, names) for row in data["results"]]}
    return [_only(row, names) for row in data] if isinstance(data, list) else _only(data, names)


def _only(row: Any, names: set[str]) -> Any:
    return {key: value for key, value in row.items() if key in names} if isinstance(row, dict) else row


def make_api() -> Api:
    """The API without resources yet."""
    api = Api(
        title="Selvbetjening",
        version="1.0.0",
        urls_namespace="api",
        openapi_url=None,
        docs_url=None,
        parser=Bodies(),
    )
    api.add_exception_handler(Problem, _refused)
    api.add_exception_handler(ValidationError, _wrong)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, lambda request, _error: answered(request, missing()))
    api.add_exception_handler(PermissionDenied, _denied)
    for kind in (BadRequest, SuspiciousOperation):
        api.add_exception_handler(kind, _bad)
    api.add_exception_handler(Exception, failed)
    return api


def _refused(request: HttpRequest, problem: Any) -> HttpResponse:
    return answered(request, problem)


def _wrong(request: HttpRequest, error: Any) -> HttpResponse:
    if any(each["loc"][0] == "path" for each in error.errors):
        return answered(request, missing())
    query = [each for each in error.errors if each["loc"][0] == "query"]
    fields = by_field(query, skip=1) or by_field(error.errors, skip=2)
    return answered(request, invalid(fields))


def _unreadable(request: HttpRequest, _error: Any) -> HttpResponse:
    return answered(request, said(400, _("The body cannot be read."), code="unreadable"))


def _denied(request: HttpRequest, _error: Any) -> HttpResponse:
    return answered(request, forbidden(_("You do not have permission to perform this action."), code="forbidden"))


def _bad(request: HttpRequest, _error: Any) -> HttpResponse:
    return answered(request, said(400, _("The request cannot be read."), code="bad_request"))


def failed(request: HttpRequest, error: Any) -> HttpResponse:
    """500: our fault, with the reference that finds it in the log. What the database gave up goes on to the door."""
    if collided(error=error):
        raise error
    log.error("api failed", exc_info=error)
    return answered(request, said(500, _("Something went wrong at our end. Try again later."), code="server_error"))
