"""The form of a discount code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.catalog.actions.create_coupon import CouponTerms
from selvbetjening.domain.catalog.rules.prices import CURRENCIES
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.selvbetjening.amounts import read_amount
from selvbetjening.portals.business.selvbetjening.codes import CODE
from selvbetjening.portals.business.selvbetjening.selling.price_fields import read_percent


class CouponForm(forms.Form):
    """A discount: a share or an amount, for how long, when, and how often."""

    code = forms.CharField(
        label=_("Code"), max_length=40, validators=[CODE],
        help_text=_("What the customer types; small and capital letters are alike."),
    )  # fmt: skip
    percent = forms.CharField(
        label=_("Per cent off"), max_length=8, required=False, help_text=_("Either this, or an amount.")
    )
    amount = forms.CharField(label=_("Amount off each period, excl. VAT"), max_length=30, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in CURRENCIES], required=False)
    periods = forms.IntegerField(
        label=_("For how many periods"), min_value=1, max_value=999, required=False, help_text=_("Empty: for good.")
    )
    valid_from = DayField(label=_("First day"), required=False)
    valid_until = DayField(label=_("First day on which it cannot be used any more"), required=False)
    max_uses = forms.IntegerField(
        label=_("How many times in all"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    repeats = forms.BooleanField(label=_("The same customer may use it several times"), required=False)

    def clean_percent(self) -> int | None:
        return read_percent(self.cleaned_data["percent"]) if self.cleaned_data["percent"] else None

    def clean_amount(self) -> int | None:
        return read_amount(self.cleaned_data["amount"]) if self.cleaned_data["amount"] else None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not {"amount", "percent"} & set(self.errors) and bool(values.get("percent")) == bool(values.get("amount")):
            self.add_error("percent", _("Give per cent or an amount, one of the two."))
        begins, ends = values.get("valid_from"), values.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("This lies before the first day."))
        return values

    def terms(self) -> CouponTerms:
        """What the clean form says."""
        values = self.cleaned_data
        amount = Money(values["amount"], values["currency"] or "DKK") if values["amount"] else None
        return CouponTerms(
            percent_basis_points=None if amount else values["percent"],
            amount=amount,
            **{name: values[name] for name in ("periods", "valid_from", "valid_until", "max_uses", "repeats")},
        )
