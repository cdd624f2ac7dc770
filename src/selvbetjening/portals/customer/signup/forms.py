"""Forms of the sign-up: the party type first, then the details (LG-11)."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.rules import BillingDetails
from selvbetjening.portals.customer.details.forms import SIGNUP_FIELDS, DetailsForm
from selvbetjening.portals.customer.words import PARTY_TYPES

#: The Danish words in the address of the sign-up form.
ADDRESS_WORDS: Final = {"privat": "consumer", "virksomhed": "business", "offentlig": "public"}


class PartyForm(forms.Form):
    """Who is the customer? Nothing is chosen beforehand."""

    kundetype = forms.ChoiceField(
        label=_("Who is the customer?"),
        choices=[(word, PARTY_TYPES[party]) for word, party in ADDRESS_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three."), "invalid_choice": _("Choose one of the three.")},
    )


class SignupForm(DetailsForm):
    """The details, and the name of the person who signs up for a company or an institution."""

    field_order = ("name", "person")
    person = forms.CharField(
        label=_("Your own name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def __init__(self, *args: Any, party_type: str, **kwargs: Any) -> None:
        present = BillingDetails(party_type=party_type, name="")
        super().__init__(*args, present=present, only=SIGNUP_FIELDS, **kwargs)
        if party_type == "business":
            del self.fields["ean"]
        if self.party_type == "consumer":
            del self.fields["person"]

    @property
    def recipient_name(self) -> str:
        """Whom mails are addressed to."""
        return str(self.cleaned_data.get("person") or self.cleaned_data["name"])
