"""What is ordered: how many, with which discount code; and what is said yes to with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.catalog.rules.quantities import Limits, QuantityRefused, check_quantity

MOST = 10_000


class QuantityForm(forms.Form):
    """A whole number within what the terms are sold in (XB-11); the price is shown before anything is ordered."""

    antal = forms.IntegerField(
        label=_("Quantity"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, limits: Limits, **values: Any) -> None:
        super().__init__(*args, **values)
        self.limits = limits
        attrs = self.fields["antal"].widget.attrs
        attrs.update(min=limits.minimum, max=limits.maximum or MOST, step=limits.step)

    def clean_antal(self) -> int:
        """The quantity, or which limit it breaks and the nearest one that can be had."""
        wanted: int = self.cleaned_data["antal"]
        try:
            check_quantity(self.limits, quantity=wanted)
        except QuantityRefused as refused:
            words = {
                "quantity_minimum": gettext("The smallest quantity is %(least)s."),
                "quantity_maximum": gettext("The largest quantity is %(most)s."),
                "quantity_step": gettext("It is sold in steps of %(step)s from %(least)s. The nearest is %(nearest)s."),
            }[refused.reason]
            numbers = {"least": self.limits.minimum, "most": self.limits.maximum, "step": self.limits.step}
            raise forms.ValidationError(words % {**numbers, "nearest": refused.nearest}) from None
        return wanted


class OrderForm(QuantityForm):
    """How many, and a discount code where those may be used."""

    kode = forms.CharField(
        label=_("Discount code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, coupons: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        if not coupons:
            del self.fields["kode"]
        if self.limits.is_fixed:
            self.fields["antal"].widget = forms.HiddenInput()


class ConsentForm(forms.Form):
    """Boxes that the customer alone ticks (ORD-3): beginning at once (ORD-5), and being of age (ORD-8)."""

    begynd = forms.BooleanField(
        label=_(
            "I ask that it begins now, before my 14 days to withdraw are over. I know that I pay for the days until I "
            "withdraw, and that the right ends when everything has been delivered."
        ),
        error_messages={"required": _("Tick this to begin now, or choose to let it begin after the 14 days.")},
    )
    myndig = forms.BooleanField(
        label=_("I am 18 or older."),
        error_messages={"required": _("Whoever is under 18 cannot order. A parent or guardian can do it instead.")},
    )

    def __init__(self, *args: Any, start: bool, adult: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        for name, asked in (("begynd", start), ("myndig", adult)):
            if not asked:
                del self.fields[name]

    def said(self, name: str) -> bool:
        """Whether the box was there and is ticked."""
        return bool(self.cleaned_data.get(name))
