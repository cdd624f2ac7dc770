"""The frame around the demo's pages."""

from django.http import HttpRequest
from django.utils.translation import gettext

from selvbetjening.ui.page import Frame, Way


def frame_of(request: HttpRequest) -> Frame:
    """Menu of the demo, the page at hand marked. Paths are written out: they are the demo's addresses in docs."""
    ways = (
        (gettext("Start"), "/"),
        (gettext("Mailbox"), "/mailbox/"),
        (gettext("Clock"), "/clock/"),
        (gettext("Components"), "/ui/"),
    )
    here = request.path
    menu = [Way(text, href, current=here == href or (href != "/" and here.startswith(href))) for text, href in ways]
    return Frame(name=gettext("The demo of Selvbetjening"), home_url="/", menu=menu)


def policy(**wider: str) -> str:
    """The product's content security policy with some directives widened, for the demo's own needs."""
    rules = {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
        "object-src": "'none'", "frame-ancestors": "'none'", **wider,
    }  # fmt: skip
    return "; ".join(f"{directive} {sources}" for directive, sources in rules.items())
