"""Stripe's door: who calls, which version, which call with which parameters, and its idempotency keys."""

import json
import re
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from selvbetjening.portals.sandbox.gateways import forms
from selvbetjening.portals.sandbox.gateways.disturbances import Disturbance
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Data, Request, as_json
from selvbetjening.portals.sandbox.gateways.schema import Schema, check
from selvbetjening.portals.sandbox.gateways.state import Row, State
from selvbetjening.portals.sandbox.gateways.stripe import (
    events,
    expand,
    intents,
    lists,
    methods,
    refunds,
    schemas,
    sessions,
)
from selvbetjening.portals.sandbox.gateways.stripe.context import Caller, Refused, invalid

DAY: Final = 24 * 3600
_MADE_BY_SDK: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Call:
    """One call: `keyed` where a second run would make a second object that costs."""

    method: str
    path: str
    schema: Schema
    work: Callable[[Caller, Data], Row | Data]
    keyed: bool = False


def _read(table: str) -> Callable[[Caller, Data], Row | Data]:
    return lambda caller, params: caller.get(table, caller.id)


def _list(table: str, path: str) -> Callable[[Caller, Data], Row | Data]:
    return lambda caller, params: lists.of(caller, table, f"/v1/{path}", params)


def _balance(caller: Caller, params: Data) -> Data:
    return {"object": "balance", "available": [], "pending": [], "livemode": False}


CALLS: Final = (
    Call("POST", "/v1/customers", schemas.CUSTOMER, methods.create_customer),
    Call("GET", "/v1/customers/(cus_[^/]+)", schemas.READ, _read("customer")),
    Call("POST", "/v1/checkout/sessions", schemas.SESSION, sessions.create, keyed=True),
    Call("GET", "/v1/checkout/sessions", schemas.OF_PAYMENT, _list(sessions.KIND, "checkout/sessions")),
    Call("GET", "/v1/checkout/sessions/(cs_[^/]+)", schemas.READ, _read(sessions.KIND)),
    Call("POST", "/v1/checkout/sessions/(cs_[^/]+)/expire", schemas.READ, sessions.expire),
    Call("GET", "/v1/setup_intents/(seti_[^/]+)", schemas.READ, _read("setup_intent")),
    Call("POST", "/v1/payment_intents", schemas.INTENT, intents.create, keyed=True),
    Call("GET", "/v1/payment_intents", schemas.OF_CUSTOMER, _list("payment_intent", "payment_intents")),
    Call("GET", "/v1/payment_intents/(pi_[^/]+)", schemas.READ, _read("payment_intent")),
    Call("POST", "/v1/payment_intents/(pi_[^/]+)/cancel", schemas.INTENT_CANCEL, intents.cancel),
    Call("POST", "/v1/payment_methods", schemas.METHOD, methods.create),
    Call("GET", "/v1/payment_methods/(pm_[^/]+)", schemas.READ, _read("payment_method")),
    Call("POST", "/v1/payment_methods/(pm_[^/]+)/attach", schemas.ATTACH, methods.attach),
    Call("POST", "/v1/payment_methods/(pm_[^/]+)/detach", schemas.READ, methods.detach),
    Call("GET", "/v1/charges/(ch_[^/]+)", schemas.READ, _read("charge")),
    Call("POST", "/v1/refunds", schemas.REFUND, refunds.create, keyed=True),
    Call("GET", "/v1/refunds", schemas.OF_PAYMENT, _list("refund", "refunds")),
    Call("GET", "/v1/refunds/(re_[^/]+)", schemas.READ, _read("refund")),
    Call("GET", "/v1/disputes", schemas.OF_PAYMENT, _list("dispute", "disputes")),
    Call("GET", "/v1/disputes/(dp_[^/]+)", schemas.READ, _read("dispute")),
    Call("GET", "/v1/balance", schemas.READ, _balance),
    Call("GET", "/v1/events", schemas.EVENTS, _list("event", "events")),
    Call("GET", "/v1/events/(evt_[^/]+)", schemas.READ, _read("event")),
)


