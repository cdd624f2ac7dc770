"""Forms about webhooks. Shape only: addresses and events are checked by the domain (SEC-25)."""

from collections.abc import Collection
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.webhooks.rules.catalogue import EVENTS, WHOLE
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.selvbetjening.settings.webhook_words import FAMILIES

_PLAIN: Final = {"autocomplete": "off", "spellcheck": "false"}
_LONGEST: Final = 200


def _choices(*, chosen: Collection[str] = ()) -> list[tuple[str, str]]:
    """What is offered: Fenerum's events one by one, ours by family; what was chosen one by one stays there."""
    whole = {name.removesuffix("*"): name for name in WHOLE}
    found: list[tuple[str, str]] = []
    for kind in EVENTS.values():
        family = next((name for start, name in whole.items() if kind.name.startswith(start)), "")
        if family and (family, f"{FAMILIES[kind.family]}: {family}") not in found:
            found.append((family, f"{FAMILIES[kind.family]}: {family}"))
        if not family or kind.name in chosen:
            found.append((kind.name, f"{FAMILIES[kind.family]}: {kind.name}"))
    return found


class EventsField(forms.MultipleChoiceField):
    """Takes every event, offered or not: the API names ours one by one."""

    def valid_value(self, value: Any) -> bool:
        return value in EVENTS or value in WHOLE


class WebhookForm(forms.Form):
    """Where to, what, and with which password."""

    url = forms.CharField(
        label=_("Address of the receiver"), max_length=2000, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("It begins with https:// and uses port 443 or 8443."),
    )  # fmt: skip
    what = forms.ChoiceField(
        label=_("What it is told"), widget=forms.RadioSelect,
        choices=[
            ("standard", _("The standard events, and new ones of them")), ("named", _("The events chosen below")),
        ],
    )  # fmt: skip
    events = EventsField(
        label=_("Events"), required=False, widget=forms.CheckboxSelectMultiple, choices=_choices,
        help_text=_("They count where you have said that the chosen ones are told."),
    )  # fmt: skip
    username = forms.CharField(
        label=_("User name"), max_length=_LONGEST, required=False, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("Where the receiver asks for a user name and a password (Basic auth)."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), max_length=_LONGEST, required=False, strip=False,
        widget=forms.PasswordInput(attrs={**_PLAIN, "autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *given: Any, has_password: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        chosen = self["events"].value() or ()
        cast(forms.MultipleChoiceField, self.fields["events"]).choices = _choices(chosen=chosen)
        if has_password:
            self.fields["password"].help_text = _("Leave it empty to keep the one there is.")

    def named(self) -> list[str] | None:
        """The events, None for the standard ones. Call it on a valid form only."""
        data = self.cleaned_data
        return None if data["what"] == "standard" else list(data["events"])


class CodeForm(forms.Form):
    """The code that the receiver got with the challenge."""

    code = forms.CharField(
        label=_("Code from the receiver's log"), max_length=100, widget=forms.TextInput(attrs=_PLAIN)
    )


class ReplayForm(forms.Form):
    """Of which days everything is sent again."""

    since = DayField(label=_("From"))
    until = DayField(label=_("To and including"))
    failed_only = forms.BooleanField(
        label=_("Only what was given up"), required=False, initial=True,
        help_text=_("Without it, what came through is sent again, too, with the same id."),
    )  # fmt: skip
