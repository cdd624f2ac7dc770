"""The description, a page to read and try it, and what the error codes mean; all from this host (section 1)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from selvbetjening.portals.api.act_words import ACT_WORDS
from selvbetjening.portals.api.assembly import API
from selvbetjening.portals.api.description import document
from selvbetjening.portals.api.door import language_of
from selvbetjening.portals.api.error_codes import CODES
from selvbetjening.portals.api.self_service import CODE_WORDS
from selvbetjening.portals.gate import public
from selvbetjening.portals.refusal_words import REFUSALS


@public
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; it is no secret."""
    return JsonResponse(document(API))


@public
@require_safe
def console(request: HttpRequest) -> HttpResponse:
    """The page that shows the description and sends calls with a token that is typed in."""
    with translation.override(language_of(request)):
        return render(request, "api/console.html")


@public
@require_safe
def error_page(request: HttpRequest) -> HttpResponse:
    """Every code of a refusal, and what to do."""
    with translation.override(language_of(request)):
        acts = {code: words for code, (_field, words) in ACT_WORDS.items()}
        links = {code: words() for code, words in CODE_WORDS.items()}
        return render(request, "api/errors.html", {"codes": {**CODES, **REFUSALS, **acts, **links, **CODES}})
