"""How many are ordered."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 10_000


class QuantityForm(forms.Form):
    """A whole number from 1; the price for it is shown before anything is ordered."""

    antal = forms.IntegerField(
        label=_("Quantity"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
