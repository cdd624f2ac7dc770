"""VAT: which rate on which day, when the buyer settles it, what abroad changes. Rates are basis points: 2500 = 25 %."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from selvbetjening.kernel.law import law
from selvbetjening.kernel.money import round_half_up
from selvbetjening.kernel.wording import gettext_noop

STANDARD_RATES: Final = ((date(1992, 1, 1), 2500),)
"""(from this day, basis points): 25 % since 1992. A company's own table, where it has one, is read the same way."""

EU: Final = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
ONE: Final = 1_000_000
"""An exchange rate is a whole number of millionths of a krone for one unit of the foreign currency."""


class NoRate(ValueError):
    """No rate of exchange is known for this currency on this day; the text says which."""


@dataclass(frozen=True, slots=True)
class Kroner:
    """VAT in øre, and the rate it was converted at, in millionths."""

    vat_minor: int
    rate_millionths: int


@law("INV-14", source="momsloven § 33", setting="vat_rates")
def standard_rate(*, on: date, table: Sequence[tuple[date, int]] = STANDARD_RATES) -> int:
    """The standard rate of VAT on a day: the row of the dated table that was in force.

    Raises ValueError for a day before the table's first.
    """
    known = [row for row in table if row[0] <= on]
    if not known:
        raise ValueError(f"no rate of VAT is known for {on}")
    return max(known)[1]


@law("INV-11", source="momsbekendtgørelsen § 58, stk. 1, nr. 13; momsloven § 46", party="business")
def reverse_charge_refusal(*, party_type: str, vat_number: str) -> str:
    """The buyer settles the VAT only where it is a business and its VAT number stands on the invoice.

    Empty where reverse charge may be used; else `not_a_business` or `no_vat_number`.
    """
    if party_type != "business":
        return "not_a_business"
    return "" if vat_number.strip() else "no_vat_number"


@law("INV-12", source="prismærkningsloven § 3; forbrugeraftaleloven § 8", party="consumer")
def shows_gross(*, party_type: str) -> bool:
    """A consumer reads every price including VAT; a business reads it excluding VAT first."""
    return party_type == "consumer"


@law(
    "INV-13",
    source="momsbekendtgørelsen § 58, stk. 6",
    setting="vat_dkk_on_foreign_invoice",
    uncertain=gettext_noop("whether an invoice in euro is exempt"),
)
def in_kroner(*, vat_minor: int, currency: str, on: date, rates: Sequence[tuple[str, date, int]]) -> Kroner | None:
    """An invoice in foreign currency shows its VAT in Danish kroner, and the rate used.

    `rates` are (currency, from this day, millionths of a krone for one unit); the newest that is in force counts.
    None for an invoice in kroner. Raises `NoRate` where none is known: an invoice must not go out with a guess.
    """
    if currency == "DKK":
        return None
    known = [(since, rate) for code, since, rate in rates if code == currency and since <= on]
    if not known:
        raise NoRate(f"{currency} {on.isoformat()}")
    rate = max(known)[1]
    return Kroner(round_half_up(vat_minor * rate, ONE), rate)


@law(
    "INV-15",
    source="momsloven § 21 d and §§ 66-66 d (OSS)",
    party="consumer",
    since=date(2021, 7, 1),
    setting="oss_mode",
    uncertain=gettext_noop("whether the company is below the threshold of the whole EU"),
)
def sale_abroad_refusal(
    *,
    party_type: str,
    country: str,
    on: date,
    rate: int = 2500,
    mode: str = "block",
    table: Sequence[tuple[str, date, int]] = (),
) -> str:
    """A sale to a consumer in another EU country is blocked until the company follows OSS, and then bears their rate.

    Empty where the sale may be made; `oss` where it is blocked or no rate is known for the country; `oss_rate` where
    the plan bears another rate than the country's. `rate` is the plan's own, in basis points, 0 for one without VAT;
    `country` ISO 3166 alpha-2, empty for Denmark; `table` as for `destination_rate`.
    """
    abroad = (country or "DK") in EU - {"DK"}
    if party_type != "consumer" or not abroad or not rate:
        return ""
    if mode == "block":
        return "oss"
    try:
        return "" if destination_rate(country=country, on=on, table=table) == rate else "oss_rate"
    except NoRate:
        return "oss"


@law("INV-15", source="momsloven §§ 66-66 d (OSS)", party="consumer", since=date(2021, 7, 1), setting="oss_mode")
def destination_rate(*, country: str, on: date, table: Sequence[tuple[str, date, int]]) -> int:
    """Where the company follows OSS, the rate of the consumer's country on the day counts. Raises `NoRate`."""
    known = [(since, rate) for code, since, rate in table if code == country and since <= on]
    if not known:
        raise NoRate(f"{country} {on.isoformat()}")
    return max(known)[1]
