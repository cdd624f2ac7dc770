"""Days that somebody types, with one sentence for what is no day."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

#: Beyond them lies no day of any company, and soon the end of the calendar.
_YEARS: Final = (1900, 2199)
_OUTSIDE: Final = _("Write a day of the years 1900 to 2199.")
_FORMATS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


class DayField(forms.DateField):
    """Browsers send 2026-12-31; where they let people type, the Danish ways are read too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=list(_FORMATS),
            error_messages={"invalid": _("Write the day as 31-12-2026.")},
            validators=[
                MinValueValidator(date(_YEARS[0], 1, 1), _OUTSIDE),
                MaxValueValidator(date(_YEARS[1], 12, 31), _OUTSIDE),
            ],
            **kwargs,
        )
