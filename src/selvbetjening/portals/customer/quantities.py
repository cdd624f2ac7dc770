"""How many: a number within what the terms are sold in."""

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
            check_quantity(limits=self.limits, quantity=wanted)
        except QuantityRefused as refused:
            words = {
                "quantity_minimum": gettext("The smallest quantity is %(least)s."),
                "quantity_maximum": gettext("The largest quantity is %(most)s."),
                "quantity_step": gettext("It is sold in steps of %(step)s from %(least)s. The nearest is %(nearest)s."),
            }[refused.reason]
            numbers = {"least": self.limits.minimum, "most": self.limits.maximum, "step": self.limits.step}
            raise forms.ValidationError(words % {**numbers, "nearest": refused.nearest}) from None
        return wanted
