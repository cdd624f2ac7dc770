"""The form with which a company asks for a customer's mandate. Shape only; the domain judges the numbers (SEC-25)."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.directdebit.rules.mandates import wrong_details
from selvbetjening.portals.agreement_words import WRONG_DETAILS

DETAILS: Final = ("identity", "branch", "account")
CONSENTS: Final[dict[str, Promise]] = {
    "written": _("In writing: a signed form, a letter or a mail that we keep"),
    "digital": _("On our own website, where it is logged"),
    "phone": _("On the phone, and we have a recording or a note"),
}
_DIGITS: Final = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


class MandateForm(forms.Form):
    """Whose account, and how the customer has said yes. `choices` are the agreements where there are several."""

    agreement = forms.ChoiceField(label=_("Agreement"), widget=forms.RadioSelect)
    identity = forms.CharField(
        label=_("The customer's CPR or CVR number"), max_length=14, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("Of whoever owns the bank account."),
    )  # fmt: skip
    branch = forms.CharField(label=_("Registration number"), max_length=6, widget=forms.TextInput(attrs=_DIGITS))
    account = forms.CharField(label=_("Account number"), max_length=14, widget=forms.TextInput(attrs=_DIGITS))
    consent = forms.ChoiceField(
        label=_("How has the customer agreed to it?"), choices=list(CONSENTS.items()), widget=forms.RadioSelect,
        help_text=_("You must be able to show it, for as long as the mandate lives and the payments can be disputed."),
    )  # fmt: skip
    agreed_on = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *given: Any, choices: list[tuple[str, str]], with_details: bool, today: date, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.today = today
        agreement = self.fields["agreement"]
        assert isinstance(agreement, forms.ChoiceField)  # noqa: S101 - declared above
        agreement.choices = choices
        if len(choices) == 1:
            agreement.widget, agreement.initial = forms.HiddenInput(), choices[0][0]
        if not with_details:
            for name in DETAILS:
                del self.fields[name]

    def clean_agreed_on(self) -> date:
        agreed_on: date = self.cleaned_data["agreed_on"]
        if agreed_on > self.today:
            raise forms.ValidationError(gettext("This day lies ahead. Write the day on which she agreed."))
        return agreed_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in wrong_details(**{name: given[name] for name in DETAILS if name in given}):
            self.add_error(name, str(WRONG_DETAILS[name]))
        return given
