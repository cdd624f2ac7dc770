"""Days that somebody types, with one sentence for what is no day."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

_FORMATS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


class DayField(forms.DateField):
    """Browsers send 2026-12-31; where they let people type, the Danish ways are read too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=list(_FORMATS),
            error_messages={"invalid": _("Write the day as 31-12-2026.")},
            **kwargs,
        )
