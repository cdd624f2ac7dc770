"""Why an invoice's amount differs from the one before it (CM-01). Pure; exact to the minor unit.

Lines are matched by subscription and product; each pair's difference is taken apart in one order: plan, quantity,
price or days, discount, VAT. Every step is what the line would have come to, incl. VAT, after it minus before it, so
the steps of a pair add up by themselves; what the VAT of a whole group is rounded otherwise is the rounding.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from selvbetjening.domain.invoicing.rules.explain_changes import (
    change,
    changed_ones,
    is_change,
    last_change,
    whole_again,
)
from selvbetjening.domain.invoicing.rules.explain_items import Delta, Item, Kind, Priced, gross_of, taken_apart
from selvbetjening.kernel.money import round_half_up

__all__ = ["Delta", "Item", "NotExplained", "explain", "subscriptions_of"]


class NotExplained(ArithmeticError):
    """The reasons do not add up to the difference within a minor unit for each line: a fault of ours."""


def explain(
    *, current: Sequence[Item], total_minor: int, previous: Sequence[Item] | None, previous_total_minor: int = 0
) -> tuple[Delta, ...]:
    """The reasons for `total_minor` minus `previous_total_minor`, both incl. VAT; they sum to it exactly.

    None for `previous` means that there is no invoice to compare with; nothing changed gives no reasons. An invoice
    for a change in the middle of a period (`explain_changes.is_change`) is not compared either: the reasons say what
    was changed, and sum to `total_minor`. Raises `NotExplained` where more than one minor unit per line would have to
    be called rounding.
    """
    if is_change(current=current, previous=previous):
        once = [delta for item in current if not item.subscription for delta in _alone(None, item)]
        return _closed([*change(current=current, previous=previous), *once], total_minor, most=len(current))
    if previous is None:
        kind: Kind = "first_invoice" if any(item.subscription for item in current) else "one_off"
        names = ", ".join(dict.fromkeys(taken_apart(item=item).product for item in current))
        return (Delta(kind, total_minor, "", names),)
    if total_minor == previous_total_minor and _same(current, previous):
        return ()
    found = list(_compared(previous, current))
    return _closed(found, total_minor - previous_total_minor, most=len(current) + len(previous))


def _closed(found: list[Delta], total_minor: int, *, most: int) -> tuple[Delta, ...]:
    """The reasons with what is left over for rounding."""
    rest = total_minor - sum(delta.amount_minor for delta in found)
    if abs(rest) > most:
        raise NotExplained(f"{rest} minor units are left over")
    if rest:
        found.append(Delta("rounding", rest, "", ""))
    return tuple(found)


def _compared(previous: Sequence[Item], current: Sequence[Item]) -> Iterator[Delta]:
    """Changes as a whole each, everything else line by line."""
    now, last = changed_ones(items=current), changed_ones(items=previous)
    apart = now | last
    for of in sorted(last):
        yield last_change(lines=[item for item in previous if item.subscription == of], of=of)
    for old in previous:
        if old.subscription in now - last:
            yield from _alone(old, None)
    for item in current:
        if item.subscription in last - now:
            yield whole_again(item=item)
    yield from change(current=[item for item in current if item.subscription in now], previous=previous)
    olds = [item for item in previous if item.subscription not in apart]
    for pair in _pairs(olds, [item for item in current if item.subscription not in apart]):
        yield from _steps(*pair)


def subscriptions_of(*, items: Iterable[Item]) -> frozenset[UUID]:
    """The subscriptions that the lines belong to."""
    return frozenset(item.subscription for item in items if item.subscription)


def _same(current: Sequence[Item], previous: Sequence[Item]) -> bool:
    if len(current) != len(previous):
        return False
    return all(
        (a.subscription, a.text, a.quantity, a.unit_price_minor, a.net_minor, a.rate)
        == (b.subscription, b.text, b.quantity, b.unit_price_minor, b.net_minor, b.rate)
        for a, b in zip(current, previous, strict=True)
    )


def _pairs(previous: Sequence[Item], current: Sequence[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """Lines that belong together: the same product of a subscription, then another product of the same one."""
    gone = list(previous)
    unmatched = []
    for new in current:
        old = _first(gone, new, product=_product(new))
        if old:
            gone.remove(old)
            yield old, new
        else:
            unmatched.append(new)
    for new in unmatched:
        old = _first(gone, new) if new.subscription and new.net_minor > 0 else None
        if old:
            gone.remove(old)
        yield old, new
    for old in gone:
        yield old, None


def _first(items: Iterable[Item], like: Item, *, product: str = "") -> Item | None:
    for item in items:
        same_sign = (item.net_minor < 0) == (like.net_minor < 0)
        if item.subscription == like.subscription and same_sign and product in ("", _product(item)):
            return item
    return None


def _product(item: Item) -> str:
    return taken_apart(item=item).product


def _steps(old: Item | None, new: Item | None) -> Iterator[Delta]:
    if old is None or new is None:
        yield from _alone(old, new)
        return
    key = str(new.subscription or "")
    for delta in _differences(taken_apart(item=old), taken_apart(item=new)):
        yield delta._replace(line_key=key)


@lru_cache(maxsize=4096)
def _differences(was: Priced, now: Priced) -> tuple[Delta, ...]:
    """What each step makes, in the order of attribution; steps that make nothing are left out."""
    found: list[Delta] = []
    at = was

    def step(kind: Kind, old: str | int | None, new: str | int | None, **changed: Any) -> None:
        nonlocal at
        after = at._replace(**changed)
        amount, at = after.gross() - at.gross(), after
        if amount:
            found.append(Delta(kind, amount, "", now.product, old, new, now.rate))

    if was.product != now.product:
        step("plan", was.product, now.product, price=now.price)
    step("quantity", was.pieces, now.pieces, pieces=now.pieces)
    if was.off != now.off:
        words = (was.off or None, now.off or None)
        step(
            "discount_change" if all(words) else "discount_start" if now.off else "discount_end",
            *words,
            price=now.price,
        )
    step(*_of_price(was, now), price=now.price)
    step(_of_discount(was.discount, now.discount), was.discount, now.discount, discount=now.discount)
    step("vat_rate", was.rate, now.rate, rate=now.rate)
    return tuple(found)


def _of_price(was: Priced, now: Priced) -> tuple[Kind, int, int]:
    """Other days at the same price a day, the price of another length of period, or another price."""
    if was.days and now.days and was.days != now.days:
        if abs(now.price * was.days - was.price * now.days) <= was.days + now.days:
            return "days", was.days, now.days
        if not (2 * was.days < 3 * now.days and 2 * now.days < 3 * was.days):
            return "plan", was.days, now.days
    return "price", _unit(was), _unit(now)


def _unit(of: Priced) -> int:
    return round_half_up(of.price.numerator, of.price.denominator)


def _of_discount(old: int, new: int) -> Kind:
    if old <= 0 < new:
        return "discount_start"
    return "discount_end" if new <= 0 < old else "discount_change"


def _alone(old: Item | None, new: Item | None) -> Iterator[Delta]:
    """A line that stands on one of the two invoices only."""
    item = new or old
    if item is None or not (amount := gross_of(item=item)):
        return
    kind: Kind = "one_off"
    if item.subscription:
        kind = "days"
    elif item.outside:
        kind = "interest" if re.search("rente|interest", item.text, re.IGNORECASE) else "fee"
    side = "new" if new else "old"
    yield Delta(kind, amount if new else -amount, str(item.subscription or ""), item.text, side)
