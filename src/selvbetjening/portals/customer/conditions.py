"""What goes with a price, in sentences: trial, binding, notice, when it is charged, quantities."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from selvbetjening.domain.billing.rules.law.cancelling import ONE_MONTH, SIX_MONTHS
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, monthly_equivalent
from selvbetjening.ui.components.intervals import span

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import PlanTerms


def conditions(terms: "PlanTerms", *, party_type: str, trial: bool = True) -> list[str]:
    """Sentences, the pleasant one first; a consumer's binding and notice as far as the law lets them go (CAN-1)."""
    found = []
    if terms.trial_days and trial:
        found.append(_("The first %(span)s are free.") % {"span": span(Interval("day", terms.trial_days))})
    return [*found, *obligations(terms, party_type=party_type), *quantities(terms)]


def obligations(terms: "PlanTerms", *, party_type: str) -> list[str]:
    """What the terms oblige to: binding, notice, when it is paid."""
    found = []
    consumer = party_type == "consumer"
    if terms.commitment:
        lawful = terms.plan.long_binding_allowed or not consumer
        bound = terms.commitment if lawful else _shorter(terms.commitment, SIX_MONTHS)
        found.append(_("You are bound for %(span)s from the start.") % {"span": span(bound)})
    if terms.notice:
        notice = _shorter(terms.notice, ONE_MONTH) if consumer else terms.notice
        found.append(_("You cancel with a notice of %(span)s.") % {"span": span(notice)})
    if terms.charging == "backward":
        found.append(_("Each period is charged when it is over."))
    return found


def quantities(terms: "PlanTerms") -> list[str]:
    """How many may be had (XB-11); nothing where every number may."""
    limits = terms.limits
    if limits.is_fixed:
        return [_("It is sold as %(count)s together.") % {"count": limits.minimum}] if limits.minimum > 1 else []
    found = []
    if limits.minimum > 1 and limits.maximum:
        found.append(
            _("The quantity is from %(least)s to %(most)s.") % {"least": limits.minimum, "most": limits.maximum}
        )
    elif limits.minimum > 1:
        found.append(_("The quantity is at least %(least)s.") % {"least": limits.minimum})
    elif limits.maximum:
        found.append(_("The quantity is at most %(most)s.") % {"most": limits.maximum})
    if limits.step > 1:
        found.append(_("It is sold in steps of %(step)s.") % {"step": limits.step})
    return found


def _shorter(agreed: Interval, most: Interval) -> Interval:
    """The shorter of two lengths; a longer length has the smaller price a month."""
    price = Money(100, "DKK")
    return agreed if monthly_equivalent(price, agreed) >= monthly_equivalent(price, most) else most
