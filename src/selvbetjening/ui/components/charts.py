"""Pictures of numbers, drawn on the server, with the same numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.ui.components.values import money

HEIGHT = 100
LEAST = 2
"""An amount above nothing is never drawn as nothing."""
_STRONG = "sb-chart__bar"
_MARKED = "sb-chart__bar--marked"


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


@dataclass(frozen=True, slots=True)
class Level:
    """One bar that is no money: drawn by `value`, said as `shown`; `label` is short, `cells` are its row's others."""

    label: str
    value: int
    shown: str
    name: str = ""
    cells: tuple[str, ...] = ()


def level_chart(levels: Sequence[Level], *, caption: str, heads: tuple[str, ...], nothing: str = "") -> SafeString:
    """Bars of numbers or shares, and the table behind them: name, `cells`, `shown`. Empty: nothing.

    Where no bar would stand above nothing, the sentence `nothing` stands instead of an empty frame.
    """
    if not levels:
        return SafeString("")
    most = max(level.value for level in levels)
    bars = (
        (_bar(max(LEAST, round(level.value * HEIGHT / most)) if level.value > 0 else 0, _STRONG), level.label)
        for level in levels
    )
    columns = format_html_join("", '<th scope="col" class="sb-num">{}</th>', ((head,) for head in heads[1:]))
    rows = (
        (
            level.name or level.label,
            format_html_join("", '<td class="sb-num">{}</td>', ((cell,) for cell in (*level.cells, level.shown))),
        )
        for level in levels
    )
    plot = format_html(
        '<div class="sb-chart__plot" aria-hidden="true"><span class="sb-chart__top">{}</span><ol>{}</ol></div>',
        max(levels, key=lambda level: level.value).shown,
        format_html_join("", "<li>{}<span>{}</span></li>", bars),
    )
    return format_html(
        '<figure class="sb-chart"><figcaption>{}</figcaption>{}'
        '<details class="sb-details"><summary>{}</summary><table class="sb-table sb-table--tight">'
        '<caption class="sr-only">{}</caption><thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table></details></figure>",
        caption,
        plot if most > 0 or not nothing else format_html("<p>{}</p>", nothing),
        gettext("Show as a table"),
        caption,
        heads[0],
        columns,
        format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', rows),
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two amounts of one month, in one currency: without and with a change. `label` is short, `name` whole."""

    label: str
    first: Money
    second: Money
    name: str = ""


def compare_chart(pairs: Sequence[Pair], *, caption: str, first: str, second: str) -> SafeString:
    """Pairs of bars with a key, and the table of the same with its sums, always open. Empty: nothing (CM-02)."""
    if not pairs:
        return SafeString("")
    most = max(max(pair.first.minor, pair.second.minor) for pair in pairs)
    drawn = format_html_join("", "<li>{}<span>{}</span></li>", ((_twins(pair, most), pair.label) for pair in pairs))
    currency = pairs[0].first.currency
    sums = [sum_money((pair.first for pair in pairs), currency), sum_money((pair.second for pair in pairs), currency)]
    row = '<tr><th scope="row">{}</th><td class="sb-num">{}</td><td class="sb-num">{}</td></tr>'
    rows = [format_html(row, pair.name or pair.label, money(pair.first), money(pair.second)) for pair in pairs]
    rows.append(format_html(row, gettext("In all"), *map(money, sums)))
    return format_html(
        '<figure class="sb-chart"><figcaption>{}</figcaption>{}'
        '<div class="sb-chart__plot" aria-hidden="true"><span class="sb-chart__top">{}</span><ol>{}</ol></div>'
        '<details class="sb-details"><summary>{}</summary><table class="sb-table sb-table--tight">'
        '<caption class="sr-only">{}</caption><thead><tr><th scope="col">{}</th><th scope="col" class="sb-num">{}</th>'
        '<th scope="col" class="sb-num">{}</th></tr></thead><tbody>{}</tbody></table></details></figure>',
        caption,
        _key(first, second),
        money(Money(max(most, 0), currency)),
        drawn,
        gettext("Show as a table"),
        caption,
        gettext("Month"),
        first,
        second,
        SafeString("".join(rows)),
    )


def _key(first: str, second: str) -> SafeString:
    swatch = '<li><svg viewBox="0 0 10 10" focusable="false" aria-hidden="true">{}</svg>{}</li>'
    marked, strong = (SafeString(f'<rect class="{kind}" width="10" height="10"/>') for kind in (_MARKED, _STRONG))
    return format_html('<ul class="sb-chart__key">{}{}</ul>', format_html(swatch, marked, first),
                       format_html(swatch, strong, second))  # fmt: skip


def _twins(pair: Pair, most: int) -> SafeString:
    rects = [
        f'<rect class="{kind}" x="{left}" y="{HEIGHT - height}" width="4.6" height="{height}"/>'
        for kind, left, height in (
            (_MARKED, 0, _height(pair.first, most)),
            (_STRONG, 5.4, _height(pair.second, most)),
        )
    ]
    return SafeString(
        f'<svg viewBox="0 0 10 {HEIGHT}" preserveAspectRatio="none" focusable="false">{"".join(rects)}</svg>'
    )


def _height(amount: Money, most: int) -> int:
    return max(LEAST, round(amount.minor * HEIGHT / most)) if amount.minor > 0 else 0


def _picture(bar: Bar, most: int) -> SafeString:
    return _bar(_height(bar.amount, most), _MARKED if bar.marked else _STRONG)


def _bar(height: int, kind: str) -> SafeString:
    return SafeString(
        f'<svg viewBox="0 0 10 {HEIGHT}" preserveAspectRatio="none" focusable="false">'
        f'<rect class="{kind}" x="0" y="{HEIGHT - height}" width="10" height="{height}"/></svg>'
    )
