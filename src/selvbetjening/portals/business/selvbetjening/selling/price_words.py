"""Prices, conditions and discount codes in a line."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from selvbetjening.domain.catalog.rules.prices import Tier
from selvbetjening.kernel.formatting import format_day, format_money
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval
from selvbetjening.ui.components.intervals import per, span
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import Coupon, PlanTerms
    from selvbetjening.domain.catalog.rules.terms import Terms


def price(terms: "PlanTerms") -> str:
    """ "199,00 kr. om måneden, ekskl. moms": the price of one period, with its steps and its fee."""
    pricing = terms.pricing
    words = _("%(price)s %(per)s, excl. VAT") if terms.vat_category == "S" else _("%(price)s %(per)s, without VAT")
    if pricing.tiers:
        steps = "; ".join(_step(tier) for tier in pricing.tiers)
        how = _("all units at the price of one step") if pricing.model == "volume" else _("each unit at its own step")
        said = words % {"price": steps, "per": per(terms.interval)} + f" ({how})"
    else:
        said = words % {"price": _money(pricing.unit_price), "per": per(terms.interval)}
        said += f", {_('whatever the quantity')}" if pricing.model == "flat" else ""
    if not pricing.base_fee.is_zero:
        said += ", " + _("and %(fee)s on top") % {"fee": _money(pricing.base_fee)}
    return said


def _step(tier: Tier) -> str:
    end = _("the rest") if tier.up_to is None else _("up to %(count)s") % {"count": tier.up_to}
    fee = "" if tier.flat.is_zero else f" + {_money(tier.flat)}"
    return f"{end} {_money(tier.unit_price)}{fee}"


def other_rate(terms: "PlanTerms | Terms", in_force: int) -> str:
    """A warning where terms carry another rate of VAT than the standard one in force; empty where they do not.

    No refusal: the rate of a consumer's own country is right in the company's own case (INV-15), and what customers
    have agreed to is changed by new terms and a price change, not by a table (INV-14).
    """
    if terms.vat_category != "S" or terms.vat_basis_points == in_force:
        return ""
    words = _("VAT of %(rate)s per cent: the standard rate is %(standard)s per cent now. Is that meant?")
    return words % {"rate": _percent(terms.vat_basis_points), "standard": _percent(in_force)}


def _percent(basis_points: int) -> str:
    text = f"{basis_points / 100:g}"
    return text.replace(".", ",") if language() == "da" else text


def conditions(terms: "PlanTerms") -> str:
    """Trial, quantities, binding, notice, charging and limited moves, as far as there is any."""
    found = []
    if terms.trial_days:
        found.append(_("%(span)s free at first") % {"span": span(Interval("day", terms.trial_days))})
    limits = terms.limits
    if limits.minimum == limits.maximum == 1:
        found.append(_("one only"))
    elif limits.minimum > 1 or limits.maximum or limits.step > 1:
        most = str(limits.maximum) if limits.maximum else _("no limit")
        words = _("from %(least)s to %(most)s in steps of %(step)s")
        found.append(words % {"least": limits.minimum, "most": most, "step": limits.step})
    if terms.commitment:
        found.append(_("bound for %(span)s") % {"span": span(terms.commitment)})
    if terms.notice:
        found.append(_("notice %(span)s") % {"span": span(terms.notice)})
    if terms.charging == "backward":
        found.append(_("charged when the period is over"))
    if terms.moves_limited:
        found.append(_("moves limited"))
    return ", ".join(found)


def coupon_words(coupon: "Coupon") -> str:
    """ "20 % off for 3 periods, until 31 March 2026"."""
    if coupon.amount:
        off = _("%(amount)s off each period, excl. VAT") % {"amount": _money(coupon.amount)}
    else:
        whole, part = divmod(coupon.percent_basis_points or 0, 100)
        mark = "," if language() == "da" else "."
        off = _("%(percent)s %% off") % {"percent": f"{whole}{mark}{part:02}" if part else whole}
    found = [off, _("for good") if coupon.periods is None else _("for %(count)s periods") % {"count": coupon.periods}]
    if coupon.valid_from:
        found.append(_("from %(day)s") % {"day": format_day(coupon.valid_from, language())})
    if coupon.valid_until:
        found.append(_("before %(day)s") % {"day": format_day(coupon.valid_until, language())})
    return ", ".join(found)


def _money(amount: Money) -> str:
    return format_money(amount, language())
