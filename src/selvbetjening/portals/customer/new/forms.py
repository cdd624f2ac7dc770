"""What is ordered: how many, with which discount code; and what is said yes to with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.customer.quantities import QuantityForm


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

    short_names = {"begynd": _("Begin now"), "myndig": _("Your age")}

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
