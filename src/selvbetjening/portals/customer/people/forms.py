"""Forms of the people on an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.rules.people import RecipientDetails
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.portals.customer.people.words import ROLES


def email_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A field for an address; `clean_address` reads it."""
    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    return forms.CharField(label=label, max_length=254, widget=widget, help_text=help_text)


def clean_address(text: str) -> str:
    """The address in its one form (LG-01). Raises ValidationError."""
    try:
        return normalise_email(text)
    except InvalidEmail:
        raise forms.ValidationError(gettext("This is not an e-mail address. Look it over.")) from None


class PersonForm(forms.Form):
    """What an owner decides about somebody who is on the account. The address is the person's own to change (XB-38)."""

    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()), widget=forms.RadioSelect)
    ends_on = forms.DateField(
        label=_("First day without access"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Needed for a bookkeeper. Empty: the access does not end by itself."),
    )  # fmt: skip
    receive_invoice = forms.BooleanField(label=_("Gets invoices"), required=False)
    receive_payment_confirmation = forms.BooleanField(label=_("Gets payment confirmations"), required=False)
    receive_subscription_notifications = forms.BooleanField(label=_("Gets mail about subscriptions"), required=False)
    has_self_service_access = forms.BooleanField(label=_("May log in here"), required=False)

    def details(self, email: str) -> RecipientDetails:
        """What a valid form says, for the person with this address."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "has_self_service_access"}
        return RecipientDetails(email=email, **said)


class InviteForm(PersonForm):
    """Somebody who is to be on the account."""

    field_order = ("name", "email")
    email = email_field(_("E-mail address"), _("Gets a mail, and is on the account when it has said yes."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["has_self_service_access"]

    def clean_email(self) -> str:
        return clean_address(self.cleaned_data["email"])

    def invited(self) -> RecipientDetails:
        """What a valid form says."""
        return RecipientDetails(**self.cleaned_data)


class BookkeeperForm(forms.Form):
    """A bookkeeper from outside (CM-08)."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = email_field(_("E-mail address"), _("The bookkeeper logs in with this address."))
    ends_on = forms.DateField(
        label=_("First day without access"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("A year from today at most."),
    )  # fmt: skip

    def clean_email(self) -> str:
        return clean_address(self.cleaned_data["email"])


class AddressForm(forms.Form):
    """One's own new address."""

    email = email_field(_("New e-mail address"), _("We send a code to this address and one to your present address."))

    def clean_email(self) -> str:
        return clean_address(self.cleaned_data["email"])


class CodesForm(forms.Form):
    """The two codes of a change of address."""

    old_code = forms.CharField(
        label=_("Code from the mail to your present address"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    new_code = forms.CharField(
        label=_("Code from the mail to your new address"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
