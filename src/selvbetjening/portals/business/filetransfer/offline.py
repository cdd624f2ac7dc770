"""The page that checks a receipt in the browser alone, served and as one file to keep (BM-02)."""

import hashlib
import json
from base64 import b64encode
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.deliveries.queries import allowed_signers, receipt_public_keys
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.business.filetransfer.delivery import attachment
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.gate import public
from selvbetjening.ui.components.values import language

_STYLES: Final = ("business/offline.css", "business/proving.css")
_SCRIPTS: Final = ("business/hashing.js", "business/proving.js")


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page as it stands here: its scripts are files of ours, within the strict policy."""
    return page(
        request, "business/filetransfer/offline.html", title=gettext("Check a receipt without a network"), keys=_keys()
    )


@public
@require_safe
def offline_file(request: HttpRequest) -> HttpResponse:
    """The same in one file with its scripts in it. Its own policy lets these scripts run and nothing be fetched."""
    style, scripts = _read(_STYLES), _read(_SCRIPTS)
    context = {
        "title": gettext("Check a receipt without a network"),
        "keys": _keys(),
        "signers": allowed_signers(),
        "day": format_day(clock.today(), language()),
        "origin": organizations.business_origin(),
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(scripts)}; base-uri 'none'; "
        "form-action 'none'",
        "style": _element("style", style),
        "scripts": _element("script", scripts),
    }
    content = render_to_string("business/filetransfer/offline_file.html", context)
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = attachment("kvitteringskontrol.html")
    return response


def _keys() -> str:
    """Every key as the script wants it: base64, and the days of an earlier one."""
    found = []
    for octets, since, until in receipt_public_keys():
        days = {"since": since and since.isoformat(), "until": until and until.isoformat()}
        found.append({"public": b64encode(octets).decode(), **days})
    return json.dumps(found)


def _read(names: tuple[str, ...]) -> str:
    """Our own static files as one text, in the build as in a checkout."""
    found = []
    for name in names:
        path = finders.find(name)
        if path is None:
            with staticfiles_storage.open(name) as file:
                found.append(file.read().decode())
        else:
            with open(str(path), encoding="utf-8") as file:
                found.append(file.read())
    return "\n".join(found)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _element(name: str, content: str) -> SafeString:
    # Ours, from our own files; the page is saved and stands alone, so it cannot name them.
    return format_html("<{0}>{1}</{0}>", name, SafeString(content))
