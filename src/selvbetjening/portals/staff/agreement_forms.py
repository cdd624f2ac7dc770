"""The operator's forms about creditor agreements. Shape only; the terms are checked by the domain (SEC-25)."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.directdebit.rules.agreements import looks_wrong
from selvbetjening.portals.agreement_words import ENVIRONMENTS, PRODUCTS, ROLES

_OUTSIDE: Final = _("Write a day of the years 2000 to 2199.")
_DOUBT: Final = _("The check digit does not fit. Look at the number again, and tick below if it is right.")
_DIGITS: Final = {"inputmode": "numeric", "autocomplete": "off"}


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the day as 31-12-2026.")},
        validators=[MinValueValidator(date(2000, 1, 1), _OUTSIDE), MaxValueValidator(date(2199, 12, 31), _OUTSIDE)],
    )  # fmt: skip


class ChangeForm(forms.Form):
    """What the operator may agree on anew."""

    name = forms.CharField(
        label=_("What the agreement is called"), max_length=60, required=False,
        help_text=_("Such as what is collected under it. The company sees it."),
    )  # fmt: skip
    product = forms.ChoiceField(label=_("Product"), choices=list(PRODUCTS.items()), widget=forms.RadioSelect)
    data_supplier = forms.CharField(
        label=_("Data supplier's number"), max_length=12, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("8 digits: the CVR number of whoever sends the files, often the company's own."),
    )  # fmt: skip
    settlement_branch = forms.CharField(
        label=_("Registration number"), max_length=6, required=False, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("Of the account that the money is paid to."),
    )  # fmt: skip
    settlement_account = forms.CharField(
        label=_("Account number"), max_length=14, required=False, widget=forms.TextInput(attrs=_DIGITS)
    )
    bank_name = forms.CharField(label=_("The bank's name"), max_length=43, required=False)

    def clean(self) -> dict[str, Any]:
        """Blanks inside numbers are how people write them."""
        given = super().clean() or {}
        for name in ("pbs_number", "debtor_group", "data_supplier", "settlement_branch", "settlement_account"):
            if name in given:
                given[name] = "".join(given[name].split())
        return given


class OpenForm(ChangeForm):
    """A new agreement. What is locked to the PBS number is asked for here only."""

    pbs_number = forms.CharField(
        label=_("PBS number"), max_length=12, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("8 digits, from the company's agreement with its bank. See that agreement before you enter it."),
    )  # fmt: skip
    debtor_group = forms.CharField(
        label=_("Debtor group"), max_length=8, initial="00001", widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("5 digits. It is locked to the PBS number."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Who is Betalingsservice?"), choices=list(ROLES.items()), widget=forms.RadioSelect)
    environment = forms.ChoiceField(
        label=_("Environment"), choices=list(ENVIRONMENTS.items()), widget=forms.RadioSelect
    )
    starts_on = _day(_("First day"), _("Files and amounts are taken from this day on."))
    sure = forms.BooleanField(label=_("The number is right as it stands"), required=False)
    field_order = (
        "pbs_number", "sure", "debtor_group", "name", "role", "environment", "product", "data_supplier", "starts_on"
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        """A number that fails the probable check (U1) is doubted once, and taken when somebody says that it is so."""
        super().__init__(*given, **named)
        self.is_doubted = _fails(str(self.data.get("pbs_number", "")))
        if not self.is_doubted:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.is_doubted and not given.pop("sure", False):
            self.add_error("pbs_number", _DOUBT)
        return given


def _fails(typed: str) -> bool:
    number = "".join(typed.split())
    is_one = len(number) == 8 and number.isascii() and number.isdigit()
    return is_one and looks_wrong(pbs_number=number)


class EndForm(forms.Form):
    """From which day on nothing is collected under it."""

    ends_on = _day(_("Last day"), _("Today, or an earlier day on which it ended."))
