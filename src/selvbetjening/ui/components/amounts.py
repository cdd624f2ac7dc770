"""What something costs: lines, VAT, total, and the panel that shows an act before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.values import money


class Line(Protocol):
    """One line of an amount: any object with these three."""

    @property
    def text(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def amount(self) -> Money: ...


@dataclass(frozen=True, slots=True)
class AmountLine:
    """A line made by a page; `note` explains it in smaller letters."""

    text: str
    amount: Money
    note: str = ""


def amount_breakdown(
    lines: Iterable[Line], *, total: Money, vat: Money | None = None, vat_text: str = "", total_text: str = ""
) -> SafeString:
    """Lines, VAT (if given) and the total, as a list of terms and amounts."""
    rows = [_line(line.text, line.amount, note=line.note) for line in lines]
    if vat is not None:
        rows.append(_line(vat_text or gettext("VAT"), vat, kind="vat"))
    rows.append(_line(total_text or gettext("Total"), total, kind="total"))
    return format_html('<dl class="sb-amounts">{}</dl>', SafeString("".join(rows)))


def _line(text: str, amount: Money, *, note: str = "", kind: str = "") -> SafeString:
    classes = format_html(' class="sb-amounts__{}"', kind) if kind else SafeString("")
    more = format_html("<small>{}</small>", note) if note else SafeString("")
    return format_html("<div{}><dt>{}{}</dt><dd>{}</dd></div>", classes, text, more, money(amount))


def confirm_panel(
    content: str,
    *,
    heading: str,
    lines: Iterable[Line],
    total: Money,
    vat: Money | None = None,
    vat_text: str = "",
    total_text: str = "",
    from_now_on: str = "",
) -> SafeString:
    """What will happen if the button in the content is pressed: lines, VAT, the total today, and from now on.

    The content is the form with its button, and may begin with further sentences.
    """
    after = SafeString("")
    if from_now_on:
        after = format_html('<p class="sb-confirm__after"><b>{}</b> {}</p>', gettext("From now on:"), from_now_on)
    today = total_text or gettext("Total today")
    return format_html(
        '<section class="sb-card sb-confirm"><h2 class="sb-card__heading">{}</h2>{}{}'
        '<div class="sb-confirm__form">{}</div></section>',
        heading,
        amount_breakdown(lines, total=total, vat=vat, vat_text=vat_text, total_text=today),
        after,
        content,
    )
