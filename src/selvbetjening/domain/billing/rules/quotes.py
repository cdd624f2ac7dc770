"""What a quote says: the preview that is binding (CM-02), as values and as JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from selvbetjening.domain.subscriptions.rules import Direction, Timing
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

Act = Literal["start", "change", "cancel", "reactivate"]


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line of the invoice that confirming would issue; amounts exclude VAT, a credit's are negative.

    `net` is always `quantity` times `unit_price`; a part of a period counts as one unit, and its text says of how
    many; whole periods of the rest of a longer one count one each, and their text says of how many units. Texts carry
    no period: that is `starts_on` and `ends_on`, half-open.
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


@dataclass(frozen=True, slots=True)
class Offer:
    """What an act will do and cost, as computed from its facts.

    `effective_on` is the day the change takes effect, `ends_on` the first day a cancelled subscription does not run.
    `charge_today` is incl. VAT. `next_on` is the day of the next charge afterwards, `next_net` and `next_total`
    (incl. VAT) what each following period costs; None where nothing follows.
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


@dataclass(frozen=True, slots=True)
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
        case tuple():
            return [{name: _put(getattr(line, name)) for name in QuoteLine.__slots__} for line in value]
    return value


def offer_as_json(*, offer: Offer) -> dict[str, Any]:
    """The offer as JSON, for the quote's row."""
    return {name: _put(getattr(offer, name)) for name in Offer.__slots__}


def offer_from_json(*, content: dict[str, Any], id: UUID, valid_until: datetime) -> QuoteView:
    """The quote that a row holds: the inverse of `offer_as_json`."""
    read = dict(content, id=id, valid_until=valid_until)
    read["lines"] = tuple(
        QuoteLine(**_days(_money(dict(line), "unit_price", "net"), "starts_on", "ends_on")) for line in content["lines"]
    )
    read["interval"] = Interval(*content["interval"])
    read["subscription"] = UUID(content["subscription"]) if content["subscription"] else None
    read["terms"] = UUID(content["terms"])
    _days(read, "effective_on", "ends_on", "first_due_on", "next_on")
    return QuoteView(**_money(read, "net", "vat", "charge_today", "next_net", "next_total"))


def _days(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return _replace(data, names, date.fromisoformat)


def _money(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return _replace(data, names, lambda pair: Money(*pair))


def _replace(data: dict[str, Any], names: tuple[str, ...], read: Any) -> dict[str, Any]:
    for name in names:
        data[name] = None if data[name] is None else read(data[name])
    return data
