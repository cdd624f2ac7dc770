"""The operator's forms. Shape only: what may be saved is decided by the domain's actions (SEC-25)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.slugs import check_slug
from selvbetjening.portals.company_form import SettingsForm
from selvbetjening.portals.refusal_words import refusal


class CreateForm(SettingsForm):
    """The same, with the short name."""

    slug = forms.CharField(
        label=_("Short name in the host name"), max_length=40, required=False,
        help_text=_("Empty: made of the company's name."),
    )  # fmt: skip

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug and (reason := check_slug(slug)):
            raise forms.ValidationError(refusal(reason))
        return slug


class GateForm(forms.Form):
    """What the operator decides of the gate; the company switches its portal on and off itself (SB-08)."""

    is_active = forms.BooleanField(label=_("The company is active"), required=False)
    feature = forms.BooleanField(label=_("Has the feature self-service"), required=False)


class ReasonForm(forms.Form):
    """Why an operator acts for a company."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The company reads it. Name the case, and no customer."),
    )
