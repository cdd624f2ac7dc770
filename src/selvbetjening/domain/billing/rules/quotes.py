"""What a quote says: the preview that is binding (CM-02), as values and as JSON."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from selvbetjening.domain.subscriptions.rules import Direction, Timing
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

Act = Literal["start", "change", "cancel", "reactivate", "resubscribe", "pause", "resume", "coupon", "withdraw"]
Papers = Literal["none", "invoice", "credit"]


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line of what confirming would issue; amounts exclude VAT, a credit's are negative.

    `net` is `quantity` times `unit_price`, or the share of it that the text names for a part of a period: `10 af 365
    dage`. Whole periods of the rest of a longer one count one each, and their text says of how many units. Texts carry
    no period: that is `starts_on` and `ends_on`, half-open. `discount` is what was taken off, and not in `net` any
    more. A credit names the invoice line that it gives back of in `credits_line`; one of another system has none.
    `terms` are those that it is charged under; lines of an older release's quotes lack them.
    """

    kind: Literal["charge", "credit"]
    text_da: str
    text_en: str
    starts_on: date
    ends_on: date
    quantity: int
    unit_price: Money
    net: Money
    vat_basis_points: int
    vat_category: str = "S"
    discount: Money | None = None
    credits_line: UUID | None = None
    unit_da: str = ""
    unit_en: str = ""
    terms: UUID | None = None


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """What falls due in the month that begins on `month`, incl. VAT; below nothing where more is given back."""

    month: date
    total: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """What an act will do and cost, as computed from its facts.

    `effective_on` is the day the change takes effect, `ends_on` the first day a cancelled subscription does not run.
    `charge_today` is incl. VAT; where more is given back than charged it is nothing and `credited` says how much comes
    to the account's good, incl. VAT. `papers` says how: on one `invoice` with lines below nothing, or by `credit`
    notes and, for what is charged, an invoice of its own. `net` and `vat` are of all lines, below nothing too.

    `next_on` is the day of the next charge afterwards, `next_net` and `next_total` (incl. VAT) what each following
    period costs; None where nothing follows. `forecast_keep` and `forecast_change` are twelve months without and with
    the act. `legal` are codes of why it ends when it does, those that the law decided with the rule's id in front.

    Where it ends, `rest` is all that is charged after today until then, incl. VAT, in so many payments from `rest_from`
    on. `least` is, of an order with binding, what it comes to incl. VAT where it is cancelled on its first day
    (ORD-1); `trial_used` says that the account has had its free trial of the plan, so that there is none.
    """

    act: Act
    subscription: UUID | None
    terms: UUID
    quantity: int
    plan_da: str
    plan_en: str
    direction: Direction
    timing: Timing
    effective_on: date
    ends_on: date | None
    lines: tuple[QuoteLine, ...]
    net: Money
    vat: Money
    charge_today: Money
    first_due_on: date | None
    next_on: date | None
    next_net: Money | None
    next_total: Money | None
    interval: Interval
    removes_scheduled_change: bool
    kind: str = ""
    quantity_before: int = 0
    credited: Money = field(default_factory=lambda: Money.zero("DKK"))
    papers: Papers = "none"
    resumes_on: date | None = None
    trial_ends_on: date | None = None
    committed_until: date | None = None
    coupon: str = ""
    discount_ends_on: date | None = None
    legal: tuple[str, ...] = ()
    forecast_keep: tuple[MonthTotal, ...] = ()
    forecast_change: tuple[MonthTotal, ...] = ()
    rest: Money | None = None
    rest_payments: int = 0
    rest_from: date | None = None
    least: Money | None = None
    trial_used: bool = False

    @property
    def credit(self) -> tuple[QuoteLine, ...]:
        """The lines that give something back."""
        return tuple(line for line in self.lines if line.kind == "credit")

    @property
    def begins_period(self) -> bool:
        """Whether a change charges days beyond those that it gives back: a period of its own begins (XB-09)."""
        asked = [line.ends_on for line in self.lines if line.kind == "charge"]
        return bool(asked and self.credit) and max(asked) > max(line.ends_on for line in self.credit)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView(Offer):
    """A stored quote: an offer with an id, binding until `valid_until`."""

    id: UUID
    valid_until: datetime

    def plan(self, language: str) -> str:
        """The name of the plan that the act is about, in `da` or `en`."""
        return self.plan_en if language == "en" else self.plan_da


class QuoteStale(Exception):
    """What the quote was computed from has changed, or it has expired. Nothing was done; `fresh` is the new one."""

    def __init__(self, fresh: QuoteView) -> None:
        super().__init__("quote_stale")
        self.fresh = fresh


def _put(value: Any) -> Any:
    match value:
        case Money():
            return [value.minor, value.currency]
        case Interval():
            return [value.unit, value.count]
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case MonthTotal():
            return [value.month.isoformat(), _put(value.total)]
        case QuoteLine():
            return {name: _put(getattr(value, name)) for name in QuoteLine.__slots__}
        case tuple():
            return [_put(each) for each in value]
    return value


def offer_as_json(*, offer: Offer) -> dict[str, Any]:
    """The offer as JSON, for the quote's row."""
    return {name: _put(getattr(offer, name)) for name in Offer.__slots__}


def offer_from_json(*, content: dict[str, Any], id: UUID, valid_until: datetime) -> QuoteView:
    """The quote that a row holds: the inverse of `offer_as_json`. Rows of an older release lack what came later."""
    read = dict(content, id=id, valid_until=valid_until)
    read["lines"] = tuple(_line(dict(line)) for line in content["lines"])
    read["interval"] = Interval(*content["interval"])
    read["subscription"] = UUID(content["subscription"]) if content["subscription"] else None
    read["terms"] = UUID(content["terms"])
    read["legal"] = tuple(content.get("legal", ()))
    for name in ("forecast_keep", "forecast_change"):
        months = content.get(name, ())
        read[name] = tuple(MonthTotal(date.fromisoformat(month), Money(*total)) for month, total in months)
    _days(read, "effective_on", "ends_on", "first_due_on", "next_on", "resumes_on", "trial_ends_on")
    _days(read, "committed_until", "discount_ends_on", "rest_from")
    _money(read, "net", "vat", "charge_today", "credited")
    return QuoteView(**_money(read, "next_net", "next_total", "rest", "least"))


def _line(data: dict[str, Any]) -> QuoteLine:
    _replace(data, ("credits_line", "terms"), UUID)
    return QuoteLine(**_days(_money(data, "unit_price", "net", "discount"), "starts_on", "ends_on"))


def _days(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return _replace(data, names, date.fromisoformat)


def _money(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return _replace(data, names, lambda pair: Money(*pair))


def _replace(data: dict[str, Any], names: tuple[str, ...], read: Any) -> dict[str, Any]:
    for name in names:
        if name in data and data[name] is not None:
            data[name] = read(data[name])
    return data
