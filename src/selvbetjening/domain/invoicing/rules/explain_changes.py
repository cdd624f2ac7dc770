"""Changes in the middle of a period: what they gave back and what they charged, taken together (CM-01). Pure."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from selvbetjening.domain.invoicing.rules.explain_items import Delta, Item, gross_of
from selvbetjening.domain.invoicing.rules.line_texts import Read, every_so_many_days, read_text, translated

#: Kinds of an invoice that is compared with nothing, and of no change.
ALONE: Final = ("first_invoice", "one_off")


def changed_ones(*, items: Iterable[Item]) -> frozenset[UUID]:
    """The subscriptions that the lines give something back of: they were changed."""
    return frozenset(
        item.subscription for item in items if item.subscription and read_text(text=item.text).kind == "back"
    )


def is_change(*, current: Sequence[Item], previous: Sequence[Item] | None) -> bool:
    """Whether the invoice is for nothing but a change: each subscription is given back of, or has a rest only."""
    mine = {item.subscription for item in current if item.subscription}
    resting = {item.subscription for item in current if read_text(text=item.text).kind == "rest"} if previous else set()
    whole = {item.subscription for item in current if read_text(text=item.text).kind == "whole"}
    return bool(mine) and mine <= changed_ones(items=current) | (resting - whole)


def change(*, current: Sequence[Item], previous: Sequence[Item] | None) -> list[Delta]:
    """One reason for each subscription that the lines are of."""
    found = []
    for of in dict.fromkeys(item.subscription for item in current if item.subscription):
        lines = [item for item in current if item.subscription == of]
        back = [_full(item) for item in lines if item.net_minor < 0]
        on = [item for item in lines if item.net_minor >= 0]
        amount = sum(gross_of(item=item) for item in lines)
        before = [item for item in previous or () if item.subscription == of and item.net_minor > 0]
        if back and on:
            found.append(_from_to(_all(back), _all([_full(item) for item in on]), amount, of))
        elif on:
            found.append(_rest(on, before, amount, of))
        else:
            found.append(Delta("days", amount, str(of), back[0].name, form="back"))
    return found


def last_change(*, lines: Sequence[Item], of: UUID) -> Delta:
    """What the invoice before had of a change, and this one has not."""
    product = read_text(text=lines[-1].text).product
    return Delta("days", -sum(gross_of(item=item) for item in lines), str(of), product, form="last_change")


def whole_again(*, item: Item) -> Delta:
    """A line of a subscription whose last invoice was for a change: how many, at which price."""
    name = read_text(text=item.text).name
    form = "counted" if item.quantity > 1 else "again"
    form += {"månedsvis": "_month", "årsvis": "_year"}.get(every_so_many_days(days=item.days), "")
    key = str(item.subscription or "")
    return Delta("days", gross_of(item=item), key, name, item.quantity, item.unit_price_minor, item.rate, form)


def _from_to(was: Read, now: Read, amount: int, of: UUID) -> Delta:
    key = str(of)
    if was.product != now.product or (was.every != now.every and was.pieces != now.pieces):
        return Delta("plan", amount, key, now.product, was.name, now.name, form="change")
    if was.every != now.every:
        return Delta("plan", amount, key, now.product, was.every, now.every, form="change_interval")
    if was.pieces != now.pieces:
        return Delta("quantity", amount, key, now.product, was.pieces, now.pieces, form="change")
    if now.off:
        return Delta("discount_start", amount, key, now.name, form="change")
    return Delta("price", amount, key, now.name, form="change")


def _rest(on: list[Item], before: list[Item], amount: int, of: UUID) -> Delta:
    """A rest that is charged by itself: what was paid for the same days stands on a credit note."""
    days, first, now = sum(item.days for item in on), on[0], _full(on[-1])
    paid = [item for item in before if item.ends_on and first.starts_on and item.ends_on > first.starts_on]
    if not paid:
        return Delta("days", amount, str(of), now.name, days, form="rest")
    was = _full(paid[-1])
    if was.product != now.product:
        return Delta("plan", amount, str(of), now.product, was.product, now.product, form="change_credited")
    if was.every and now.every and was.every != now.every:
        return Delta("plan", amount, str(of), now.product, was.every, now.every, form="interval_credited")
    return Delta("days", amount, str(of), now.name, days, form="rest_credited")


def _full(item: Item) -> Read:
    """What a line says, with how often where only its days tell, and how many where it counts them itself."""
    read, usual = read_text(text=item.text), every_so_many_days(days=item.days)
    if not read.every and read.kind == "whole":
        read = read._replace(every=usual)
    one_period = read.every in (usual, translated(often=usual, language="en"))
    counts_units = read.pieces == 1 and (read.kind != "whole" or one_period)  # else it counts periods
    return read._replace(pieces=abs(item.quantity)) if counts_units and item.quantity else read


def _all(lines: list[Read]) -> Read:
    """The lines of one product together: tiers count their own units, fees none."""
    units = [line for line in lines if not line.is_fee] or lines
    last = units[-1]
    same = {line for line in units if line.kind == "whole" and line.product == last.product and not line.unit}
    tiers = [line for line in units if line in same]
    return last._replace(pieces=sum(line.pieces for line in tiers)) if last in same and len(tiers) > 1 else last
