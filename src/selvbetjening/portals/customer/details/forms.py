"""The form of an account's details, for who corrects a part of them and for who signs up."""

from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.rules import FIELDS, LONGEST, BillingDetails, check_details
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
    "ean_check_digit": _("The EAN number does not look right. It has been saved; check it for typing mistakes."),
    "ean_wrong": _("Write the 13 digits of the EAN number. This one does not exist, so no invoice would arrive."),
    "ean_form": _("An EAN number has 13 digits. It has been saved; check it for typing mistakes."),
    "vat_number_form": _(
        "A VAT number starts with two letters, such as SE123456789001. It has been saved; check it for typing mistakes."
    ),
    "postal_code_form": _("A Danish postal code has 4 digits. It has been saved; check it for typing mistakes."),
}


#: What somebody who signs up is asked for; the rest can be filled in afterwards.
SIGNUP_FIELDS: Final = ("name", "cvr", "ean", "address_line", "address_line_2", "postal_code", "city", "country",
                        "language")  # fmt: skip
_NOT_FOR_CONSUMERS: Final = frozenset({"cvr", "vat_number", "ean", "po_number", "reference"})


def _text(field: str, label: "_StrPromise", autocomplete: str, help_text: "_StrPromise | str" = "") -> forms.CharField:
    # Numbers are typed with blanks and DK, so their form fields are wider than what is kept.
    longest = {"cvr": 20, "ean": 30, "vat_number": 40}.get(field, LONGEST[field])
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=help_text)


def _country(label: "_StrPromise", *, choices: Collection[tuple[str, Any]], **values: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"autocomplete": values.pop("autocomplete")})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **values)


class DetailsForm(forms.Form):
    """Some of an account's details. The party type is given by the page and never read from the form (SEC-25)."""

    name = _text("name", _("Name"), "name")
    cvr = _text("cvr", _("CVR number"), "off", _("8 digits. Stands on your invoices."))
    vat_number = _text(
        "vat_number",
        _("VAT number"),
        "off",
        _("Only with a VAT number from another EU country, such as SE123456789001."),
    )
    ean = _text("ean", _("EAN number"), "off", _("13 digits. Your invoices are sent there as e-invoices."))
    po_number = _text(
        "po_number", _("PO number"), "off", _("Your order or requisition number. Stands on your invoices.")
    )
    reference = _text(
        "reference", _("Reference"), "off", _("The person or the place at yours that the invoice is for.")
    )
    address_line = _text("address_line", _("Address"), "address-line1")
    address_line_2 = _text("address_line_2", _("Address, second line"), "address-line2")
    postal_code = _text("postal_code", _("Postal code"), "postal-code")
    city = _text("city", _("City"), "address-level2")
    country = _country(_("Country"), choices=COUNTRIES, autocomplete="country")
    billing_address_line = _text(
        "billing_address_line", _("Invoice address"), "billing address-line1",
        _("Only if invoices go to another address than the one above."),
    )  # fmt: skip
    billing_address_line_2 = _text(
        "billing_address_line_2", _("Invoice address, second line"), "billing address-line2"
    )  # fmt: skip
    billing_postal_code = _text("billing_postal_code", _("Invoice address, postal code"), "billing postal-code")
    billing_city = _text("billing_city", _("Invoice address, city"), "billing address-level2")
    billing_country = _country(
        _("Invoice address, country"),
        choices=[("", _("The same country")), *COUNTRIES],
        required=False,
        autocomplete="billing country",
    )
    language = forms.ChoiceField(label=_("Language of mails and invoices"), choices=LANGUAGES)

    def __init__(self, *args: Any, present: BillingDetails, only: Collection[str], **kwargs: Any) -> None:
        """`present` is what is known already; `only` names the fields that the form is of."""
        super().__init__(*args, **kwargs)
        self.present, self.party_type = present, present.party_type
        self.warnings: list[Promise] = []
        for field in DetailsForm.base_fields:
            if field not in only or (self.party_type == "consumer" and field in _NOT_FOR_CONSUMERS):
                del self.fields[field]
        for field in {"country", "billing_country"} & set(self.fields):
            kept = getattr(present, field)
            if kept and kept not in dict(COUNTRIES):
                choices: Any = self.fields[field].choices  # type: ignore[attr-defined]
                self.fields[field].choices = [*choices, (kept, kept)]  # type: ignore[attr-defined]
        self._require()

    def _require(self) -> None:
        required = {"name"}
        if self.party_type != "consumer":
            required |= {"address_line", "postal_code", "city"}  # INV-4
            if "name" in self.fields:
                self.fields["name"].label = _("Name of the company or institution")
                self.fields["name"].widget.attrs["autocomplete"] = "organization"
        if self.party_type == "public":
            required.add("ean")  # PTY-3
        for field in required & set(self.fields):
            self.fields[field].required = True

    def clean(self) -> dict[str, Any]:
        """Ask the rules: what blocks becomes an error at its field, what does not a warning for afterwards (XB-27)."""
        cleaned: dict[str, Any] = super().clean() or {}
        for field in {"cvr", "ean", "vat_number"} & set(cleaned):
            cleaned[field] = _TIDY[field](cleaned[field])
        for finding in check_details(details=self._details(cleaned)):
            if finding.field not in self.fields:
                continue
            words = FINDINGS[finding.code]
            if not finding.blocks:
                self.warnings.append(words)
            elif finding.field not in self.errors:
                self.add_error(finding.field, str(words))
        return cleaned

    def details(self) -> BillingDetails:
        """The details of a valid form; what it did not ask for is as it was."""
        return self._details(self.cleaned_data)

    def _details(self, values: dict[str, Any]) -> BillingDetails:
        return replace(self.present, **{field: values.get(field, "") for field in self.own_fields})

    @property
    def own_fields(self) -> list[str]:
        """The names of the details that this form asks for."""
        return [field for field in DetailsForm.base_fields if field in self.fields]


def _no_blanks(typed: str) -> str:
    return "".join(typed.split()).upper()


_TIDY: Final[dict[str, Callable[[str], str]]] = {
    "cvr": normalise_cvr,
    "ean": _no_blanks,
    "vat_number": _no_blanks,
}


def initial(details: BillingDetails) -> dict[str, str]:
    """What stands in the form before anybody typed."""
    return {field: str(value) for field, value in asdict(details).items() if field in DetailsForm.base_fields}


def fields_of(permission: str) -> tuple[str, ...]:
    """The details that a permission lets a customer correct."""
    return FIELDS[permission]
