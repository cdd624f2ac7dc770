"""The door: each call is admitted, counted, done in its organization's transaction, and answered in JSON."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.operation import Operation, PathView

from selvbetjening.domain.deliveries.rules.limits import DELIVERY_MOST
from selvbetjening.domain.identity.actions.keep_api_call import keep_api_call
from selvbetjening.domain.tenancy.again import collided, whole
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.portals.api import once
from selvbetjening.portals.api.admission import admitted, allowed, headers_of
from selvbetjening.portals.api.application import FORMS, failed
from selvbetjening.portals.api.call import UNKNOWN_CLIENT, Call
from selvbetjening.portals.api.errors import Problem, answered, busy, missing, said

_JSON: Final = re.compile(r"(application|text)/([a-z0-9.+-]+\+)?json|text/plain|")
_READS: Final = frozenset({"GET", "HEAD"})
#: Lists of up to ten thousand objects come here.
_BULK: Final = re.compile(r"/api/v1/(accounts|draftinvoicelines)/?(bulk/?)?")
#: A file to Betalingsservice, in Base64.
_DELIVERY: Final = re.compile(r"/api/v1/deliveries/?")
View = Callable[..., HttpResponse]


def language_of(request: HttpRequest) -> str:
    """The first language of Accept-Language that we have; English otherwise."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code.partition("-")[0] in {"da", "en"}:
            return code.partition("-")[0]
    return "en"


def door(path_view: PathView, *, resource: str) -> View:
    """The view of one path, with all its methods; `resource` is what it asks for (`access.permissions`)."""
    operations = {method: each for each in path_view.operations for method in each.methods}

    def view(request: HttpRequest, **path_args: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            return _served(request, operations, path_args)

    view.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is read here
    view.permission = f"api.{resource}"  # type: ignore[attr-defined]
    return view


def _served(request: HttpRequest, operations: Mapping[str, Operation], path_args: dict[str, Any]) -> HttpResponse:
    language, extra = translation.get_language() or "en", {}
    try:
        call, budget = admitted(request, language=language)
        extra = headers_of(budget)
        if call.actor.client == UNKNOWN_CLIENT:
            extra["X-Notice"] = "Send X-Client-System with the name of your application."
        response = _done(request, call, operations, path_args)
    except Problem as problem:
        response = answered(request, problem)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client gets JSON, and the log gets the place
        response = answered(request, busy()) if collided(error=error) else failed(request, error)
    for name, value in extra.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = getattr(request, "reference", "")
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language, Authorization"
    return response


def _done(
    request: HttpRequest, call: Call, operations: Mapping[str, Operation], path_args: dict[str, Any]
) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else str(request.method)
    operation = operations.get(method)
    if operation is None:
        words = _("Method “%(method)s” not allowed.") % {"method": method[:20]}
        raise said(405, words, code="method_not_allowed", headers={"Allow": ", ".join(sorted(operations))})
    if any("\x00" in str(value) for value in path_args.values()):
        raise missing()
    allowed(call, right=operation.view_func.right)  # type: ignore[attr-defined]
    request.call = call  # type: ignore[attr-defined]
    if method not in _READS:
        _take_body(request)
    run = _runner(request, call, operation, operations.get("GET"), path_args)
    key = once.key_of(request) if method == "POST" else ""
    if operation.view_func.calls_out:  # type: ignore[attr-defined]
        return once.beside_a_gateway(request, call, key, run) if key else run()
    if key:
        return whole(lambda: once.in_one_transaction(request, call, key, run))
    return whole(lambda: _in_one_transaction(call, run))


def _in_one_transaction(call: Call, run: Callable[[], HttpResponse]) -> HttpResponse:
    with within(call.here):
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def _runner(
    request: HttpRequest, call: Call, operation: Operation, reading: Operation | None, path_args: dict[str, Any]
) -> Callable[[], HttpResponse]:
    def run() -> HttpResponse:
        if (wanted := request.headers.get("If-Match")) and request.method not in _READS and reading is not None:
            _match(request, call, reading, path_args, wanted)
        response: Any = operation.run(request, **path_args)  # a file's bytes come in pieces
        is_file = operation.view_func.gives_file  # type: ignore[attr-defined]
        if not isinstance(response, HttpResponse) and not is_file:
            raise TypeError(f"{operation.path} streams; an answer of the API is whole")
        if request.method in _READS and not is_file:
            return _unchanged(request, response)
        is_told = response.status_code == 200 and request.method == "GET" if is_file else response.status_code < 400
        if is_told:
            keep_api_call(
                call.here, api_user=call.api_user, token=call.token, reference=call.actor.call,
                method=str(request.method), route=operation.path, status=response.status_code,
                client_system=call.actor.client, caller=call.caller, at=call.at,
            )  # fmt: skip
        return cast("HttpResponse", response)

    return run


def _match(request: HttpRequest, call: Call, reading: Operation, path_args: dict[str, Any], wanted: str) -> None:
    """If-Match: the object is still as the client saw it. Of two at once the second sees what the first did.

    They wait for each other by what they saw: an object has several addresses, by its code and by its uuid.
    """
    tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
    with within(call.here):
        found = _read(request, reading, path_args)
        if (etag := found.headers.get("ETag")) in tags:
            one_at_a_time(call.here, what=f"api {etag}")
            found = _read(request, reading, path_args)
    if found.status_code == 200 and "*" not in tags and found.headers.get("ETag") not in tags:
        raise said(412, _("The object has changed since you read it."), code="changed_meanwhile")


def _read(request: HttpRequest, reading: Operation, path_args: dict[str, Any]) -> Any:
    method = request.method
    request.method = "GET"
    try:
        return reading.run(request, **path_args)
    finally:
        request.method = method


def _unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    etag, wanted = response.headers.get("ETag"), request.headers.get("If-None-Match", "")
    known = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
    if etag is None or response.status_code != 200 or etag not in known:
        return response
    unchanged = HttpResponse(status=304)
    unchanged.headers["ETag"] = etag
    return unchanged


def _most(path: str) -> int:
    if _DELIVERY.fullmatch(path):
        return DELIVERY_MOST
    return int(settings.API_BULK_MAX_SIZE if _BULK.fullmatch(path) else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _take_body(request: HttpRequest) -> None:
    """Read the body once. Raises a 413 for one that is too large, a 415 for a kind that is not taken."""
    kind = (request.content_type or "").lower()
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = _most(request.path)
    if length.isdecimal() and int(length) > most:
        raise said(413, _("The body is too large."), code="too_large")
    if kind not in FORMS and not _JSON.fullmatch(kind):
        words = _("Unsupported media type “%(kind)s” in request.") % {"kind": kind[:80]}
        raise said(415, words, code="unsupported_media_type")
    # Django's own limit is for pages; an empty body is an object without fields.
    request._body = request.read() or b"{}"
