"""Forms of terms: price and agreement, how they are offered, and where one may move from them."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.catalog.queries import PlanTerms
from selvbetjening.domain.catalog.rules.moves import Moves
from selvbetjening.domain.catalog.rules.prices import CURRENCIES
from selvbetjening.domain.catalog.rules.terms import LONGEST_TRIAL_DAYS
from selvbetjening.domain.catalog.rules.tier_text import tiers_text
from selvbetjening.portals.business.selvbetjening.amounts import read_amount
from selvbetjening.portals.business.selvbetjening.codes import CODE
from selvbetjening.portals.business.selvbetjening.selling.price_fields import UNITS, limits_of, read_percent, terms_of

MODELS: Final = [
    ("per_unit", _("A price for each unit")),
    ("flat", _("One price, whatever the quantity")),
    ("volume", _("Steps: all units at the price of the step that the quantity is in")),
    ("graduated", _("Steps: each unit at the price of its own step")),
]
VAT: Final = [
    ("S", _("VAT at the rate below")),
    ("E", _("Exempt from VAT")),
    ("Z", _("Zero rate")),
    ("AE", _("Reverse charge: the buyer settles the VAT")),
    ("O", _("Outside VAT")),
]

#: Values that fields begin with: a part that holds no others may stay folded.
_UNSAID: Final = (None, "", 0, 1, False, "0", "1", "month", "per_unit", "forward", "DKK", "0,00")


def _count(label: Any, most: int, least: int = 0, **values: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, **values)


class OfferingForm(forms.Form):
    """How terms are offered: what may be changed while customers have them."""

    trial_days = _count(_("Days of trial"), LONGEST_TRIAL_DAYS, help_text=_("Free of charge, once for each customer."))
    minimum_quantity = _count(_("Smallest quantity"), 100_000, 1, help_text=_("Empty: 1."))
    maximum_quantity = _count(_("Largest quantity"), 100_000, 1, help_text=_("Empty: no limit."))
    quantity_step = _count(
        _("Sold in steps of"), 10_000, 1,
        help_text=_("5 with a smallest quantity of 10: 10, 15, 20 and so on. Empty: 1."),
    )  # fmt: skip
    unit_da = forms.CharField(
        label=_("Unit in Danish"), max_length=30, required=False,
        help_text=_("What one and many of them are called: bruger/brugere. Empty: it is sold as a whole."),
    )  # fmt: skip
    unit_en = forms.CharField(label=_("Unit in English"), max_length=30, required=False)
    hidden = forms.BooleanField(
        label=_("Do not show these terms in the portal"), required=False,
        help_text=_("All other terms of an enabled plan are shown. Who has them keeps them."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["limits"] = limits_of(self, values)
        return values

    @staticmethod
    def of(terms: PlanTerms) -> dict[str, Any]:
        """The terms as the form's first values."""
        return {name: getattr(terms, name) for name in OfferingForm.base_fields}


