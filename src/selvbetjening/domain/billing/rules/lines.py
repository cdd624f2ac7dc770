"""Lines of money: a whole period, what is given back of one, what is charged for the rest of one (SU-05)."""

from selvbetjening.domain.billing.rules.facts import Charged, TermsFacts
from selvbetjening.domain.billing.rules.parts import Part, parts, weight, worth
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.kernel.money import Money, share
from selvbetjening.kernel.periods import Period


def period_line(*, terms: TermsFacts, quantity: int, period: Period) -> QuoteLine:
    """A whole period at its full price."""
    return _charge(terms, period, quantity, terms.unit_price, terms.plan_da, terms.plan_en)


def credit_line(
    *, charged: Charged | None, terms: TermsFacts, quantity: int, current: Period, rest: Period, anchor_day: int
) -> QuoteLine:
    """What is given back for the days of `rest`: their share, by whole days, of what was charged.

    The share of the amount that was charged, not of today's price: nobody gets back more than they paid, and a
    change made and unmade on one day leaves nothing, to the øre. What we did not charge ourselves counts as charged
    at the terms' price.
    """
    net = -_unused(charged, terms, quantity, current, rest, anchor_day)
    return QuoteLine(
        kind="credit",
        text_da=f"Tilbage for {_counted(terms.plan_da, quantity)}",
        text_en=f"Unused time on {_counted(terms.plan_en, quantity)}",
        starts_on=rest.starts_on,
        ends_on=rest.ends_on,
        quantity=-1,
        unit_price=-net,
        net=net,
        vat_basis_points=charged.vat_basis_points if charged else terms.vat_basis_points,
    )


def rest_lines(
    *, terms: TermsFacts, quantity: int, current: Period, rest: Period, anchor_day: int
) -> tuple[QuoteLine, ...]:
    """What the days of `rest` cost on other terms, which would have begun with the current period.

    Terms of another interval are prorated by their own periods from that day, since the renewal day does not move
    (SU-03): a line for the part of a period, and one for the whole periods, which are the line's quantity. The sum is
    rounded once; the last part takes the remainder (SU-05).
    """
    found = parts(days=rest, current=current, interval=terms.interval, anchor_day=anchor_day)
    price = terms.unit_price * quantity
    da, en = _counted(terms.plan_da, quantity), _counted(terms.plan_en, quantity)
    if len(found) == 1:
        texts = (f"Resten af perioden på {da}", f"Rest of the period on {en}")
        return (_charge(terms, rest, 1, worth(price=price, of=found), *texts),)
    whole = [part.days for part in found if part.is_whole]
    cut = [part for part in found if not part.is_whole]
    left = worth(price=price, of=found) - price * len(whole)
    lines = [_charge(terms, Period(whole[0].starts_on, whole[-1].ends_on), len(whole), price, da, en)] if whole else []
    for part in cut:
        net = left if part is cut[-1] else worth(price=price, of=[part])
        left -= net
        days = part.days.days
        texts = (f"{days} af {part.of} dage på {da}", f"{days} of {part.of} days on {en}")
        lines.append(_charge(terms, part.days, 1, net, *texts))
    return tuple(sorted(lines, key=lambda line: line.starts_on))


def _unused(
    charged: Charged | None, terms: TermsFacts, quantity: int, current: Period, rest: Period, anchor_day: int
) -> Money:
    """Of what was charged for its days, what falls to those of `rest`.

    Where that is what these terms cost today, it is what `rest_lines` asks for, to the øre; where it is another
    amount, because the price was changed, it is divided as that would be.
    """

    def cut(days: Period) -> list[Part]:
        return parts(days=days, current=current, interval=terms.interval, anchor_day=anchor_day)

    price = terms.unit_price * quantity
    if charged is None:
        return worth(price=price, of=cut(rest))
    starts_on, ends_on = max(rest.starts_on, charged.starts_on), min(rest.ends_on, charged.ends_on)
    if starts_on >= ends_on:
        return Money.zero(terms.currency)
    left, whole = cut(Period(starts_on, ends_on)), cut(Period(charged.starts_on, charged.ends_on))
    if worth(price=price, of=whole) == charged.net:
        return worth(price=price, of=left)
    unused = weight(of=left) / weight(of=whole)
    return share(charged.net, unused.numerator, unused.denominator)


def _charge(terms: TermsFacts, days: Period, quantity: int, unit_price: Money, da: str, en: str) -> QuoteLine:
    return QuoteLine(
        kind="charge",
        text_da=da,
        text_en=en,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        quantity=quantity,
        unit_price=unit_price,
        net=unit_price * quantity,
        vat_basis_points=terms.vat_basis_points,
    )


def _counted(name: str, quantity: int) -> str:
    return name if quantity == 1 else f"{quantity} × {name}"
