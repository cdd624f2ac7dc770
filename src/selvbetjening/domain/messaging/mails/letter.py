"""From parts to a letter: text and HTML are drawn from the same parts, so that they always say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from selvbetjening.domain.messaging.rules.letters import LONGEST_SUBJECT, Letter, Sender, plain, without_amounts
from selvbetjening.domain.messaging.rules.own_words import filled
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.formatting import Language, format_day

Kind = Literal["words", "quiet", "code"]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `kind` is `quiet` for what stands below the matter, `code` for digits to type in."""

    text: str
    kind: Kind = "words"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and their values, one under the other."""

    rows: Sequence[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True, slots=True)
class Button:
    """The way on, to an address of the company's own portal."""

    text: str
    url: str
    kind: str = "button"


@dataclass(frozen=True, slots=True)
class Link:
    """A way on that is not the matter itself."""

    text: str
    url: str
    kind: str = "link"


Part: TypeAlias = Words | Facts | Button | Link


def way(text: str, sender: Sender, path: str) -> tuple[Button, ...]:
    """A button to the portal; nothing where the receiver could not go there (`path` is empty)."""
    return (Button(text, sender.url(path)),) if path else ()


def ways_to_invoice(sender: Sender, *, path: str, pay_path: str) -> tuple[Button, ...]:
    """Two buttons, each only where it leads somewhere: pay it by card (PY-02), and see it."""
    return (*way(_("Pay"), sender, pay_path), *way(_("See the invoice"), sender, path))


def letter(
    kind: str,
    subject: str,
    *parts: Part,
    sender: Sender,
    language: Language,
    values: Mapping[str, str] | None = None,
) -> Letter:
    """Draw the parts. Called with the mail's language active; the subject carries no secret (SEC-62).

    What the company says itself in this kind of mail stands before them, with `values` in its places.

    Amounts are taken out here, once for every mail, where the company wants none in mails (GDP-5).
    """
    subject, parts = _own(kind, subject, parts, sender, language, values or {})
    if not sender.shows_amounts:
        subject, parts = without_amounts(text=subject), tuple(_shy(part) for part in parts)
        parts += (Words(_("The amounts are shown when you log in."), "quiet"),)
    parts += _footing(sender)
    context = {
        "subject": subject,
        "parts": parts,
        "language": language,
        "company_name": sender.name,
        "logo_url": sender.logo_url,
        "brand": sender.brand,
    }
    text = render_to_string("messaging/letter.txt", context)
    html = render_to_string("messaging/letter.html", context)
    return Letter(kind=kind, subject=subject, text=text.strip() + "\n", html=html)


def _footing(sender: Sender) -> tuple[Part, ...]:
    """Why the mail came, its number, and the page on which mails are chosen, where the reader may open it (BP-77)."""
    footing = sender.footing
    if footing is None:
        return ()
    number = _("Reference number: %(number)s") % {"number": footing.reference}
    ways = (Link(_("Choose which mails you get"), sender.url(footing.path)),) if footing.path else ()
    return (Words(footing.reason, "quiet"), Words(number, "quiet"), *ways)


def _own(
    kind: str, subject: str, parts: tuple[Part, ...], sender: Sender, language: Language, values: Mapping[str, str]
) -> tuple[str, tuple[Part, ...]]:
    """The company's own subject, and its own words in front. What must be told stays: the mail's own parts follow."""
    own = sender.own_words.get((kind, language))
    if own is None:
        return subject, parts
    known = {"company": sender.name, "email": sender.reply_to, "phone": sender.phone, **values}
    title = plain(text=filled(text=own.subject, values=known), longest=LONGEST_SUBJECT) or subject
    return title, (*(Words(filled(text=each, values=known)) for each in own.words.splitlines() if each), *parts)


def _shy(part: Part) -> Part:
    """The part without amounts: rows that are one go, in words they become dots."""
    match part:
        case Words():
            return replace(part, text=without_amounts(text=part.text))
        case Facts():
            return replace(part, rows=[(n, v) for n, v in part.rows if without_amounts(text=v) == v])
    return part


def moment(at: datetime, language: Language) -> str:
    """Copenhagen day and minute, "3. marts 2026 kl. 14.05"."""
    local = at.astimezone(COPENHAGEN)
    form = "{} kl. {:%H.%M}" if language == "da" else "{} at {:%H:%M}"
    return form.format(format_day(local.date(), language), local)
