"""The two forms of a login: an address, and a code."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.addresses import InvalidEmail, normalise_email


class EmailForm(forms.Form):
    """An e-mail address and nothing else (SB-20). Bad syntax is an error that reveals nothing (LG-01)."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=508,
        strip=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={"required": _("Type your e-mail address.")},
    )

    def clean_email(self) -> str:
        try:
            return normalise_email(str(self.cleaned_data["email"]))
        except InvalidEmail:
            raise forms.ValidationError(gettext("This is not an e-mail address. Look it over.")) from None


class CodeForm(forms.Form):
    """The eight digits from the mail; blanks between them do not matter (LG-09)."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Type the code from the mail.")},
    )

    def clean_code(self) -> str:
        typed: Any = self.cleaned_data["code"]
        digits = "".join(str(typed).split())
        if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(gettext("The code is eight digits."))
        return digits
