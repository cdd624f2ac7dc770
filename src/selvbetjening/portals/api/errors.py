"""How a call is refused: always JSON, in the caller's language, with a code and where to read on (section 2)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from selvbetjening.domain.organizations.queries import origin
from selvbetjening.portals.refusal_words import REFUSALS

ACROSS: Final = "non_field_errors"
HELP: Final = "/api/errors/"


class Problem(Exception):
    """A refusal. `body` is what the answer says, `code` what a machine reads, `headers` what goes with it."""

    def __init__(
        self, status: int, body: Mapping[str, Any], *, code: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.body, self.code, self.headers = status, dict(body), code, dict(headers or {})


def said(status: int, words: str, *, code: str, headers: Mapping[str, str] | None = None) -> Problem:
    """A refusal in one sentence."""
    return Problem(status, {"detail": words}, code=code, headers=headers)


def invalid(fields: Mapping[str, Any], *, code: str = "invalid") -> Problem:
    """400: what is wrong, by field; a text stands for a list of one."""
    listed = {name: [str(words)] if not isinstance(words, list | dict) else words for name, words in fields.items()}
    return Problem(400, listed, code=code)


def missing() -> Problem:
    """404, for what is not there and for what is another organization's (SEC-19)."""
    return said(404, _("Not found."), code="not_found")


def conflict(words: str, *, code: str) -> Problem:
    """409: it cannot be done as things are."""
    return said(409, words, code=code)


def forbidden(words: str, *, code: str) -> Problem:
    """403: not for this API user, or not in this organization."""
    return said(403, words, code=code)


def busy() -> Problem:
    """503: others change the same at this moment, and the database gave this call up each time it was tried."""
    words = _("Others are changing the same at this moment. Nothing was kept. Send it again.")
    return said(503, words, code="busy", headers={"Retry-After": "2"})


def word_of(reason: str) -> str:
    """A domain's reason in the caller's language; the reason itself where no sentence was written for it."""
    return str(REFUSALS.get(reason, reason))


@contextmanager
def refusals(
    *kinds: type[Exception],
    fields: Mapping[str, str] | None = None,
    otherwise: str = ACROSS,
    conflicts: Sequence[str] = (),
) -> Iterator[None]:
    """Turn a domain's `Refused(reason, field)` into a 400 at the field, or a 409 for the reasons of `conflicts`.

    `fields` says what a field is called here; one that is not among them is `otherwise`.
    """
    try:
        yield
    except kinds as refused:
        reason = str(getattr(refused, "reason", refused))
        if reason in conflicts:
            raise conflict(word_of(reason), code=reason) from refused
        field = str(getattr(refused, "field", "") or "")
        raise invalid({(fields or {}).get(field, field) or otherwise: word_of(reason)}, code=reason) from refused


def answered(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The refusal as an answer. `code` and `docs` stand beside the binding shape, where no field is called so."""
    help_ = f"{origin(host=request.get_host().partition(':')[0])}{HELP}#{problem.code}"
    body = {**problem.body}
    body.setdefault("code", problem.code)
    body.setdefault("docs", help_)
    if problem.status >= 500:
        body["reference"] = getattr(request, "reference", "")
    response = JsonResponse(body, status=problem.status)
    response.headers["X-Error-Code"] = problem.code
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response
