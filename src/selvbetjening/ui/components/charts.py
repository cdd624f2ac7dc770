"""Pictures of numbers, drawn on the server, with the same numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from selvbetjening.kernel.money import Money
from selvbetjening.ui.components.values import money

HEIGHT = 100
LEAST = 2
"""An amount above nothing is never drawn as nothing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `label` stands under it (short), `name` in the table (whole); `marked` bars are lighter (forecast)."""

    label: str
    amount: Money
    name: str = ""
    marked: bool = False


def bar_chart(bars: Sequence[Bar], *, caption: str, heads: tuple[str, str] | None = None) -> SafeString:
    """Bars of amounts in one currency, and a table of the same for who cannot see them (XB-42). Empty: nothing."""
    if not bars:
        return SafeString("")
    most = max((bar.amount.minor for bar in bars), default=0)
    drawn = format_html_join("", "<li>{}<span>{}</span></li>", ((_picture(bar, most), bar.label) for bar in bars))
    first, second = heads or (gettext("Month"), gettext("Amount"))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="sb-num">{}</td></tr>',
        ((bar.name or bar.label, money(bar.amount)) for bar in bars),
    )
    highest = max(bars, key=lambda bar: bar.amount.minor)
    return format_html(
        '<figure class="sb-chart"><figcaption>{}</figcaption>'
        '<div class="sb-chart__plot" aria-hidden="true"><span class="sb-chart__top">{}</span><ol>{}</ol></div>'
        '<details class="sb-details"><summary>{}</summary><table class="sb-table sb-table--tight">'
        '<caption class="sr-only">{}</caption><thead><tr><th scope="col">{}</th><th scope="col" class="sb-num">{}</th>'
        "</tr></thead><tbody>{}</tbody></table></details></figure>",
        caption,
        money(highest.amount),
        drawn,
        gettext("Show as a table"),
        caption,
        first,
        second,
        rows,
    )


def _picture(bar: Bar, most: int) -> SafeString:
    height = 0
    if bar.amount.minor > 0:
        height = max(LEAST, round(bar.amount.minor * HEIGHT / most))
    kind = "sb-chart__bar--marked" if bar.marked else "sb-chart__bar"
    return SafeString(
        f'<svg viewBox="0 0 10 {HEIGHT}" preserveAspectRatio="none" focusable="false">'
        f'<rect class="{kind}" x="0" y="{HEIGHT - height}" width="10" height="{height}"/></svg>'
    )
