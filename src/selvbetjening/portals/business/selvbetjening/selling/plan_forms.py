"""Forms of what can be bought."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.business.selvbetjening.codes import CODE


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


class PlanChangeForm(PlanForm):
    """The same of a plan that there is, and the exceptions from a consumer's rights; its code stays."""

    withdrawal_exempt = forms.BooleanField(
        label=_("Consumers cannot withdraw from it"), required=False,
        help_text=_("Only where the law says so, such as for lodging or goods made to measure (WDR-9)."),
    )  # fmt: skip
    withdrawal_exempt_da = forms.CharField(
        label=_("Why, in Danish"), max_length=300, required=False, help_text=_("Shown before the order.")
    )
    withdrawal_exempt_en = forms.CharField(label=_("Why, in English"), max_length=300, required=False)
    long_binding_allowed = forms.BooleanField(
        label=_("May bind a consumer for more than six months"), required=False,
        help_text=_("Only for costly special cases such as leasing; others are cut to six months (CAN-1)."),
    )  # fmt: skip
    long_binding_reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("For the company itself; it is not shown.")
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        del self.fields["code"]
