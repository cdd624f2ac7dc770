"""What is pressed: buttons, links on, breadcrumbs, pages, steps."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from selvbetjening.ui.icons import icon as draw

BUTTONS = {
    "primary": "button button-primary",
    "secondary": "button button-secondary",
    "danger": "button button-secondary sb-button--danger",
    "plain": "sb-button--plain",
}


def button(
    text: str,
    *,
    kind: str = "primary",
    href: str | None = None,
    icon: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    formaction: str = "",
    label: str = "",
    wide: bool = False,
    disabled: bool = False,
    download: bool = False,
) -> SafeString:
    """A link that looks like a button when `href` is given, else a submit button.

    An empty `href` is a `ValueError`: a variable that is missing in a template would turn "Keep" into "Do it".
    `kind` is primary, secondary, danger or plain, else `ValueError`. `label` is the full name for screen readers where
    the text alone is the same on every row ("Download invoice 1001"); it must begin with the text. `formaction` sends
    what the form holds elsewhere.
    """
    if kind not in BUTTONS:
        raise ValueError(f"no button {kind!r}; there are {', '.join(BUTTONS)}")
    if href == "":
        raise ValueError(f"the button {text!r} leads nowhere: its href is empty")
    classes = BUTTONS[kind] + (" sb-button--wide" if wide else "")
    inner = format_html("{}<span>{}</span>", draw(icon), text) if icon else format_html("<span>{}</span>", text)
    extra = format_html(' aria-label="{}"', label) if label else SafeString("")
    if href:
        extra = extra + SafeString(" download" if download else "")
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, href, extra, inner)
    fields = (("name", name), ("value", value), ("form", form), ("formaction", formaction))
    named = [(key, given) for key, given in fields if given]
    extra = extra + format_html_join("", ' {}="{}"', named) + SafeString(" disabled" if disabled else "")
    return format_html('<button class="{}" type="submit"{}>{}</button>', classes, extra, inner)


def breadcrumb(*trail: str, current: str) -> SafeString:
    """Where the page lies: text and address in turn, then the page itself. Raises `ValueError` on an odd count."""
    if len(trail) % 2:
        raise ValueError("a breadcrumb is given as text and address in turn")
    pairs = zip(trail[::2], trail[1::2], strict=True)
    items = format_html_join("", '<li><a href="{}">{}</a>{}</li>', ((h, t, draw("chevron-right")) for t, h in pairs))
    return format_html(
        '<nav class="sb-breadcrumb" aria-label="{}"><ol>{}<li aria-current="page">{}</li></ol></nav>',
        gettext("You are here"),
        items,
        current,
    )


def pagination(context: Context, page: Page[Any], *, param: str = "page") -> SafeString:
    """Links to the other pages of a list, keeping the rest of the address; nothing for a single page."""
    paginator = page.paginator
    if paginator.num_pages < 2:
        return SafeString("")
    request: HttpRequest | None = context.get("request")

    def address(number: int) -> str:
        if request is None:
            return f"?{param}={number}"
        query = request.GET.copy()
        query[param] = str(number)
        return f"?{query.urlencode()}"

    parts = [_previous(page, address), _numbers(page, address), _next(page, address)]
    return format_html(
        '<nav class="sb-pagination" aria-label="{}">{}</nav>', gettext("Pages"), SafeString("".join(parts))
    )


def _previous(page: Page[Any], address: Callable[[int], str]) -> SafeString:
    if not page.has_previous():
        return SafeString("")
    link = '<a rel="prev" href="{}">{}<span>{}</span></a>'
    return format_html(link, address(page.previous_page_number()), draw("chevron-left"), gettext("Previous"))


def _next(page: Page[Any], address: Callable[[int], str]) -> SafeString:
    if not page.has_next():
        return SafeString("")
    link = '<a rel="next" href="{}"><span>{}</span>{}</a>'
    return format_html(link, address(page.next_page_number()), gettext("Next"), draw("chevron-right"))


def _numbers(page: Page[Any], address: Callable[[int], str]) -> SafeString:
    rows: list[SafeString] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(number, int):
            rows.append(format_html('<li aria-hidden="true">{}</li>', number))
        elif number == page.number:
            rows.append(format_html('<li><span aria-current="page">{}</span></li>', number))
        else:
            name = gettext("Page %(number)s") % {"number": number}
            rows.append(format_html('<li><a href="{}" aria-label="{}">{}</a></li>', address(number), name, number))
    return format_html("<ol>{}</ol>", SafeString("".join(rows)))


def steps(*labels: str, current: int) -> SafeString:
    """The steps of an act; `current` counts from 1. Raises `ValueError` outside the steps."""
    if not 1 <= current <= len(labels):
        raise ValueError(f"step {current} of {len(labels)}")
    return format_html(
        '<nav class="sb-steps" aria-label="{}"><p>{}</p><ol>{}</ol></nav>',
        gettext("Steps"),
        gettext("Step %(current)s of %(count)s") % {"current": current, "count": len(labels)},
        SafeString("".join(_step(label, number, current) for number, label in enumerate(labels, start=1))),
    )


def _step(label: str, number: int, current: int) -> SafeString:
    if number < current:
        done = format_html('<span class="sr-only">{}</span>', gettext("Done:"))
        return format_html('<li class="sb-steps__done">{} {}<span>{}</span></li>', draw("check"), done, label)
    here = SafeString(' aria-current="step"') if number == current else SafeString("")
    return format_html('<li{}><b aria-hidden="true">{}</b><span>{}</span></li>', here, number, label)


def actions(content: str) -> SafeString:
    """Buttons beside each other, under each other on a narrow screen."""
    return format_html('<div class="sb-actions">{}</div>', content)


class NavItem(Protocol):
    """One way in a menu; `ui.page.Way` is one."""

    @property
    def text(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def current(self) -> bool: ...


def nav_links(items: Sequence[NavItem]) -> SafeString:
    """The items of a menu, the current one marked."""
    rows = (
        (SafeString(' aria-current="page"') if item.current else SafeString(""), item.href, item.text) for item in items
    )
    return format_html_join("", '<li><a{} href="{}">{}</a></li>', rows)


class Language(Protocol):
    """One language the page can be read in; `ui.page.Speech` is one."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def current(self) -> bool: ...


def language_links(languages: Sequence[Language]) -> SafeString:
    """The languages, each named in itself, the current one marked."""
    rows = (
        (
            tongue.href,
            tongue.code,
            tongue.code,
            SafeString(' aria-current="true"' if tongue.current else ""),
            tongue.name,
        )
        for tongue in languages
    )
    return format_html_join("", '<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>', rows)
