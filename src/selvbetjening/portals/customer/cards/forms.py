"""The form of a new card: where it is entered, and whether it is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.customer.paying.consent import Consent


@dataclass(frozen=True, slots=True)
class Place:
    """A gateway's page, for one currency where its cards pay only one."""

    id: UUID
    gateway: str
    name: str
    currency: str
    only: bool

    @property
    def key(self) -> str:
        """As the form carries it."""
        return f"{self.id} {self.currency}"


class AddForm(forms.Form):
    """`words` are those that were shown beside the box: others must be agreed to anew (PY-09)."""

    marks_optional = False
    words = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    place = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them."), "invalid_choice": _("Choose one of them.")},
    )
    use = forms.BooleanField(label=_("Use the card for my payments from now on"), required=False)

    def __init__(self, *args: Any, places: Sequence[Place], consent: Consent, **values: Any) -> None:
        super().__init__(*args, **values)
        self.places, self.consent = {place.key: place for place in places}, consent
        self.fields["words"].initial = consent.digest
        place: Any = self.fields["place"]
        gateways = {each.gateway for each in places}
        place.label = (
            gettext("Which payment company is to keep the card?")
            if len(gateways) > 1
            else gettext("Which payments is the card for?")
        )
        if len(gateways) > 1:
            place.help_text = gettext("You enter the card on its page. What you pay is the same with both.")
        place.choices = [(each.key, _called(each, places)) for each in places]
        if places:
            place.initial = places[0].key
        if len(places) < 2:
            place.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A box that was ticked beside other words was not ticked beside these."""
        given = super().clean() or {}
        if given.get("use") and given.get("words") != self.consent.digest:
            self.data = {**self.data.dict(), "words": self.consent.digest}  # type: ignore[attr-defined]
            self.add_error("use", gettext("What this means has changed. Read it, and send the form again."))
        return given

    @property
    def chosen(self) -> Place:
        """Where the card is entered; of a valid form."""
        return self.places[self.cleaned_data["place"]]

    @property
    def uses(self) -> bool:
        """Whether the card is to be used from now on."""
        return bool(self.cleaned_data.get("use"))


def _called(place: Place, among: Sequence[Place]) -> str:
    """The gateway, its currency, or both: what tells it from the others."""
    same = [each for each in among if each.gateway == place.gateway]
    if len(same) < 2:
        return place.name
    words = gettext("Payments in %(currency)s") % {"currency": place.currency}
    return f"{place.name}: {words}" if len(same) < len(among) else words
