"""The form of billing details, for who corrects them and for who signs up."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.rules import LONGEST, BillingDetails, check_details
from selvbetjening.kernel.numbers import normalise_cvr

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

COUNTRIES: Final = [
    ("DK", _("Denmark")), ("FO", _("Faroe Islands")), ("GL", _("Greenland")), ("SE", _("Sweden")),
    ("NO", _("Norway")), ("FI", _("Finland")), ("IS", _("Iceland")), ("DE", _("Germany")),
    ("NL", _("Netherlands")), ("BE", _("Belgium")), ("FR", _("France")), ("PL", _("Poland")),
    ("GB", _("United Kingdom")),
]  # fmt: skip
LANGUAGES: Final = [("da", "Dansk"), ("en", "English")]

FINDINGS: Final[dict[str, Promise]] = {
    "required": _("Fill in this field."),
    "too_long": _("This is too long."),
    "characters": _("There is a character in it that cannot be printed. Type it again."),
    "unknown": _("Choose one of the options."),
    "cvr_check_digit": _("The CVR number does not look right. It has been saved; check it for typing mistakes."),
    "cvr_form": _("A CVR number has 8 digits. It has been saved; check it for typing mistakes."),
    "postal_code_form": _("A Danish postal code has 4 digits. It has been saved; check it for typing mistakes."),
}


def _text(field: str, label: "_StrPromise", autocomplete: str, help_text: "_StrPromise | str" = "") -> forms.CharField:
    # CVR is typed with blanks and DK, so its form field is wider than what is kept.
    longest = 20 if field == "cvr" else LONGEST[field]
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=help_text)


class DetailsForm(forms.Form):
    """Whom the invoices are made out to. The party type is given by the page and never read from the form (SEC-25)."""

    name = _text("name", _("Name"), "name")
    cvr = _text("cvr", _("CVR number"), "off", _("8 digits. Stands on your invoices."))
    address_line = _text("address_line", _("Address"), "address-line1")
    address_line_2 = _text("address_line_2", _("Address, second line"), "address-line2")
    postal_code = _text("postal_code", _("Postal code"), "postal-code")
    city = _text("city", _("City"), "address-level2")
    country = forms.ChoiceField(
        label=_("Country"), choices=COUNTRIES, widget=forms.Select(attrs={"autocomplete": "country"})
    )
    language = forms.ChoiceField(label=_("Language of mails and invoices"), choices=LANGUAGES)

    def __init__(self, *args: Any, party_type: str, country: str = "DK", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party_type = party_type
        self.warnings: list[Promise] = []
        if country not in dict(COUNTRIES):
            self.fields["country"].choices = [*COUNTRIES, (country, country)]  # type: ignore[attr-defined]
        if party_type == "consumer":
            del self.fields["cvr"]
        else:
            self.fields["name"].label = _("Name of the company or institution")
            self.fields["name"].widget.attrs["autocomplete"] = "organization"
            for field in ("address_line", "postal_code", "city"):
                self.fields[field].required = True  # INV-4
        self.fields["name"].required = True

    def clean(self) -> dict[str, Any]:
        """Ask the rules: what blocks becomes an error at its field, what does not a warning for afterwards (XB-27)."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("cvr"):
            cleaned["cvr"] = normalise_cvr(cleaned["cvr"])
        for finding in check_details(details=self._details(cleaned)):
            words = FINDINGS[finding.code]
            if not finding.blocks:
                self.warnings.append(words)
            elif finding.field in self.fields and finding.field not in self.errors:
                self.add_error(finding.field, str(words))
        return cleaned

    def details(self) -> BillingDetails:
        """The details of a valid form."""
        return self._details(self.cleaned_data)

    def _details(self, values: dict[str, Any]) -> BillingDetails:
        own = {field: values.get(field, "") for field in DetailsForm.base_fields}
        return BillingDetails(party_type=self.party_type, **own)


def initial(details: BillingDetails) -> dict[str, str]:
    """What stands in the form before anybody typed."""
    return {field: str(value) for field, value in asdict(details).items() if field in DetailsForm.base_fields}
