"""The operator's forms. Shape only: what may be saved is decided by the domain's actions (SEC-25)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.rules.settings import OrganizationSettings, check_settings
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.numbers import normalise_cvr
from selvbetjening.kernel.slugs import check_slug
from selvbetjening.portals.staff.words import LANGUAGES, act, refusal


def clean_email(text: str) -> str:
    """The address in its one form (LG-01). Raises ValidationError."""
    try:
        return normalise_email(text)
    except InvalidEmail:
        raise forms.ValidationError(refusal("email")) from None


class SettingsForm(forms.Form):
    """What a company says of itself, and its settings."""

    name = forms.CharField(label=_("Name"), max_length=120)
    cvr = forms.CharField(label=_("CVR number"), max_length=20, required=False, help_text=_("8 digits."))
    address_line = forms.CharField(label=_("Address"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=12, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    country = forms.CharField(
        label=_("Country code"), max_length=2, initial="DK", help_text=_("Two letters, such as DK, SE or DE.")
    )
    email = forms.CharField(
        label=_("E-mail address"), max_length=254, required=False, help_text=_("Customers' answers to mails go there.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    payment_instructions = forms.CharField(
        label=_("Payment details on the invoice"), max_length=200, required=False,
        help_text=_("Such as the bank's registration number and account number."),
    )  # fmt: skip
    payment_terms_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=120, initial=8)
    login_link_minutes = forms.IntegerField(
        label=_("Minutes that a login link lives"), min_value=3, max_value=30, initial=10,
        help_text=_("From 3 to 30."),
    )  # fmt: skip

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.warnings: list[str] = []

    def clean_cvr(self) -> str:
        return normalise_cvr(self.cleaned_data["cvr"])

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        return country

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""

    def clean(self) -> dict[str, Any]:
        """Ask the rules about all fields, so that every fault is told in one round; a check digit only warns."""
        cleaned: dict[str, Any] = super().clean() or {}
        own = {name: cleaned[name] for name in SettingsForm.base_fields if name in cleaned}
        for finding in check_settings(settings=OrganizationSettings(**{"name": "", **own})):
            if not finding.blocks:
                self.warnings.append(refusal(f"{finding.code}_saved"))
            elif finding.field not in self.errors:
                self.add_error(finding.field, refusal(finding.code))
        return cleaned


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
    """What opens the portal, but the API user, who has a page of their own."""

    is_active = forms.BooleanField(label=_("The company is active"), required=False)
    feature = forms.BooleanField(label=_("Has the feature self-service"), required=False)
    switched_on = forms.BooleanField(label=_("Self-service is switched on"), required=False)


class ActsForm(forms.Form):
    """What the company's customers may do."""

    acts = forms.MultipleChoiceField(
        label=_("Self-service permissions"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["acts"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(code, act(code)) for code in permissions.REGISTRY]


class LooksForm(forms.Form):
    """Logo and colour."""

    brand_colour = forms.CharField(label=_("Brand colour"), max_length=7, required=False, help_text="#rrggbb")
    logo = forms.FileField(
        label=_("Logo (PNG)"), required=False, help_text=_("At most 1024 by 1024 pixels and 300 kB.")
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)


class HostsForm(forms.Form):
    """Where the portal answers."""

    slug = forms.CharField(
        label=_("Short name in the host name"), max_length=40, help_text=_("The old one redirects for twelve months.")
    )
    own_domain = forms.CharField(label=_("Domain of the company's own"), max_length=253, required=False)


class ApiUserForm(forms.Form):
    """A new API user."""

    name = forms.CharField(label=_("Name of the new API user"), max_length=80)
