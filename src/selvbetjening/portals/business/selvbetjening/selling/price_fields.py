"""Fields of prices: read amounts, and put a form's values together to terms."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.catalog.rules.prices import CURRENCIES, TIERED, Model, Pricing
from selvbetjening.domain.catalog.rules.quantities import Limits
from selvbetjening.domain.catalog.rules.terms import Terms, VatCategory
from selvbetjening.domain.catalog.rules.tier_text import TiersNotUnderstood, read_tiers
from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

UNITS: Final = [("day", _("days")), ("week", _("weeks")), ("month", _("months")), ("year", _("years"))]
_TIERS: Final[dict[str, Promise]] = {
    "form": _("“%(part)s” cannot be read. Write one step a line, such as 10: 100,00."),
    "amount": _("The amount in “%(part)s” cannot be read. Write it as 100,00."),
    "many": _("These are more than 20 steps."),
}


def read_percent(text: str) -> int:
    """Hundredths of a per cent, from `25`, `12,5` or `12.50`. Raises ValidationError."""
    try:
        points = parse_amount(text)
    except AmountNotUnderstood:
        points = -1
    if not 0 <= points <= 100_00:
        raise forms.ValidationError(_("Write the per cent as 25 or 12,5; 100 is the most."))
    return points


def terms_of(form: forms.Form, values: dict[str, Any]) -> Terms | None:
    """The terms that a clean form says; faults between fields become errors at the field that mends them."""
    pricing, limits = _pricing(form, values), limits_of(form, values)
    category: VatCategory = values["vat_category"] or "S"
    rate = values["vat_percent"] if category == "S" else 0
    if rate is not None and category == "S" and rate <= 0:
        form.add_error("vat_percent", _("The standard category has a rate. Without VAT, choose another category."))
    if form.errors or pricing is None or limits is None:
        return None
    return Terms(
        interval=Interval(values["interval"], values["interval_count"] or 1),
        pricing=pricing,
        vat_category=category,
        vat_basis_points=rate or 0,
        charging=values["charging"] or "forward",
        trial_days=values["trial_days"] or 0,
        limits=limits,
        commitment=_length(values, "commitment"),
        notice=_length(values, "notice"),
        unit_da=values["unit_da"],
        unit_en=values["unit_en"],
    )


def limits_of(form: forms.Form, values: dict[str, Any]) -> Limits | None:
    """Least, most and step (XB-11), empty ones being 1, without end, and 1."""
    least, most = values.get("minimum_quantity") or 1, values.get("maximum_quantity")
    if most is not None and most < least:
        form.add_error("maximum_quantity", _("The most is less than the least."))
        return None
    return Limits(least, most, values.get("quantity_step") or 1)


def _pricing(form: forms.Form, values: dict[str, Any]) -> Pricing | None:
    currency = values["currency"] if values.get("currency") in CURRENCIES else "DKK"
    price = values.get("price")
    model: Model = values["pricing_model"] or "per_unit"
    tiers: Any = ()
    if model in TIERED:
        try:
            tiers = read_tiers(text=values["tiers"], currency=currency)
        except TiersNotUnderstood as error:
            form.add_error("tiers", str(_TIERS[error.code]) % {"part": error.part})
            return None
    elif price is None:
        if "price" not in form.errors:
            form.add_error("price", _("Fill in this field."))
        return None
    try:
        return Pricing(model, Money(price or 0, currency), Money(values.get("base_fee") or 0, currency), tiers)
    except ValueError:
        form.add_error("tiers", _("The steps must rise, and the last one begins with *."))
        return None


def _length(values: dict[str, Any], name: str) -> Interval | None:
    count = values[f"{name}_count"]
    return Interval(values[f"{name}_unit"] or "month", count) if count else None
