"""What `ui/page.html` needs to know about the page around the content: whose it is and where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_htmx.jinja import htmx_script

_HEAD = """\
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="htmx-config" content="{}">
<link rel="stylesheet" href="{}">
<link rel="stylesheet" href="{}">
<link rel="icon" href="{}" type="image/svg+xml">
{}"""


@cache
def head() -> SafeString:
    """What stands in the head of every page; the same for the life of the process, so it is made once.

    HTMX may, under our content security policy, neither add a style of its own nor evaluate anything (SEC-132).
    """
    sheets = [static(f"ui/{name}") for name in ("vendor/dkfds.css", "selvbetjening.css", "icon.svg")]
    return format_html(_HEAD, '{"includeIndicatorStyles":false,"allowEval":false}', *sheets, htmx_script())


@dataclass(frozen=True, slots=True)
class Way:
    """One link of a menu."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links of a menu under a heading, or under none."""

    ways: Sequence[Way]
    heading: str = ""

    @property
    def here(self) -> Way | None:
        """The link of the page that is shown, if it is one of these."""
        return next((way for way in self.ways if way.current), None)


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
    tokens (`kernel.colour.Brand.css`); `person` is who is logged in and `logout_url` takes a POST. `section` are the
    pages beside this one in groups, under the name `section_name`; only a door whose template draws them fills it.
    `back` leads to where the visitor was sent from, above everything else.
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
    section_name: str = ""
    section: Sequence[Group] = ()
    back: Way | None = None

    @property
    def section_here(self) -> Way | None:
        """The section's page that is shown."""
        return next((group.here for group in self.section if group.here), None)
