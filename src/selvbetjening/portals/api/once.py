"""The same POST twice does it once: Idempotency-Key (section 1)."""

import hashlib
import json
import time
from collections.abc import Callable
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from selvbetjening.domain.identity.actions.answer_once import Kept, StillRunning, claim, keep, release
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.api.call import Call
from selvbetjening.portals.api.errors import Problem, invalid, said

HEADER: Final = "Idempotency-Key"
#: How long another call with the same key waits for the first, in seconds: clients give up after ten to fifteen.
PATIENCE: Final = 8
_LOOK: Final = 0.2
Answer = Callable[[], HttpResponse]


def key_of(request: HttpRequest) -> str:
    """The key, empty for none. Raises a 400 for one that is too long or cannot be kept."""
    key = request.headers.get(HEADER, "").strip()
    if len(key) > 255 or not key.isprintable():
        raise invalid({HEADER: _("At most 255 signs that can be seen.")}, code="idempotency_key")
    return key


def in_one_transaction(request: HttpRequest, call: Call, key: str, answer: Answer) -> HttpResponse:
    """The row of the key, the work and the answer are one transaction; whoever comes meanwhile waits for its end."""
    try:
        with within(call.here):
            kept = _claimed(request, call, key)
            if not kept.ours:
                return _again(kept)
            with transaction.atomic():
                response = answer()
                if response.status_code >= 400:
                    transaction.set_rollback(True)
            if _lasts(response):
                keep(call.here, kept=kept.id, status=response.status_code, answer=_packed(response))
            else:
                release(call.here, kept=kept.id)
            return response
    except StillRunning as running:
        raise _running() from running


def beside_a_gateway(request: HttpRequest, call: Call, key: str, answer: Answer) -> HttpResponse:
    """The same for work that asks somebody over the network: the row is kept before, the answer after it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            kept = _claimed(request, call, key)
        except StillRunning as running:
            raise _running() from running
        if kept.ours:
            break
        if kept.status is not None or not kept.same_body:
            return _again(kept)
        if time.monotonic() >= until:
            raise _running()
        time.sleep(_LOOK)
    try:
        response = answer()
    except BaseException:
        release(call.here, kept=kept.id)
        raise
    if _lasts(response):
        keep(call.here, kept=kept.id, status=response.status_code, answer=_packed(response))
    else:
        release(call.here, kept=kept.id)
    return response


def _claimed(request: HttpRequest, call: Call, key: str) -> Kept:
    said_ = b"\n".join([(request.method or "").encode(), request.path.encode(), request.body])
    return claim(
        call.here,
        api_user=call.api_user,
        key=key,
        digest=hashlib.sha256(said_).digest(),
        seconds=PATIENCE,
        at=clock.now(),
    )


def _again(kept: Kept) -> HttpResponse:
    if not kept.same_body:
        raise said(409, _("This Idempotency-Key was used with another request."), code="idempotency_key_reused")
    if kept.status is None:
        raise _running()
    head, _newline, body = kept.answer.partition(b"\n")
    response = HttpResponse(body, status=kept.status)
    for name, value in json.loads(head or b"{}").items():
        response.headers[name] = value
    response.headers["Idempotent-Replay"] = "true"
    return response


def _running() -> Problem:
    words = _("The first request with this Idempotency-Key is still running. Try again.")
    return said(409, words, code="idempotency_in_progress", headers={"Retry-After": "2"})


def _lasts(response: HttpResponse) -> bool:
    """Whether the answer stands: what failed at our end, or would go another way next time, may be tried again."""
    return response.status_code < 500 and response.status_code not in {401, 403, 409, 429}


def _packed(response: HttpResponse) -> bytes:
    kept = {name: response.headers[name] for name in ("Content-Type", "X-Error-Code") if name in response.headers}
    return json.dumps(kept).encode() + b"\n" + response.content
