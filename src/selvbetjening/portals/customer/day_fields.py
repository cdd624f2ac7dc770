"""Days that a visitor types, with one sentence for what is no day."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

_FORMATS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


def day_field(label: Any) -> forms.DateField:
    """An optional day. Browsers send 2026-12-31; where they let people type, the Danish ways are read too."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=list(_FORMATS),
        error_messages={"invalid": _("Write the day as 31-12-2026.")},
    )
