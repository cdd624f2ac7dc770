"""Forms of the company's settings. Shape only: what may be saved is decided by the domain's actions (SEC-25)."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.selvbetjening.settings.gateway_words import MODES
from selvbetjening.portals.company_form import SettingsForm

_SECRET: Final = {"autocomplete": "off", "spellcheck": "false"}


class OwnSettingsForm(SettingsForm):
    """The company's settings as the company changes them itself."""

    def __init__(self, *args: Any, may_change_cvr: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        if not may_change_cvr:
            self.fields["cvr"].disabled = True
            self.fields["cvr"].help_text = _("Logins are held against it, so only the operator changes it.")


class ActsForm(forms.Form):
    """What the company's customers may do."""

    acts = forms.MultipleChoiceField(
        label=_("Self-service permissions"),
        required=False,
        choices=[(code, code) for code in permissions.REGISTRY],
        widget=forms.CheckboxSelectMultiple,
    )


class LooksForm(forms.Form):
    """Logo and colour."""

    brand_colour = forms.CharField(
        label=_("Brand colour"), max_length=7, required=False, help_text=_("Write it as #0b6b4f.")
    )
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

    name = forms.CharField(
        label=_("Name of the new API user"), max_length=80, help_text=_("Such as the name of the other system.")
    )


class GatewayForm(forms.Form):
    """The keys of one gateway. They are never shown again, also not after a fault."""

    gateway = forms.ChoiceField(label=_("Gateway"), choices=list(NAMES.items()))
    mode = forms.ChoiceField(label=_("Kind"), choices=list(MODES.items()), initial="test")
    api_key = forms.CharField(
        label=_("Secret key"),
        max_length=300,
        widget=forms.PasswordInput(attrs=_SECRET),
        help_text=_("Stripe: the secret key (sk_…) or a restricted one (rk_…). QuickPay: the API key of an API user."),
    )
    notice_secret = forms.CharField(
        label=_("Key that notices are signed with"),
        max_length=300,
        widget=forms.PasswordInput(attrs=_SECRET),
        help_text=_("Stripe: the signing secret of the webhook (whsec_…). QuickPay: the account's private key."),
    )
    label = forms.CharField(
        label=_("What you call it"), max_length=60, required=False, help_text=_("Only for yourself.")
    )


class ResolveForm(forms.Form):
    """What was done about something that did not fit."""

    note = forms.CharField(label=_("What you found and did"), max_length=200)


class IncidentForm(forms.Form):
    """Which days, and whose."""

    since = DayField(label=_("From"))
    until = DayField(label=_("To and including"))
    code = forms.CharField(label=_("Customer number (empty for all)"), max_length=40, required=False)
