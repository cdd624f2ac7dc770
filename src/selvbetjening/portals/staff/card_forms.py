"""The operator's forms about card gateways and money that goes back."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.portals.staff.card_words import MODES

_SECRET: Final = {"autocomplete": "off", "spellcheck": "false"}


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
