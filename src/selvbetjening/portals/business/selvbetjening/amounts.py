"""Amounts as people type them, read and shown again."""

from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.ui.components.values import language

DEAREST: Final = 10_000_000_00  # minor units; whoever types more has typed wrongly
_AMOUNTS: Final[dict[str, Promise]] = {
    "ambiguous": _("This can be read in two ways. Write thousands without a separator, as 1234,00."),
    "too_large": _("This is too much."),
    "syntax": _("Write the amount as 199,00."),
    "negative": _("A price is nothing or more."),
}


def read_amount(text: str) -> int:
    """Minor units of an amount of nothing or more. Raises ValidationError; what could be two amounts is asked again."""
    try:
        minor = parse_amount(text)
    except AmountNotUnderstood as error:
        raise forms.ValidationError(str(_AMOUNTS[error.code])) from None
    if not 0 <= minor <= DEAREST:
        raise forms.ValidationError(str(_AMOUNTS["negative" if minor < 0 else "too_large"]))
    return minor


def typed_amount(minor: int) -> str:
    """Hundredths as people type them, in the reader's own way: `1234,50` or `1234.50`; `read_amount` reads both."""
    whole, part = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{whole}{'.' if language() == 'en' else ','}{part:02d}"
