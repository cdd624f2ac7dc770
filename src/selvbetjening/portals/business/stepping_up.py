"""Dangerous acts want MitID afresh (BP-08, SEC-31): the form is kept, the browser goes and comes back, one press more.

What was filled in goes along sealed for this one session, so nobody can put another form under a confirmation.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from selvbetjening.domain.identity.queries.step_ups import has_confirmed
from selvbetjening.kernel import clock
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.kernel.sealed import SealBroken, seal, unseal
from selvbetjening.portals.business.words import CLASSES, sentence
from selvbetjening.portals.leading import leads_to_login

#: The key in a session's data under which the form waits that has been confirmed.
WAITING: Final = "confirmed_form"
_LEFT_OUT: Final = {"csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Kept:
    """A form that waits for MitID: where it goes, for which company, and what stands in it.

    `back` is the page to read for whoever thinks better of it; the form's own path is not always one.
    """

    path: str
    action_class: str
    organization: UUID
    fields: list[tuple[str, str]]
    back: str

    def as_bytes(self) -> bytes:
        """As a login attempt keeps it."""
        return json.dumps([self.path, self.action_class, str(self.organization), self.fields, self.back]).encode()

    def sealed(self, *, digest: bytes) -> str:
        """As the browser carries it; only the session with this digest can open it."""
        return base64.urlsafe_b64encode(seal(self.as_bytes(), purpose=_purpose(digest))).decode()


def opened(text: str, *, digest: bytes) -> Kept | None:
    """What was kept; None where it is none of this session's."""
    try:
        return from_bytes(unseal(base64.urlsafe_b64decode(text), purpose=_purpose(digest)))
    except (SealBroken, binascii.Error, ValueError):
        return None


def from_bytes(content: bytes | str) -> Kept:
    """What `as_bytes` made."""
    path, action_class, organization, fields, back = json.loads(content)
    values = [(name, value) for name, value in fields]
    return Kept(safe_path(path, ""), action_class, UUID(organization), values, safe_path(back, ""))


def waiting(request: Any) -> tuple[Kept, str] | None:
    """The form of this session that MitID has confirmed, and the given name it was confirmed with."""
    found = request.session.get(WAITING)
    return (from_bytes(found["kept"]), found["by"]) if found and found["kept"] else None


def wanted(request: Any, view: Callable[..., Any]) -> HttpResponse | None:
    """The page that asks for MitID before this POST is done, or None where it may be done now."""
    action_class = getattr(view, "step_up", None)
    if action_class is None or request.method != "POST":
        return None
    look = getattr(view, "looked_at_first", None)
    answer: HttpResponse | None = look(request) if look else None
    return answer or needs(request, action_class)


def needs(request: Any, action_class: str, *, back: str = "") -> HttpResponse | None:
    """The same for a POST that wants MitID only when it does more than usual, such as inviting an Access Manager.

    `back` is the page to read where this address takes presses only. An operator has proven herself by other means,
    and reaches no act that only a member may do (SEC-34).
    """
    if request.proven is None:
        return None
    digest, here = request.session.digest, request.organization_id
    if has_confirmed(session_digest=digest, action_class=action_class, organization=here, at=clock.now()):
        request.session.pop(WAITING, None)
        return None
    return ask(request, action_class, back=back)


def ask(request: Any, action_class: str, *, back: str = "") -> HttpResponse:
    """The page with the button that leads to MitID, the filled-in form with it."""
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in _LEFT_OUT]
    kept = Kept(request.path, action_class, request.organization_id, fields, back or request.path)
    context = {
        "code": "ACC-03",
        "words": sentence("ACC-03"),
        "what": CLASSES[action_class],
        "kept": kept.sealed(digest=request.session.digest),
        "back": kept.back,
        "has_files": bool(request.FILES),
    }
    response = render(request, "business/step_up.html", context, status=401)
    leads_to_login(response)
    return response


def _purpose(digest: bytes) -> str:
    return f"step-up form of session {digest.hex()}"
