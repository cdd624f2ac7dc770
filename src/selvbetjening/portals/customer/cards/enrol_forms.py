"""The form of who signs up for Betalingsservice here: shape only, the numbers are judged by the domain (SEC-25)."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.directdebit.rules.mandates import wrong_details
from selvbetjening.portals.agreement_words import WRONG_DETAILS

DETAILS: Final = ("identity", "branch", "account")
_DIGITS: Final = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


class SignUpForm(forms.Form):
    """Whose account the money is taken from, and the yes to it. Ours asks for the yes alone (`with_details`)."""

    identity = forms.CharField(
        label=_("CPR or CVR number"), max_length=14, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("Of whoever owns the bank account."),
    )  # fmt: skip
    branch = forms.CharField(
        label=_("Registration number"), max_length=6, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("The four digits before the account number."),
    )  # fmt: skip
    account = forms.CharField(label=_("Account number"), max_length=14, widget=forms.TextInput(attrs=_DIGITS))
    agrees = forms.BooleanField(
        label=_("I agree that my invoices are taken from my bank account through Betalingsservice"),
        error_messages={"required": _("Say yes to it here, or sign up in your bank instead.")},
    )  # fmt: skip

    def __init__(self, *given: Any, with_details: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not with_details:
            for name in DETAILS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in wrong_details(**{name: given[name] for name in DETAILS if name in given}):
            self.add_error(name, str(WRONG_DETAILS[name]))
        return given
