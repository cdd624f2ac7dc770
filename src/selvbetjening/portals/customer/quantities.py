"""How many: a number within what the terms are sold in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.catalog.rules.quantities import Limits, QuantityRefused, check_quantity

MOST = 10_000


class QuantityForm(forms.Form):
    """A whole number within what the terms are sold in (XB-11); the price is shown before anything is ordered.

    With `present` that number is a fault too: nothing would change.
    """

    antal = forms.IntegerField(
        label=_("Quantity"), widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, limits: Limits, present: int | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        self.limits, self.present = limits, present
        field = self.fields["antal"]
        field.widget.attrs.update(min=limits.minimum, max=self.most, step=limits.step)
        field.error_messages.update(required=self.asked, invalid=self.asked)

    @property
    def most(self) -> int:
        """The largest number that can be ordered here."""
        return self.limits.maximum or max(MOST, self.limits.minimum)

    @property
    def asked(self) -> str:
        """What to write: the limits in words."""
        numbers = _grouped(least=self.limits.minimum, most=self.most, step=self.limits.step)
        if self.limits.step > 1:
            return gettext("Write a whole number from %(least)s to %(most)s, in steps of %(step)s.") % numbers
        return gettext("Write a whole number from %(least)s to %(most)s.") % numbers

    def clean_antal(self) -> int:
        """The quantity, or which limit it breaks and the nearest one that can be had."""
        wanted: int = self.cleaned_data["antal"]
        if wanted == self.present:
            raise ValidationError(gettext("You have %(present)s already.") % {"present": wanted} + f" {self.asked}")
        sold = Limits(self.limits.minimum, self.most, self.limits.step)
        try:
            check_quantity(limits=sold, quantity=wanted)
        except QuantityRefused as refused:
            words = {
                "quantity_minimum": gettext("The smallest quantity is %(least)s."),
                "quantity_maximum": gettext("The largest quantity is %(most)s."),
                "quantity_step": gettext("It is sold in steps of %(step)s from %(least)s. The nearest is %(nearest)s."),
            }[refused.reason]
            numbers = _grouped(least=sold.minimum, most=self.most, step=sold.step, nearest=refused.nearest)
            raise ValidationError(words % numbers) from None
        return wanted


def _grouped(**numbers: int) -> dict[str, str]:
    """10.000 in Danish, 10,000 in English."""
    return {name: number_format(number, force_grouping=True) for name, number in numbers.items()}
