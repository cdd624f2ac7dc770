"""The mailbox in the browser and as JSON."""

from dataclasses import asdict
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.portals.gate import public
from selvbetjening.portals.sandbox import mailbox
from selvbetjening.portals.sandbox.frame import frame_of, policy

#: A mail carries its styles in itself, as mails must; it may do nothing else, and only our own page may frame it.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' http: https: data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation"
)


@public
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest mails first; `?to=` shows one person's."""
    to = request.GET.get("to", "")[:254].strip()
    context = {"frame": frame_of(request), "letters": list(mailbox.letters(to=to)), "to": to}
    return render(request, "sandbox/mailbox.html", context)


@public
@require_safe
def inbox_json(request: HttpRequest) -> HttpResponse:
    """The same for scripts and tests: newest first, each with text, html, links and code."""
    to = request.GET.get("to", "")[:254].strip()
    return JsonResponse({"mails": [asdict(letter) for letter in mailbox.letters(to=to)]})


@public
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: as it looks, and as text. Its links work from the list beside it, too."""
    found = mailbox.read(name)
    if found is None:
        raise Http404
    response = render(request, "sandbox/letter.html", {"frame": frame_of(request), "letter": found})
    response["Content-Security-Policy"] = policy(**{"frame-src": "'self'"})
    return response


@public
@require_safe
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail's own HTML, in a sandbox of its own: no script, no form, no frame but ours."""
    found = mailbox.read(name)
    if found is None or not found.html:
        raise Http404
    body = found.html.replace("<head>", '<head><base target="_top">', 1)
    response = HttpResponse(body)
    response["Content-Security-Policy"] = _POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
