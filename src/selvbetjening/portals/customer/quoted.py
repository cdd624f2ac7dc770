"""A quote as the pages show it, and what differs between a stale one and the new one (CM-02, SU-01)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from selvbetjening.domain.billing.rules.quotes import QuoteLine, QuoteView
from selvbetjening.kernel.formatting import format_money, format_month, format_period, short_month
from selvbetjening.kernel.money import Money, percent_of, sum_money
from selvbetjening.kernel.periods import Period
from selvbetjening.portals.customer.prices import how_often, per
from selvbetjening.portals.customer.words import why
from selvbetjening.ui.components.amounts import AmountLine
from selvbetjening.ui.components.charts import Pair
from selvbetjening.ui.components.values import day, language, money


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote in words. For consumers lines and `each` include VAT and `vat` is None (INV-12); for others not."""

    quote: QuoteView
    plan: str
    terms: str
    lines: list[AmountLine]
    vat: Money | None
    per: str
    each: Money | None
    with_vat: bool
    last_day: date | None
    never_began: bool
    at_once: bool
    year: list[Pair]
    reasons: list[str]
    coming: AmountLine | None = None

    @property
    def total(self) -> Money:
        """What is charged today, or what comes to the account's good, incl. VAT."""
        return self.quote.credited if self.gives_back else self.quote.charge_today

    @property
    def gives_back(self) -> bool:
        """Whether more is given back than charged."""
        return self.quote.credited.minor > 0

    @property
    def coming_vat(self) -> Money | None:
        """The VAT of the coming invoice, where it has an amount."""
        total, net = self.quote.next_total, self.quote.next_net
        return total - net if total and net else None

    @property
    def vat_words(self) -> str:
        """Which amount `each` is."""
        return _("incl. VAT") if self.with_vat else _("excl. VAT")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not as it was when the page was first shown."""

    what: str
    before: SafeString | str
    after: SafeString | str


def quoted(quote: QuoteView, *, party_type: str, never_began: bool = False, at_once: bool = False) -> Quoted:
    """Make it in the language of the page."""
    with_vat = party_type == "consumer"
    return Quoted(
        quote=quote,
        plan=quote.plan(language()),
        terms=how_often(quote.interval),
        lines=_lines(quote, with_vat=with_vat),
        vat=None if with_vat else quote.vat,
        per=per(quote.interval),
        each=quote.next_total if with_vat else quote.next_net,
        with_vat=with_vat,
        last_day=quote.ends_on - timedelta(days=1) if quote.ends_on else None,
        never_began=never_began,
        at_once=at_once,
        year=_year(quote),
        reasons=[str(said) for code in quote.legal if (said := why(code))],
        coming=_coming(quote, with_vat=with_vat),
    )


def _coming(quote: QuoteView, *, with_vat: bool) -> AmountLine | None:
    """The line of the next invoice after a change that waits until then; None for other quotes (CM-02)."""
    if quote.act != "change" or quote.timing == "now" or not (quote.next_net and quote.next_total):
        return None
    text = f"{quote.plan(language())}, {how_often(quote.interval).lower()}"
    amount = quote.next_total if with_vat else quote.next_net
    each, left = divmod(amount.minor, quote.quantity)
    if quote.quantity == 1:
        return AmountLine(text, amount)
    price = "" if left else format_money(Money(each, amount.currency), language())
    return AmountLine(f"{quote.quantity} × {text}", amount, note=f"{quote.quantity} × {price}" if price else "")


def _year(quote: QuoteView) -> list[Pair]:
    """Twelve months without and with the act, side by side; none where nothing is charged, or nothing was before."""
    if not quote.forecast_keep:
        return []
    months = list(zip(quote.forecast_keep, quote.forecast_change, strict=True))
    if all(keep.total.is_zero and change.total.is_zero for keep, change in months):
        return []
    return [
        Pair(
            label=short_month(keep.month, language()),
            name=format_month(keep.month, language()),
            first=keep.total,
            second=change.total,
        )
        for keep, change in months
    ]


def _lines(quote: QuoteView, *, with_vat: bool) -> list[AmountLine]:
    """The quote's lines; with VAT they sum to what they come to, the last one taking the øre that rounding leaves."""
    amounts = [line.net for line in quote.lines]
    if with_vat and amounts:
        amounts = [line.net + percent_of(line.net, line.vat_basis_points) for line in quote.lines]
        amounts[-1] += quote.net + quote.vat - sum_money(amounts, quote.net.currency)
    return [_line(quote, line, amount) for line, amount in zip(quote.lines, amounts, strict=True)]


def _line(quote: QuoteView, line: QuoteLine, amount: Money) -> AmountLine:
    speech = language()
    text, unit = (line.text_en, line.unit_en) if speech == "en" else (line.text_da, line.unit_da)
    note, many = format_period(Period(line.starts_on, line.ends_on), speech), abs(line.quantity)
    if many > 1 and quote.act == "change" and amount == line.net:
        note = f"{note}, {many} {unit}".rstrip() + f" × {format_money(line.unit_price, speech)}"
    elif many > 1:
        text = f"{many} × {text}"
    return AmountLine(text, amount, note=note)


def differences(*, before: QuoteView, after: QuoteView) -> list[Difference]:
    """What the visitor saw and what holds now, for every fact that is another."""
    pairs: list[tuple[str, Money | date | int | None, Money | date | int | None]] = [
        (_("Quantity until now"), before.quantity_before, after.quantity_before),
        (_("Invoiced today, incl. VAT"), before.charge_today, after.charge_today),
        (_("Comes to your good, incl. VAT"), before.credited, after.credited),
        (_("From then on, incl. VAT"), before.next_total, after.next_total),
        (_("Takes effect"), before.effective_on, after.effective_on),
        (_("Next payment"), before.next_on, after.next_on),
        (_("Last day"), _last(before), _last(after)),
        (_("Removes a planned change"), before.removes_scheduled_change, after.removes_scheduled_change),
    ]
    return [Difference(what, _said(one), _said(other)) for what, one, other in pairs if one != other]


def _last(quote: QuoteView) -> date | None:
    return quote.ends_on - timedelta(days=1) if quote.ends_on else None


def _said(value: Money | date | int | None) -> SafeString | str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value)
    if value is None:
        return _("nothing")
    return money(value) if isinstance(value, Money) else day(value)