def api_key(request: Request) -> str:
    """The secret key of a request, from `Bearer` or as the user of `Basic`; "" when there is none."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            return b64decode(given, validate=True).decode("utf-8", "replace").partition(":")[0]
        except NotBase64:
            return ""
    return given.strip() if scheme.lower() == "bearer" else ""


def answer(state: State, request: Request, disturbance: Disturbance | None = None) -> Answer:
    """One request under `/stripe`. Its work is done under the lock, a slow answer waits outside it."""
    with state.lock:
        request_id = state.new_id("req")
        try:
            caller, call, params, key = _understood(state, request, request_id)
            kept = _known(state, request, key)
        except Refused as refused:
            return _refusal(refused, request_id)
        if kept is not None:
            return kept
        if key:
            state.running.add(key)
    if disturbance and disturbance.slow:
        time.sleep(disturbance.slow)
    with state.lock:
        made = _worked(caller, call, params, disturbance, request_id)
        state.running.discard(key)
        if key and made.status in {200, 402, 500}:
            _forget_old(state)
            state.outcomes[key] = {
                "asked": _asked(request), "status": made.status, "body": made.body.decode(), "at": state.now(),
            }  # fmt: skip
        state.save()
    return made


def _forget_old(state: State) -> None:
    """Keys are kept for a day."""
    oldest = state.now() - DAY
    while state.outcomes and (first := next(iter(state.outcomes))) and state.outcomes[first]["at"] < oldest:
        del state.outcomes[first]


def _understood(state: State, request: Request, request_id: str) -> tuple[Caller, Call, Data, str]:
    secret = api_key(request)
    if not re.fullmatch(r"sk_test_[A-Za-z0-9_]+", secret):
        words = "This stand-in knows no live mode." if secret.startswith("sk_live_") else "Invalid API Key provided."
        raise invalid(words, status=401)
    if request.headers.get("stripe-version") != events.VERSION:
        raise invalid(f"Stripe-Version must be {events.VERSION}: the product pins it.")
    call, id = _call(request)
    text = request.query if request.method == "GET" else request.body.decode("utf-8", "replace")
    params, faults = check(call.schema, forms.decode(text), wire="form")
    for fault in faults:
        code = {"unknown": "parameter_unknown", "missing": "parameter_missing", "invalid": "parameter_invalid"}
        raise invalid(f"{fault.path} {fault.words}", param=fault.path, code=code[fault.what])
    merchant = state.merchant("stripe", secret).id
    given = request.headers.get("idempotency-key", "")
    if call.keyed and (not given or _MADE_BY_SDK.fullmatch(given)):
        raise invalid("Idempotency-Key must be given, and be of the caller's own rows: the SDK's changes each time.")
    if len(given) > 255:
        raise invalid("Idempotency-Key is longer than 255 characters.")
    about = {"id": request_id, "idempotency_key": given or None}
    caller = Caller(state, merchant, request.base, id, about)
    return caller, call, params, f"{merchant} {given}" if given and request.method == "POST" else ""


def _call(request: Request) -> tuple[Call, str]:
    for call in CALLS:
        match = re.fullmatch(call.path, request.path)
        if match and call.method == request.method:
            return call, match[1] if match.re.groups else ""
    raise invalid(f"Unrecognized request URL ({request.method}: {request.path}).", status=404)


def _asked(request: Request) -> str:
    return f"{request.method} {request.path} {json.dumps(forms.decode(request.body.decode()), sort_keys=True)}"


def _known(state: State, request: Request, key: str) -> Answer | None:
    """The first answer to this key, if any. Raises `Refused` when it was for something else or is under way."""
    if not key:
        return None
    if key in state.running:
        raise Refused(
            409, type="idempotency_error", code="idempotency_key_in_use",
            message="There is currently another in-progress request using this Idempotent Key.",
        )  # fmt: skip
    kept = state.outcomes.get(key)
    if kept is None or kept["at"] < state.now() - DAY:
        return None
    if kept["asked"] != _asked(request):
        raise Refused(
            400, type="idempotency_error", code=None,
            message="Keys for idempotent requests can only be used with the same parameters.",
        )  # fmt: skip
    return as_json(kept["status"], json.loads(kept["body"]), Idempotent_Replayed="true")


def _worked(caller: Caller, call: Call, params: Data, disturbance: Disturbance | None, request_id: str) -> Answer:
    status = disturbance.status if disturbance else 0
    if disturbance and status and disturbance.when == "before":
        return _disturbed(status, request_id)
    try:
        made = call.work(caller, params)
        content = made.data if isinstance(made, Row) else made
        content = expand.expand(caller, content, params.get("expand", []))
    except Refused as refused:
        return _refusal(refused, request_id)
    return _disturbed(status, request_id) if status else as_json(200, content, Request_Id=request_id)


def _disturbed(status: int, request_id: str) -> Answer:
    error = {"type": "api_error", "message": "An error that control asked for."}
    if status == 429:
        error = {"type": "invalid_request_error", "code": "rate_limit", "message": "Too many requests."}
    return as_json(status, {"error": error}, Request_Id=request_id)


def _refusal(refused: Refused, request_id: str) -> Answer:
    content = {"error": {"doc_url": None, "request_log_url": None, **refused.error}}
    return as_json(refused.status, content, Request_Id=request_id)
