"""Forms of a company's customers."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.rules import BillingDetails, check_details
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.numbers import normalise_cvr
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.selvbetjening.codes import CODE
from selvbetjening.portals.business.selvbetjening.customers.words import LANGUAGES, PARTY_TYPES, ROLES
from selvbetjening.portals.refusal_words import refusal


def clean_email(text: str) -> str:
    """The address in its one form (LG-01). Raises ValidationError."""
    try:
        return normalise_email(text)
    except InvalidEmail:
        raise forms.ValidationError(refusal("email")) from None


class DetailsForm(forms.Form):
    """Whom a customer's invoices are made out to."""

    party_type = forms.ChoiceField(label=_("The customer is"), choices=PARTY_TYPES)
    name = forms.CharField(label=_("Name on the invoices"), max_length=128)
    cvr = forms.CharField(
        label=_("CVR number"),
        max_length=20,
        required=False,
        help_text=_("8 digits. Only of companies and institutions."),
    )
    ean = forms.CharField(
        label=_("EAN number"), max_length=30, required=False, help_text=_("13 digits. Institutions must have one."),
    )  # fmt: skip
    address_line = forms.CharField(
        label=_("Address"), max_length=200, required=False, help_text=_("Companies and institutions must have one.")
    )
    address_line_2 = forms.CharField(label=_("Address, second line"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = forms.CharField(
        label=_("Country code"), max_length=2, initial="DK", help_text=_("Two letters, such as DK, SE or DE.")
    )
    language = forms.ChoiceField(label=_("Language of mails and invoices"), choices=LANGUAGES)
    vat_number = forms.CharField(label=_("VAT number"), max_length=40, required=False)
    po_number = forms.CharField(label=_("PO number"), max_length=60, required=False)
    reference = forms.CharField(label=_("Reference"), max_length=120, required=False)
    billing_address_line = forms.CharField(
        label=_("Invoice address"), max_length=200, required=False, help_text=_("Only if invoices go elsewhere.")
    )
    billing_address_line_2 = forms.CharField(label=_("Invoice address, second line"), max_length=200, required=False)
    billing_postal_code = forms.CharField(label=_("Invoice address, postal code"), max_length=12, required=False)
    billing_city = forms.CharField(label=_("Invoice address, city"), max_length=80, required=False)
    billing_country = forms.CharField(label=_("Invoice address, country code"), max_length=2, required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.warnings: list[str] = []

    def clean_cvr(self) -> str:
        return normalise_cvr(self.cleaned_data["cvr"])

    def clean_vat_number(self) -> str:
        return "".join(self.cleaned_data["vat_number"].split()).upper()

    def clean_billing_country(self) -> str:
        country: str = self.cleaned_data["billing_country"].upper()
        return country

    def clean_ean(self) -> str:
        return "".join(self.cleaned_data["ean"].split())

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        return country

    def clean(self) -> dict[str, Any]:
        """Ask the rules: what blocks becomes an error at its field, what does not a warning for afterwards (XB-27)."""
        cleaned: dict[str, Any] = super().clean() or {}
        for finding in check_details(details=self._details(cleaned)):
            if not finding.blocks:
                self.warnings.append(refusal(f"{finding.code}_saved"))
            elif finding.field in self.fields and finding.field not in self.errors:
                self.add_error(finding.field, refusal(finding.code))
        return cleaned

    def details(self) -> BillingDetails:
        """The billing details of a valid form."""
        return self._details(self.cleaned_data)

    @staticmethod
    def _details(values: dict[str, Any]) -> BillingDetails:
        # A field that is wrong already is left out, and has its error.
        return BillingDetails(**{field.name: values.get(field.name, "") for field in fields(BillingDetails)})


class AccountForm(DetailsForm):
    """A new customer, and the first person who gets mail and may log in."""

    code = forms.CharField(
        label=_("Customer number"), max_length=40, required=False, validators=[CODE],
        help_text=_("The company's own number of the customer. Empty: one is made."),
    )  # fmt: skip
    recipient_name = forms.CharField(label=_("First recipient: name"), max_length=120)
    email = forms.CharField(
        label=_("First recipient: e-mail address"), max_length=254,
        help_text=_("Gets the invoices, and logs in to the portal with this address."),
    )  # fmt: skip

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


class RecipientForm(forms.Form):
    """A recipient of an account."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.CharField(
        label=_("E-mail address"), max_length=254, help_text=_("Logs in to the portal with this address.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="owner", required=False)
    ends_on = DayField(
        label=_("First day without access"), required=False,
        help_text=_("Needed for a bookkeeper. Empty: the access does not end by itself."),
    )  # fmt: skip
    receive_invoice = forms.BooleanField(label=_("Gets invoices"), required=False, initial=True)
    receive_payment_confirmation = forms.BooleanField(
        label=_("Gets payment confirmations"), required=False, initial=True
    )
    receive_subscription_notifications = forms.BooleanField(
        label=_("Gets mail about subscriptions"), required=False, initial=True
    )

    def clean_role(self) -> str:
        """A form that does not ask for the role leaves it as it is."""
        return str(self.cleaned_data["role"] or (self.initial or {}).get("role") or "owner")

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])
