"""Lines of money: what days are charged, and what is given back of days that were charged (SU-05).

The rule of rounding: days that are charged in one go are rounded half up once, all together; what they give back
later is their unused days' worth, rounded half up once. So a change made and unmade on one day leaves nothing.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from selvbetjening.domain.billing.rules.charged import Charged, ChargedLine, given_back
from selvbetjening.domain.billing.rules.naming import Counted, counted_share, names, plain, units_of
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.domain.billing.rules.worth import Agreed, Slice
from selvbetjening.domain.catalog.rules.prices import PricePart, price_parts
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.invoicing.rules.line_texts import described, share_of
from selvbetjening.kernel.money import Money, round_half_up, share
from selvbetjening.kernel.periods import Period

_OF_PART = {
    "units": ("", ""),
    "tier_fee": (", trinpris", ", tier fee"),
    "base_fee": (", grundpris", ", base fee"),
}


def charge_lines(*, agreed: Agreed, days: Period, often: bool = False) -> tuple[QuoteLine, ...]:
    """What the days cost, in lines that touch and sum to `agreed.worth(days)`; the last line takes the remainder.

    A whole period at its full price is its price's parts, which say how often it is paid where `often`; one at the
    price of a contract alone is one line, less what that takes off; whole periods of the rest of a longer one are one
    line whose quantity counts them. A part of a period is so many units at the price of a whole one, and its text says
    how many days of how many. Lines of nothing are left out, and a quantity of none has no other.
    """
    if not agreed.quantity:
        return ()
    slices = agreed.slices(days)
    if len(slices) == 1 and slices[0].part.is_whole and slices[0].discount is None:
        if slices[0].contract:
            return _by_contract(agreed, slices[0], often=often)
        return tuple(
            _part(agreed, part, slices[0].part.days, often=often)
            for part in price_parts(pricing=agreed.terms.pricing, quantity=agreed.quantity)
            if part.net.minor
        )
    lines, left = [], agreed.worth(days).minor
    groups = [list(group) for _, group in groupby(slices, key=_together)]
    for group in groups:
        cost = sum((one.part.weight * agreed.cost(one) for one in group), Fraction(0))
        net = left if group is groups[-1] else min(left, round_half_up(cost.numerator, cost.denominator))
        left -= net
        lines.append(_line(agreed, group, net, alone=len(slices) == 1))
    return tuple(line for line in lines if line.net.minor)


def credit_lines(*, charged: Charged | None, agreed: Agreed, rest: Period) -> tuple[QuoteLine, ...]:
    """What is given back for the days of `rest` that were charged, by invoice line, never more than is left of it.

    The unused days' worth where what was charged is what these terms cost today; their share of it where it is
    another amount. What we did not charge ourselves counts as charged at the terms' price, and names no line.
    """
    if charged is None:
        net = agreed.worth(rest)
        elsewhere = (agreed.terms.category, agreed.terms.vat_basis_points)
        return (_credit(agreed, rest, net, *elsewhere),) if net.minor else ()
    return tuple(
        _credit(agreed, _after(line, rest), back, line.vat_category, line.vat_basis_points, line)
        for line, back in given_back(charged=charged, amount=unused(charged=charged, agreed=agreed, rest=rest))
        if back.minor
    )


def unused(*, charged: Charged, agreed: Agreed, rest: Period) -> Money:
    """Of what was charged, what falls to the days of `rest`.

    By the price that was charged: at the list price where that is what it came to, since a contract that was made
    afterwards has made no day of it cheaper.
    """
    total, whole = charged.net, charged.days
    if rest.starts_on <= whole.starts_on:
        return total
    if rest.starts_on >= whole.ends_on:
        return Money.zero(total.currency)
    days = Period(rest.starts_on, whole.ends_on)
    # Where both prices round to what was charged, the one that gives more back: never an øre less than she paid.
    if as_charged := [at.worth(days) for at in (agreed, agreed.listed()) if at.worth(whole) == total]:
        return min(total, max(as_charged))
    agreed = agreed.listed()
    exact, all_of_it = agreed.value(days), agreed.value(whole)
    if not all_of_it:
        return share(total, days.days, whole.days)
    of = exact / all_of_it
    return share(total, of.numerator, of.denominator)


def _together(one: Slice) -> tuple[object, ...]:
    """Whole periods at their full price share a line; everything else stands alone."""
    return ("whole",) if one.part.is_whole and one.is_full else ("part", one.part.days.starts_on)


def _line(agreed: Agreed, group: list[Slice], net: int, *, alone: bool) -> QuoteLine:
    first, currency = group[0], agreed.terms.currency
    days = Period(first.part.days.starts_on, group[-1].part.days.ends_on)
    if first.part.is_whole and first.is_full:
        full = net == agreed.price.minor * len(group)
        named = Counted(
            len(group) if full else 1, agreed.price if full else Money(net, currency), *names(agreed=agreed)
        )
    else:
        named = counted_share(agreed=agreed, one=first, net=Money(net, currency))
    da, en = named.da, named.en
    if alone and first.part.is_whole:
        da, en = (plain(name=name, quantity=agreed.quantity) for name in (agreed.terms.plan_da, agreed.terms.plan_en))
    discount = None
    if not first.part.is_whole:
        da, en = _of_days(first, da, en, alone=alone)
    if not first.is_full:
        whole = agreed.price.minor * first.part.weight
        discount = Money(max(0, round_half_up(whole.numerator, whole.denominator) - net), currency)
        da, en = (f"{text}, {_off(agreed, first, speech)}" for text, speech in ((da, "da"), (en, "en")))
    return _charge(agreed, days, named._replace(da=da, en=en), net=Money(net, currency), discount=discount)


def _of_days(one: Slice, da: str, en: str, *, alone: bool) -> tuple[str, str]:
    days, of = one.part.days.days, one.part.of
    if alone:
        da += share_of(days=days, of=of, language="da")
        en += share_of(days=days, of=of, language="en")
        return f"Resten af perioden på {da}", f"Rest of the period on {en}"
    return f"{days} af {of} dage på {da}", f"{days} of {of} days on {en}"


def _off(agreed: Agreed, one: Slice, language: str) -> str:
    """What a discount or a contract takes off, in words: `20 % rabat`; without the share where both do."""
    share_off = one.discount.percent_basis_points if one.discount else None
    if one.contract:
        by_contract = one.contract.percent(pricing=agreed.terms.pricing, quantity=agreed.quantity)
        share_off = None if one.discount else by_contract
    word = "discount" if language == "en" else "rabat"
    if share_off is None:
        return word
    whole, hundredths = divmod(share_off, 100)
    point = "." if language == "en" else ","
    number = f"{whole}{point}{hundredths:02}".rstrip("0") if hundredths else str(whole)
    return f"{number}% {word}" if language == "en" else f"{number} % {word}"


def _by_contract(agreed: Agreed, one: Slice, *, often: bool) -> tuple[QuoteLine, ...]:
    """A whole period by a contract: the units at the list price and what is taken off, so both can be seen (INV-7)."""
    net, days = agreed.contracted(one), one.part.days
    parts = price_parts(pricing=agreed.terms.pricing, quantity=agreed.quantity)
    if len(parts) == 1:
        line = _part(agreed, parts[0], days, often=often)
    else:
        line = _charge(agreed, days, Counted(1, agreed.price, *names(agreed=agreed)), net=agreed.price)
    da, en = (f"{text}, {_off(agreed, one, speech)}" for text, speech in ((line.text_da, "da"), (line.text_en, "en")))
    line = replace(line, text_da=da, text_en=en, net=net, discount=agreed.price - net)
    return (line,) if net.minor else ()


def _part(agreed: Agreed, part: PricePart, days: Period, *, often: bool) -> QuoteLine:
    terms = agreed.terms
    da, en = _OF_PART[part.kind]
    if terms.pricing.model == "flat" and part.kind == "units":
        da, en = (plain(name=name, quantity=agreed.quantity) for name in (terms.plan_da, terms.plan_en))
    else:
        da, en = terms.plan_da + da, terms.plan_en + en
    if often:
        da, en = (
            text.replace(plan, described(plan=plan, interval=terms.interval, quantity=1, unit="", language=speech), 1)
            for text, plan, speech in ((da, terms.plan_da, "da"), (en, terms.plan_en, "en"))
        )
    units = units_of(agreed=agreed) if part.kind == "units" and terms.pricing.model != "flat" else ("", "")
    return _charge(agreed, days, Counted(part.quantity, part.unit_price, da, en, *units), net=part.net)


def _charge(agreed: Agreed, days: Period, counted: Counted, *, net: Money, discount: Money | None = None) -> QuoteLine:
    terms = agreed.terms
    return QuoteLine(
        kind="charge",
        text_da=counted.da,
        text_en=counted.en,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        quantity=counted.quantity,
        unit_price=counted.unit_price,
        net=net,
        vat_basis_points=terms.vat_basis_points,
        vat_category=terms.category,
        discount=discount,
        unit_da=counted.unit_da,
        unit_en=counted.unit_en,
        terms=terms.id,
    )


def _credit(
    agreed: Agreed, rest: Period, net: Money, category: str, rate: int, line: ChargedLine | None = None
) -> QuoteLine:
    slices = agreed.slices(rest)
    one = slices[0] if len(slices) == 1 and net == agreed.worth(rest) else None
    counted = counted_share(agreed=agreed, one=one, net=net)
    da, en = counted.da, counted.en
    if one and not one.part.is_whole:
        days, of = one.part.days.days, one.part.of
        da += share_of(days=days, of=of, language="da")
        en += share_of(days=days, of=of, language="en")
    return QuoteLine(
        kind="credit",
        text_da=f"Tilbage for {da}",
        text_en=f"Unused time on {en}",
        starts_on=rest.starts_on,
        ends_on=rest.ends_on,
        quantity=-counted.quantity,
        unit_price=counted.unit_price,
        net=-net,
        vat_basis_points=rate,
        vat_category=category,
        credits_line=line.line if line else None,
        unit_da=counted.unit_da,
        unit_en=counted.unit_en,
        terms=agreed.terms.id,
    )


def _after(line: ChargedLine, rest: Period) -> Period:
    starts_on = max(line.starts_on, rest.starts_on)
    return Period(starts_on if starts_on < line.ends_on else line.starts_on, line.ends_on)


def draft_line(*, line: QuoteLine, subscription: UUID, language: str) -> DraftLine:
    """A line of an offer as an invoice takes it."""
    english = language == "en"
    return DraftLine(
        subscription,
        line.text_en if english else line.text_da,
        line.starts_on,
        line.ends_on,
        line.quantity,
        line.unit_price.minor,
        line.net.minor,
        line.vat_basis_points,
        line.unit_en if english else line.unit_da,
        line.vat_category,
        line.discount.minor if line.discount else 0,
        line.credits_line,
        terms=line.terms,
    )
