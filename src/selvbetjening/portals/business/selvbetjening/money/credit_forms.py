"""Forms about payments, credits, waiting lines, refunds and the books."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.formatting import format_money
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.selvbetjening.amounts import read_amount
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.invoicing.queries.invoices import InvoiceLine

CURRENCIES: Final = [(code, code) for code in ("DKK", "EUR", "SEK", "NOK", "USD")]
VAT: Final = [("S", _("25 %")), ("E", _("Exempt from VAT")), ("Z", _("0 %")), ("O", _("Outside the scope of VAT"))]


def day_field(label: Any, *, required: bool = True, **values: Any) -> DayField:
    """A day with the browser's own calendar."""
    return DayField(label=label, required=required, **values)


class PaymentForm(forms.Form):
    """Money seen on a bank statement."""

    amount = forms.CharField(label=_("Amount"), max_length=30, help_text=_("As 199,00."))
    paid_on = day_field(_("Day"))
    reference = forms.CharField(label=_("The bank's reference"), max_length=80)


class CreditForm(forms.Form):
    """Why, and how much of each line; a line left empty is not credited."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Stands on the credit note, so write it for the customer.")
    )
    whole = forms.BooleanField(label=_("Credit all that is left of the invoice"), required=False)

    def __init__(self, *args: Any, lines: "list[InvoiceLine]", currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.creditable_minor > 0]
        for line in self.lines:
            left = format_money(Money(line.creditable_minor, currency), language())
            self.fields[self.name_of(line)] = forms.CharField(
                label=line.text,
                max_length=30,
                required=False,
                help_text=gettext("Amount excl. VAT to credit; %(left)s is left.") % {"left": left},
            )

    @staticmethod
    def name_of(line: "InvoiceLine") -> str:
        """The field of a line."""
        return f"line_{line.position}"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            name = self.name_of(line)
            if values.get(name):
                try:
                    values[name] = read_amount(values[name])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        if not values.get("whole") and not any(values.get(self.name_of(line)) for line in self.lines):
            self.add_error("whole", _("Tick this, or write an amount at a line."))
        return values

    def amounts(self) -> "list[tuple[InvoiceLine, int]]":
        """The lines and the minor units to credit of each."""
        found = [(line, self.cleaned_data.get(self.name_of(line))) for line in self.lines]
        return [(line, minor) for line, minor in found if minor]


class LineForm(forms.Form):
    """A line that waits for the account's next invoice."""

    text = forms.CharField(label=_("Text on the invoice"), max_length=160)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=10_000, initial=1)
    unit_price = forms.CharField(label=_("Price for one, excl. VAT"), max_length=30, help_text=_("As 199,00."))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    vat_category = forms.ChoiceField(label=_("VAT"), choices=VAT)
    starts_on = day_field(_("First day, if it is for a period"), required=False)
    ends_on = day_field(_("Day after the last one"), required=False)

    def clean_unit_price(self) -> int:
        minor: int = read_amount(self.cleaned_data["unit_price"])
        return minor


class RefundForm(forms.Form):
    """An amount of the balance that is to be paid back by a day."""

    amount = forms.CharField(label=_("Amount to pay back"), max_length=30, help_text=_("As 199,00."))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    due_on = day_field(_("At the latest"))

    def clean_amount(self) -> int:
        minor: int = read_amount(self.cleaned_data["amount"])
        return minor


class PeriodForm(forms.Form):
    """From a day to a day, both included, and what is wanted of them."""

    first = day_field(_("From"))
    last = day_field(_("To"))


class ForeignForm(forms.Form):
    """Documents of another system."""

    source = forms.CharField(label=_("Name of the other system"), max_length=40)
    rows = forms.CharField(
        label=_("Documents"),
        max_length=900_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One line for each: account number; document number; day; due day or nothing; total incl. VAT; currency. "
            "Such as K-1001; 2024-77; 2024-05-01; 2024-05-09; 249,00; DKK. A credit note has a minus."
        ),
    )
