"""What no text field takes: numbers of payment cards, and CPR numbers (GDP-7, GDP-8, SEC-127)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from selvbetjening.kernel.sensitive import has_card_number, has_cpr_number


def nothing_sensitive(text: object) -> None:
    """Refuse the text before anything of it is kept. Raises ValidationError, which repeats nothing of it."""
    if has_card_number(text=str(text)):
        raise ValidationError(
            gettext("This looks like the number of a payment card. Take it out: we must not keep it."), code="card"
        )
    if has_cpr_number(text=str(text)):
        raise ValidationError(
            gettext("This looks like a CPR number. Take it out: we do not need it and must not keep it."), code="cpr"
        )


class NumberText(forms.CharField):
    """A field for long numbers of other kinds, such as a bank's reference: it takes what looks like a CPR number."""

    default_validators: list[Callable[[Any], None]] = []


def guard_text_fields() -> None:
    """Every plain text field of every form refuses such numbers, also those that are written later."""
    if nothing_sensitive not in forms.CharField.default_validators:
        forms.CharField.default_validators = [*forms.CharField.default_validators, nothing_sensitive]
