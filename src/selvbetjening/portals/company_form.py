"""What a company says of itself, as a form: the operator makes a company with it, the company keeps it up to date."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations.rules.settings import OrganizationSettings, check_settings
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.numbers import normalise_cvr
from selvbetjening.portals.refusal_words import refusal

LANGUAGES: Final = [("da", "Dansk"), ("en", "English")]


class SettingsForm(forms.Form):
    """What a company says of itself, and its settings."""

    name = forms.CharField(label=_("Name"), max_length=120)
    cvr = forms.CharField(label=_("CVR number"), max_length=20, required=False, help_text=_("8 digits."))
    address_line = forms.CharField(label=_("Address"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = forms.CharField(
        label=_("Country code"), max_length=2, initial="DK", help_text=_("Two letters, such as DK, SE or DE.")
    )
    email = forms.CharField(
        label=_("E-mail address"), max_length=254, required=False, help_text=_("Customers' answers to mails go there.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    payment_instructions = forms.CharField(
        label=_("Payment details on the invoice"), max_length=200, required=False,
        help_text=_("Such as the bank's registration number and account number."),
    )  # fmt: skip
    payment_terms_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=120, initial=8)
    login_link_minutes = forms.IntegerField(
        label=_("Minutes that a login link lives"), min_value=3, max_value=30, initial=10,
        help_text=_("From 3 to 30."),
    )  # fmt: skip

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.warnings: list[str] = []

    def clean_cvr(self) -> str:
        return normalise_cvr(self.cleaned_data["cvr"])

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        return country

    def clean_email(self) -> str:
        if not self.cleaned_data["email"]:
            return ""
        try:
            return normalise_email(self.cleaned_data["email"])
        except InvalidEmail:
            raise forms.ValidationError(refusal("email")) from None

    def clean(self) -> dict[str, Any]:
        """Ask the rules about all fields, so that every fault is told in one round; a check digit only warns."""
        cleaned: dict[str, Any] = super().clean() or {}
        own = {name: cleaned[name] for name in SettingsForm.base_fields if name in cleaned}
        for finding in check_settings(settings=OrganizationSettings(**{"name": "", **own})):
            if not finding.blocks:
                self.warnings.append(refusal(f"{finding.code}_saved"))
            elif finding.field not in self.errors:
                self.add_error(finding.field, refusal(finding.code))
        return cleaned
