"""The operator's forms of what can be bought."""

from typing import Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

DEAREST: Final = 10_000_000_00  # øre; whoever types more has typed wrongly
INTERVALS: Final = {"month": Interval("month", 1), "year": Interval("year", 1)}
_AMOUNTS: Final[dict[str, Promise]] = {
    "ambiguous": _("This can be read in two ways. Write thousands without a separator, as 1234,00."),
    "too_large": _("This is too much."),
    "syntax": _("Write the amount as 199,00."),
}
CODE = RegexValidator(r"^[\w.-]+\Z", _("Only letters, digits, full stops and hyphens, no blanks."))


class PlanForm(forms.Form):
    """What a plan is called and said to be."""

    name_da = forms.CharField(label=_("Name in Danish"), max_length=80)
    name_en = forms.CharField(
        label=_("Name in English"), max_length=80, required=False, help_text=_("Empty: the Danish one is shown.")
    )
    description_da = forms.CharField(label=_("Description in Danish"), max_length=300, required=False)
    description_en = forms.CharField(
        label=_("Description in English"), max_length=300, required=False,
        help_text=_("Empty: the Danish one is shown."),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Code"), max_length=36, validators=[CODE],
        help_text=_("The company's own short name of the plan, as in its files, such as basis."),
    )  # fmt: skip


class TermsForm(forms.Form):
    """How often a plan is paid, and what it costs."""

    interval = forms.ChoiceField(
        label=_("How often it is paid"), choices=[("month", _("Monthly")), ("year", _("Yearly"))]
    )
    price = forms.CharField(
        label=_("Price in kroner, excl. VAT"), max_length=30,
        help_text=_("For one unit and one month or year, as 199,00. 25 per cent VAT is added."),
    )  # fmt: skip
    unit_da = forms.CharField(
        label=_("Unit in Danish"), max_length=30, required=False,
        help_text=_("What one of them is called, such as bruger. Empty: it is sold as a whole."),
    )  # fmt: skip
    unit_en = forms.CharField(label=_("Unit in English"), max_length=30, required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, validators=[CODE],
        help_text=_("Empty: made of the plan's code."),
    )  # fmt: skip

    def clean_price(self) -> Money:
        """The price as money. An amount that could be read in two ways is asked for again."""
        try:
            minor = parse_amount(self.cleaned_data["price"])
        except AmountNotUnderstood as error:
            raise forms.ValidationError(str(_AMOUNTS[error.code])) from None
        if minor < 0:
            raise forms.ValidationError(_("A price is nothing or more."))
        if minor > DEAREST:
            raise forms.ValidationError(str(_AMOUNTS["too_large"]))
        return Money(minor, "DKK")
