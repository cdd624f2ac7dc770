"""Forms of the law's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.card_numbers import holds_card_number
from selvbetjening.portals.customer.login.forms import EmailForm

MOST_BYTES = 900_000


class VerifyForm(forms.Form):
    """A receipt's code, or the receipt itself."""

    marks_optional = False  # one of the two is asked for
    code = forms.CharField(
        label=_("Code on the receipt"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Or the receipt as a file"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("code") and not given.get("file") and not self.errors:
            self.add_error("code", gettext("Type the code from the receipt, or choose its file."))
        return given

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is too large to be a receipt of ours."))
        return file


class GuestForm(EmailForm):
    """Who asks to end which contract: an address, and a number that stands on an invoice or a confirmation."""

    number = forms.CharField(
        label=_("Invoice number or contract number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the number from an invoice or from the confirmation of your contract.")},
    )


class DeclarationForm(forms.Form):
    """The declaration of a withdrawal: a name, the contract and where the receipt goes, and nothing else (WDR-3)."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
    )
    receipt_address = forms.CharField(
        label=_("E-mail address for the receipt"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={"required": _("Type the address that the receipt is sent to.")},
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if holds_card_number(name):
            raise forms.ValidationError(
                gettext("This looks like a card number. Remove it: we must never keep card numbers.")
            )
        return name

    def clean_receipt_address(self) -> str:
        try:
            return normalise_email(str(self.cleaned_data["receipt_address"]))
        except InvalidEmail:
            raise forms.ValidationError(gettext("This is not an e-mail address. Look it over.")) from None
