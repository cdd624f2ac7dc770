"""Forms about card money that goes back, and of days."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.business.selvbetjening.amounts import read_amount
from selvbetjening.portals.business.selvbetjening.money.credit_forms import day_field


class CardRefundForm(forms.Form):
    """How much, and whether a credit note goes with it."""

    amount = forms.CharField(label=_("Amount to give back, incl. VAT"), max_length=30, help_text=_("As 149,00."))
    way = forms.ChoiceField(
        label=_("What the customer owes afterwards"),
        widget=forms.RadioSelect,
        choices=[
            ("credit", _("Nothing more: a credit note for the invoice goes with it")),
            ("reverse", _("The same amount again: the payment is given back, the invoice is unpaid again")),
        ],
        initial="credit",
    )
    reason = forms.CharField(
        label=_("Reason, with a credit note"),
        max_length=200,
        required=False,
        help_text=_("Stands on the credit note, so write it for the customer."),
    )

    def clean_amount(self) -> int:
        minor: int = read_amount(self.cleaned_data["amount"])
        if minor <= 0:
            raise forms.ValidationError(_("The amount must be more than nothing."))
        return minor

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("way") == "credit" and not values.get("reason", "").strip() and "way" in values:
            self.add_error("reason", _("Write a reason of at most 200 characters."))
        return values


class DaysForm(forms.Form):
    """From and to, both included."""

    first = day_field(_("From"))
    last = day_field(_("To and including"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if isinstance(first, date) and isinstance(last, date) and not 0 <= (last - first).days <= 400:
            self.add_error("last", _("Give the first day first, and at most a year or so."))
        return values
