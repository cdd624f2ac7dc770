"""What holds other things: notices, cards, lists, tables, page headings."""

from django.contrib.messages.storage.base import Message
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from selvbetjening.ui.icons import icon as draw

ALERTS = ("info", "success", "warning", "error")
TONES = ("", "attention", "quiet")


def alert(content: str, *, kind: str = "info", heading: str = "", live: bool = False, level: int = 2) -> SafeString:
    """A notice. `kind` is info, success, warning or error, else `ValueError`; `live` reads it out at once."""
    if kind not in ALERTS:
        raise ValueError(f"no alert {kind!r}; there are {', '.join(ALERTS)}")
    role = SafeString(' role="alert"' if kind == "error" else ' role="status"') if live else SafeString("")
    return format_html(
        '<div class="sb-alert sb-alert--{}"{}>{}<div class="sb-alert__body">{}{}</div></div>',
        kind,
        role,
        draw(kind),
        _heading(heading, level, "sb-alert__heading"),
        content,
    )


def flash(message: Message) -> SafeString:
    """A message left by the page before, read out when the page opens."""
    kind = message.level_tag if message.level_tag in ALERTS else "info"
    return alert(format_html("<p>{}</p>", str(message)), kind=kind, live=True)


def card(
    content: str, *, heading: str = "", level: int = 2, href: str = "", link: str = "", tone: str = ""
) -> SafeString:
    """A framed part of the page; `link` is the text of the way on in its head. `tone`: none, attention or quiet."""
    if tone not in TONES:
        raise ValueError(f"no card tone {tone!r}")
    head = _heading(heading, level, "sb-card__heading")
    if href:
        way = format_html('<a class="sb-card__link" href="{}">{}{}</a>', href, link or heading, draw("chevron-right"))
        head = format_html('<div class="sb-card__head">{}{}</div>', head, way)
    classes = f"sb-card sb-card--{tone}" if tone else "sb-card"
    return format_html('<section class="{}">{}{}</section>', classes, head, content)


def page_header(content: str, *, title: str, lead: str = "") -> SafeString:
    """The page's only first-level heading, a sentence under it, and its main acts at the side."""
    acts = format_html('<div class="sb-actions">{}</div>', content) if content.strip() else SafeString("")
    words = format_html('<p class="sb-lead">{}</p>', lead) if lead else SafeString("")
    return format_html('<div class="sb-page-header"><div><h1>{}</h1>{}</div>{}</div>', title, words, acts)


def empty_state(content: str, *, heading: str, icon: str = "info", level: int = 2) -> SafeString:
    """What would stand here, and what to do: shown instead of an empty list."""
    return format_html(
        '<div class="sb-empty">{}{}<div>{}</div></div>',
        draw(icon),
        _heading(heading, level, "sb-empty__heading"),
        content,
    )


def definition_list(content: str) -> SafeString:
    """Terms and their values; its content is `row` blocks."""
    return format_html('<dl class="sb-dl">{}</dl>', content)


def row(content: str, term: str) -> SafeString:
    """One term and its value in a `definition_list`; a value that is empty says so."""
    value = content if content.strip() else format_html('<span class="sb-muted">{}</span>', gettext("Not stated"))
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", term, value)


def table(content: str, caption: str, *heads: str, show_caption: bool = False) -> SafeString:
    """A table whose rows become cards on a narrow screen; the content is `<tr>` rows.

    A head that begins with ">" is of amounts and stands to the right. Each cell but the first carries its head in
    `data-label`, the first cell is `<th scope="row">`, cells of amounts have the class `sb-num`.
    """
    columns = (
        (SafeString(' class="sb-num"') if head.startswith(">") else SafeString(""), head.removeprefix(">"))
        for head in heads
    )
    return format_html(
        '<table class="sb-table"><caption{}>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        SafeString("" if show_caption else ' class="sr-only"'),
        caption,
        format_html_join("", '<th scope="col"{}>{}</th>', columns),
        content,
    )


def disclosure(content: str, summary: str, *, is_open: bool = False) -> SafeString:
    """Something more for who asks; opens without a script."""
    opened = SafeString(" open" if is_open else "")
    return format_html(
        '<details class="sb-details"{}><summary>{}</summary><div>{}</div></details>', opened, summary, content
    )


def _heading(text: str, level: int, classes: str) -> SafeString:
    if not text:
        return SafeString("")
    if level not in (2, 3, 4):
        raise ValueError(f"no heading of level {level}")
    return format_html('<h{} class="{}">{}</h{}>', level, classes, text, level)
