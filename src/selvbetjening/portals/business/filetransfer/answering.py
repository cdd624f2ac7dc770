"""How the upload of annex E reads what a program asks, and how it refuses: JSON and headers, no pages."""

import json
import re
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.queries import Staging
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.portals.business.filetransfer.senders import by_of
from selvbetjening.portals.business.filetransfer.words import said
from selvbetjening.portals.business.requests import CompanyRequest

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MOST_ASKED: Final = 10_000


def own(request: CompanyRequest, upload: UUID) -> Staging:
    """The member's own upload. Raises Http404 for everybody else's (SEC-19)."""
    row = queries.staging(request.acting.here, staging=upload)
    by = by_of(request)
    if row is None or row.door != "https" or row.membership_id != by.membership or row.actor_id != by.actor.id:
        raise Http404
    return row


def problem(status: int, words: str, *, code: str = "", **values: Any) -> JsonResponse:
    """A refusal for a program: code of annex J where there is one, and the sentence that the page shows."""
    return JsonResponse({"code": code, "words": words, **values}, status=status)


def refusal(refused: Refused, *, status: int | None = None) -> JsonResponse:
    """`problem` for a refusal of `deliveries`; one about the offset carries the right one."""
    told = said(refused)
    answer = problem(status or told.status, told.words, code=told.code, **refused.values)
    if refused.code == "too_often":
        answer["Retry-After"] = "3600"
    if "offset" in refused.values:
        answer["Upload-Offset"] = str(refused.values["offset"])
    return answer


def body_of(request: HttpRequest) -> dict[str, Any] | None:
    """The JSON object that came; None for anything else."""
    # The door has read a form by now; only JSON is still there to be read.
    if request.content_type != "application/json" or int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_ASKED:
        return None
    try:
        given = json.loads(request.body)
    except ValueError:
        return None
    return given if isinstance(given, dict) else None


def hash_in(given: dict[str, Any]) -> str | None:
    """The SHA-256 that was sent in hex, empty where none was; None for what is none."""
    value = given.get("sha256") or ""
    lowered = value.lower() if isinstance(value, str) else "?"
    return lowered if not lowered or _SHA256.fullmatch(lowered) else None
