"""The mailbox in the browser and as JSON."""

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from selvbetjening.domain.organizations.queries import origin
from selvbetjening.portals.gate import public
from selvbetjening.portals.sandbox import mailbox
from selvbetjening.portals.sandbox.frame import frame_of, in_language, policy
from selvbetjening.portals.sandbox.letter import Letter

#: What a mail's own HTML may: be styled in itself, show the portals' pictures, and lead on where a person presses.
SANDBOX: Final = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


@public
@in_language
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest mails first; `?to=` shows one person's."""
    to = _wanted(request)
    context = {"frame": frame_of(request), "letters": list(mailbox.letters(to=to)), "to": to}
    return render(request, "sandbox/mailbox.html", context)


@public
@require_safe
def inbox_json(request: HttpRequest) -> HttpResponse:
    """The same for scripts and tests, newest first: a list of mails, each with its links, code and attachments."""
    found = [_as_json(request, one) for one in mailbox.letters(to=_wanted(request))]
    return JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False})


@public
@in_language
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its head, as it looks, as text, and its files."""
    found = _found(name)
    context = {"frame": frame_of(request), "letter": found, "sandbox": SANDBOX}
    response = render(request, "sandbox/letter.html", context)
    response["Content-Security-Policy"] = policy(**{"frame-src": "'self'"})
    return response


@public
@require_safe
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail's own HTML as a document of its own: no script, no form, no frame but our page's."""
    found = _found(name)
    if not found.html:
        raise Http404
    # Links open in the whole window, for the portals refuse to be framed.
    response = HttpResponse(found.html.replace("<head>", '<head><base target="_top">', 1))
    portals = origin(host=f"*.{settings.PORTAL_BASE_DOMAIN}")
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data: {portals}; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors 'self'; sandbox {SANDBOX}"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@public
@require_safe
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A file of a mail, always to be saved and never shown here; `number` counts from 1."""
    files = _found(name).files
    if not 1 <= number <= len(files):
        raise Http404
    file = files[number - 1]
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(file.content, content_type="application/octet-stream", headers=headers)


def _wanted(request: HttpRequest) -> str:
    return request.GET.get("to", "").strip()[:254]


def _found(name: str) -> Letter:
    found = mailbox.read(name)
    if found is None:
        raise Http404
    return found


def _as_json(request: HttpRequest, one: Letter) -> dict[str, Any]:
    addresses = [reverse("sandbox:attachment", args=[one.id, number]) for number, _ in enumerate(one.files, start=1)]
    return {
        "id": one.id,
        "to": ", ".join(one.to),
        "subject": one.subject,
        "at": one.at.isoformat(),
        "text": one.text,
        "html": one.html,
        "links": list(one.links),
        "code": one.code,
        "attachments": [
            {"name": file.name, "url": request.build_absolute_uri(address), "size": len(file.content)}
            for file, address in zip(one.files, addresses, strict=True)
        ],
    }
