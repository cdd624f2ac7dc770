"""What `ui/page.html` needs to know about the page around the content: whose it is and where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

_HTMX = mark_safe(
    '<meta name="htmx-config" content="{&quot;includeIndicatorStyles&quot;:false,&quot;allowEval&quot;:false}">'
)


def htmx_settings() -> SafeString:
    """What HTMX may do under our content security policy: no style of its own, nothing evaluated (SEC-132)."""
    return _HTMX


@dataclass(frozen=True, slots=True)
class Way:
    """One link of a menu."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """One language the page can be read in; `href` leads to the same page in it."""

    code: str
    name: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around a page, given to the template as `frame`.

    `name` is the company's, shown when there is no `logo_url`; `stylesheet_url` answers with the company's colour
    tokens (`kernel.colour.Brand.css`); `person` is who is logged in and `logout_url` takes a POST.
    """

    name: str
    home_url: str = "/"
    logo_url: str = ""
    stylesheet_url: str = ""
    menu: Sequence[Way] = ()
    languages: Sequence[Speech] = ()
    person: str = ""
    logout_url: str = ""
    foot: Sequence[Way] = ()