class TermsForm(OfferingForm):
    """Everything that a plan is sold on."""

    marks_optional = False  # each field says itself what an empty one means

    interval = forms.ChoiceField(label=_("The period is counted in"), choices=UNITS, initial="month")
    interval_count = _count(_("Length of the period"), 366, 1, help_text=_("Empty: 1, such as every month."))
    pricing_model = forms.ChoiceField(label=_("How it is priced"), choices=MODELS, required=False)
    price = forms.CharField(
        label=_("Price excl. VAT"), max_length=30, required=False,
        help_text=_("For one unit and one period, as 199,00. Leave it empty where the price has steps."),
    )  # fmt: skip
    base_fee = forms.CharField(
        label=_("Fee on top, excl. VAT"), max_length=30, required=False, help_text=_("Each period, once.")
    )
    tiers = forms.CharField(
        label=_("Steps of the price"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: the last unit of the step, a colon, the price of a unit, and perhaps a fee behind a plus. The "
            "last step begins with *. Such as 10: 100,00 and then 50: 80,00 + 50,00 and then *: 60,50."
        ),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"), choices=[(one, one) for one in CURRENCIES], required=False)
    vat_category = forms.ChoiceField(label=_("VAT"), choices=VAT, required=False)
    vat_percent = forms.CharField(label=_("Rate of VAT in per cent"), max_length=8, initial="25", required=False)
    charging = forms.ChoiceField(
        label=_("When a period is charged"), required=False,
        choices=[("forward", _("When it begins")), ("backward", _("When it is over"))],
    )  # fmt: skip
    commitment_count = _count(_("Length of the binding"), 120, help_text=_("Empty: none."))
    commitment_unit = forms.ChoiceField(
        label=_("The binding is counted in"), choices=UNITS, initial="month", required=False
    )
    notice_count = _count(_("Length of the notice"), 366, help_text=_("Empty: none."))
    notice_unit = forms.ChoiceField(label=_("The notice is counted in"), choices=UNITS, initial="month", required=False)
    code = forms.CharField(
        label=_("Code"), max_length=40, required=False, validators=[CODE],
        help_text=_("Empty: made of the plan's code."),
    )  # fmt: skip

    #: What stands open, and what is folded away until somebody needs it, each part by its name.
    shown = ("interval", "interval_count", "price", "vat_category", "vat_percent", "code")
    folded: ClassVar[dict[Any, tuple[str, ...]]] = {
        _("Steps, fees and currency"): ("pricing_model", "tiers", "base_fee", "currency", "charging"),
        _("Quantities and units"): ("minimum_quantity", "maximum_quantity", "quantity_step", "unit_da", "unit_en"),
        _("Trial, binding and notice"): (
            "trial_days", "commitment_count", "commitment_unit", "notice_count", "notice_unit",
        ),
        _("How it is shown"): ("hidden",),
    }  # fmt: skip

    field_order = [*shown, *(name for names in folded.values() for name in names)]

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """The fields as the page shows them; a part with a fault, or that says something, stands open."""
        yield {"folded": False, "fields": [self[name] for name in self.shown]}
        for words, names in self.folded.items():
            bound = [self[name] for name in names]
            filled = any(one.errors or one.value() not in _UNSAID for one in bound)
            yield {"folded": True, "name": str(words), "fields": bound, "filled": filled}

    def clean_price(self) -> int | None:
        return read_amount(self.cleaned_data["price"]) if self.cleaned_data["price"] else None

    def clean_base_fee(self) -> int:
        return read_amount(self.cleaned_data["base_fee"]) if self.cleaned_data["base_fee"] else 0

    def clean_vat_percent(self) -> int:
        return read_percent(self.cleaned_data["vat_percent"] or "25")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not set(self.errors) - {"price"}:
            values["terms"] = terms_of(self, values)
        return values

    @staticmethod
    def of(terms: PlanTerms) -> dict[str, Any]:
        """The terms as the first values of a form for others like them."""
        pricing = terms.pricing
        own = {name: getattr(terms, name) for name in TermsForm.base_fields if hasattr(terms, name)}
        return own | {
            "interval": terms.interval_unit,
            "price": _typed(pricing.unit_price.minor),
            "base_fee": _typed(pricing.base_fee.minor),
            "tiers": tiers_text(tiers=pricing.tiers),
            "vat_percent": _typed(terms.vat_basis_points),
            "code": "",
            "hidden": False,
        }


class MovesForm(forms.Form):
    """Where one may move from these terms, and when each move happens (XB-10, SU-02)."""

    limited = forms.BooleanField(
        label=_("Allow only the moves that are chosen below"), required=False,
        help_text=_("Otherwise every move is allowed."),
    )  # fmt: skip

    def __init__(self, *args: Any, others: Iterable[PlanTerms], moves: Moves, words: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.others = list(others)
        self.fields["limited"].initial = moves.limited
        said = [
            ("-", _("Not chosen")),
            ("", _("Chosen: happens when the company's rules say")),
            ("now", _("Chosen: happens at once")),
            ("renewal", _("Chosen: happens at the renewal")),
        ]
        for one in self.others:
            self.fields[f"to_{one.id}"] = forms.ChoiceField(
                label=words(one), choices=[("chosen" if code == "" else code, label) for code, label in said],
                initial=(moves.timing(one.id) or "chosen") if one.id in moves.timings else "-",
            )  # fmt: skip

    def moves(self) -> dict[Any, Any]:
        """The chosen moves with their own timing."""
        chosen = {one.id: self.cleaned_data[f"to_{one.id}"] for one in self.others}
        return {to: "" if said == "chosen" else said for to, said in chosen.items() if said != "-"}


def _typed(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02}"
