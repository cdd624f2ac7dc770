"""What login brokers ask of us behind the browser's back: our keys, and that sessions end (SEC-36, SEC-48)."""

from typing import Final

import structlog
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.identity.actions.back_channel_logout import back_channel_logout
from selvbetjening.domain.identity.actions.limit_logins import limit_logins
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.queries import brokers
from selvbetjening.domain.identity.rules.limits import BROKER_NOTICES
from selvbetjening.kernel import clock
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network

log = structlog.get_logger("selvbetjening.hooks")
LARGEST: Final = 32_768
"""Bytes of a notice; the token in it has its own limit."""


# A machine posts here: no cookie is read, and nothing but the broker's signature counts.
@public
@csrf_exempt
@require_POST
def logged_out(request: HttpRequest, broker: str) -> HttpResponse:
    """200 for a logout that was obeyed, whether or not there was a session; 400 for everything else."""
    try:
        if broker not in brokers.names() or len(request.body) > LARGEST:
            raise LoginRefused("LOGIN-04", "logout_shape")
        limit_logins(limit=BROKER_NOTICES, subject=network(request), at=clock.now())
        ended = back_channel_logout(broker=broker, token=request.POST.get("logout_token", ""), at=clock.now())
    except LoginRefused as refused:
        log.warning("logout refused", broker=broker, reason=refused.reason)
        return _answer(400)
    log.info("logout", broker=broker, ended=ended)
    return _answer(200)


@public
@require_safe
def keys(request: HttpRequest, broker: str) -> HttpResponse:
    """The public halves of the keys that this installation signs with at the broker."""
    if broker not in brokers.names():
        raise Http404
    return JsonResponse(brokers.login(broker=broker).public_keys(), headers={"Cache-Control": "public, max-age=300"})


def _answer(status: int) -> HttpResponse:
    return HttpResponse(status=status, headers={"Cache-Control": "no-store"})
