"""QuickPay's door: who calls, which version, which call with which parameters."""

import json
import re
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qsl

from selvbetjening.portals.sandbox.gateways import forms
from selvbetjening.portals.sandbox.gateways.disturbances import Disturbance
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Data, Request, as_json
from selvbetjening.portals.sandbox.gateways.quickpay import resources, schemas
from selvbetjening.portals.sandbox.gateways.quickpay.context import Caller, Kind, Refused, new
from selvbetjening.portals.sandbox.gateways.schema import Schema, Wire, check
from selvbetjening.portals.sandbox.gateways.state import State


@dataclass(frozen=True)
class Call:
    """One call and the status of its answer; 202 becomes 200 where the caller waited for the end."""

    method: str
    path: str
    schema: Schema
    work: Callable[[Caller, Data], Any]
    status: int = 200


def _new(kind: Kind) -> Callable[[Caller, Data], Data]:
    return lambda caller, params: new(caller, kind, params).data


def _get(kind: Kind) -> Callable[[Caller, Data], Data]:
    return lambda caller, params: caller.get(kind).data


def _of(work: Callable[[Caller, Kind, Data], Any], kind: Kind) -> Callable[[Caller, Data], Any]:
    return lambda caller, params: work(caller, kind, params)


def _calls(kind: Kind, made: Schema, link: Schema) -> tuple[Call, ...]:
    """What both kinds of resource understand."""
    root = f"/{kind.lower()}s"
    return (
        Call("POST", root, made, _new(kind), 201),
        Call("GET", root, schemas.PAGE, _of(resources.listed, kind)),
        Call("GET", f"{root}/([0-9]+)", schemas.NOTHING, _get(kind)),
        Call("PUT", f"{root}/([0-9]+)/link", link, _of(resources.link, kind)),
        Call("DELETE", f"{root}/([0-9]+)/link", schemas.NOTHING, _of(resources.unlink, kind), 204),
        Call("POST", f"{root}/([0-9]+)/cancel", schemas.NOTHING, _of(resources.cancel, kind), 202),
    )


CALLS: Final = (
    Call("GET", "/ping", schemas.NOTHING, resources.ping),
    *_calls("Payment", schemas.PAYMENT, schemas.PAYMENT_LINK),
    *_calls("Subscription", schemas.SUBSCRIPTION, schemas.SUBSCRIPTION_LINK),
    Call("PATCH", "/payments/([0-9]+)", schemas.CHANGE, resources.change),
    Call("POST", "/payments/([0-9]+)/capture", schemas.AMOUNT, resources.capture, 202),
    Call("POST", "/payments/([0-9]+)/refund", schemas.AMOUNT, resources.refund, 202),
    Call("POST", "/subscriptions/([0-9]+)/recurring", schemas.RECURRING, resources.recurring, 202),
    Call("GET", "/subscriptions/([0-9]+)/payments", schemas.PAGE, resources.payments),
)


def api_key(request: Request) -> str:
    """The key from `Basic` with an empty user; "" when it has another form."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, key = b64decode(given, validate=True).decode("utf-8", "replace").partition(":")
    except NotBase64:
        return ""
    return key if scheme.lower() == "basic" and not user else ""


def answer(state: State, request: Request, disturbance: Disturbance | None = None) -> Answer:
    """One request under `/quickpay`."""
    if disturbance and disturbance.slow:
        time.sleep(disturbance.slow)
    with state.lock:
        try:
            made = _worked(state, request, disturbance)
        except Refused as refused:
            return as_json(refused.status, refused.content)
        state.save()
    return made


def _worked(state: State, request: Request, disturbance: Disturbance | None) -> Answer:
    caller, call, params = _understood(state, request)
    status = disturbance.status if disturbance else 0
    if disturbance and status and disturbance.when == "before":
        return _disturbed(status)
    made = call.work(caller, params)
    if status:
        return _disturbed(status)
    code = 200 if call.status == 202 and caller.synchronized else call.status
    if made is None:
        return Answer(code, headers=dict(caller.answer_headers))
    return as_json(code, made, **caller.answer_headers)


def _disturbed(status: int) -> Answer:
    content: Data = {"message": "An error that control asked for", "errors": {}, "error_code": None}
    return as_json(status, content, **({"Retry_After": "2"} if status == 429 else {}))


def _understood(state: State, request: Request) -> tuple[Caller, Call, Data]:
    key = api_key(request)
    if len(key) < 3:
        raise Refused(401, "Invalid API key")
    if request.headers.get("accept-version") != "v10":
        raise Refused(400, "Accept-Version must be v10")
    call, id = _call(request)
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    waits = query.pop("synchronized", None) is not None
    read: Any = query
    wire: Wire = "form"
    if request.method not in {"GET", "DELETE"}:
        read, wire = _body(request)
    params, faults = check(call.schema, read, wire=wire)
    if faults:
        words = {"missing": "is required"}
        errors = {fault.path or "body": [words.get(fault.what, fault.words)] for fault in faults}
        raise Refused(400, "Validation error", errors)
    callback = request.headers.get("quickpay-callback-url", "")
    if callback and not re.fullmatch(r"https?://\S+", callback):
        raise Refused(400, "Validation error", {"QuickPay-Callback-Url": ["has the wrong format"]})
    merchant = state.merchant("quickpay", key).id
    return Caller(state, merchant, request.base, id, callback, waits), call, params


def _call(request: Request) -> tuple[Call, str]:
    there = [(call, re.fullmatch(call.path, request.path)) for call in CALLS]
    for call, match in there:
        if match and call.method == request.method:
            return call, match[1] if match.re.groups else ""
    if any(match for _, match in there):
        raise Refused(405, "Method not allowed")
    raise Refused(404, "Not found")


def _body(request: Request) -> tuple[Any, Wire]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    text = request.body.decode("utf-8", "replace")
    if kind == "application/x-www-form-urlencoded":
        return forms.decode(text), "form"
    if kind != "application/json":
        raise Refused(400, "Content-Type must be application/json")
    refuse = partial(Refused, 400, "The body must be a JSON object; an empty one is {}")
    try:
        read = json.loads(text)
    except ValueError:
        raise refuse() from None
    if not isinstance(read, dict):
        raise refuse()
    return read, "json"
