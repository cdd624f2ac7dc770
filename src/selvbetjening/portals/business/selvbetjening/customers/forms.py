"""Forms of a company's customers."""

from dataclasses import fields
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.rules import BillingDetails, check_details
from selvbetjening.domain.accounts.rules.numbers import e_address_fault
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.numbers import normalise_cvr
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.selvbetjening.codes import CODE
from selvbetjening.portals.business.selvbetjening.customers.words import LANGUAGES, PARTY_TYPES, ROLES, SCHEMES
from selvbetjening.portals.refusal_words import refusal

#: What the company itself keeps on an account, of what staff may change.
KEPT: Final = ("ean_invoicing", "einvoicing_scheme", "invoice_note", "gets_reminders", "is_archived")


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


class ChangeForm(DetailsForm):
    """Whom the invoices are made out to, and what the company itself keeps: how they go, and whether it reminds."""

    ean_invoicing = forms.BooleanField(
        label=_("Send each invoice as an e-invoice"), required=False,
        help_text=_("To the number below. Without it, what the company has chosen for all counts."),
    )  # fmt: skip
    einvoicing_scheme = forms.ChoiceField(
        label=_("E-invoices go by"), choices=SCHEMES, required=False,
        help_text=_("By CVR or SE number: write its 8 digits as EAN number, or nothing for the CVR number above."),
    )  # fmt: skip
    invoice_note = forms.CharField(
        label=_("Note on each invoice"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the invoices that are issued from now on."),
    )  # fmt: skip
    gets_reminders = forms.BooleanField(
        label=_("Gets reminders"), required=False, help_text=_("Without it no reminder and no demand is written.")
    )
    is_archived = forms.BooleanField(
        label=_("Archived"), required=False,
        help_text=_("Nothing new begins on the account. What runs goes on, and open invoices are still to be paid."),
    )  # fmt: skip
    field_order = ("party_type", "name", "cvr", "ean_invoicing", "einvoicing_scheme", "ean")

    def clean_einvoicing_scheme(self) -> str:
        return str(self.cleaned_data["einvoicing_scheme"] or "GLN")

    def clean(self) -> dict[str, Any]:
        """An account that is invoiced electronically has an address where invoices arrive, as in the API (PTY-3)."""
        cleaned = super().clean()
        scheme = cleaned.get("einvoicing_scheme", "GLN")
        if scheme != "GLN":  # no EAN number is meant
            doubts = {refusal(f"{code}_saved") for code in ("ean_form", "ean_check_digit")}
            self.warnings = [words for words in self.warnings if words not in doubts]
        fault = e_address_fault(
            is_invoiced=bool(cleaned.get("ean_invoicing")), scheme=scheme, ean=cleaned.get("ean", ""),
            cvr=cleaned.get("cvr", ""),
        )  # fmt: skip
        if fault and cleaned.get("ean_invoicing") and "ean" not in self.errors:
            self.add_error("ean", refusal(fault))
        return cleaned

    def kept(self) -> dict[str, Any]:
        """What the company itself keeps, of a valid form (`change_account`)."""
        return {name: self.cleaned_data[name] for name in KEPT}


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
