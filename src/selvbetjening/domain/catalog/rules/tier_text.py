"""Tiers as people write them, in forms and files: `10: 100,00 | 50: 80,00 + 50,00 | *: 60,50`. Pure."""

import re
from typing import Final, Literal

from selvbetjening.domain.catalog.rules.prices import Tier
from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.money import Money

MOST_TIERS: Final = 20
_TIER: Final = re.compile(r"\s*(\*|[0-9]{1,9})\s*:\s*([^+]+?)\s*(?:\+\s*([^+]+?)\s*)?", re.ASCII)


class TiersNotUnderstood(ValueError):
    """A tier cannot be read; `part` is its text."""

    def __init__(self, code: Literal["form", "amount", "many"], part: str) -> None:
        super().__init__(code)
        self.code = code
        self.part = part


def read_tiers(*, text: str, currency: str) -> tuple[Tier, ...]:
    """Tiers from lines, or parts divided by `|`: last unit (or `*`), colon, unit price, and a fee behind a plus.

    Empty text is no tiers. Whether they rise and end is asked by `Pricing`. Raises `TiersNotUnderstood`.
    """
    parts = [part.strip() for part in re.split(r"[|\n]", text) if part.strip()]
    if len(parts) > MOST_TIERS:
        raise TiersNotUnderstood("many", parts[MOST_TIERS])
    return tuple(_tier(part, currency) for part in parts)


def _tier(part: str, currency: str) -> Tier:
    found = _TIER.fullmatch(part)
    if found is None:
        raise TiersNotUnderstood("form", part)
    end, price, flat = found.groups()
    try:
        amounts = [parse_amount(price), parse_amount(flat) if flat else 0]
    except AmountNotUnderstood:
        raise TiersNotUnderstood("amount", part) from None
    return Tier(None if end == "*" else int(end), *(Money(amount, currency) for amount in amounts))


def tiers_text(*, tiers: tuple[Tier, ...]) -> str:
    """The inverse of `read_tiers`, a line for each."""
    return "\n".join(
        f"{'*' if tier.up_to is None else tier.up_to}: {_amount(tier.unit_price)}"
        + ("" if tier.flat.is_zero else f" + {_amount(tier.flat)}")
        for tier in tiers
    )


def _amount(money: Money) -> str:
    return f"{money.minor // 100},{money.minor % 100:02}"
