"""Forms of the key pages."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.identity.rules.ssh_keys import DEFAULT_MONTHS, LARGEST_TEXT
from selvbetjening.portals.business.filetransfer.words import ENVIRONMENTS

_MONTHS: Final = (3, 6, 12, 24, 36)


def _months() -> list[tuple[str, str]]:
    return [(str(each), ngettext("%(count)d month", "%(count)d months", each) % {"count": each}) for each in _MONTHS]


class KeyForm(forms.Form):
    """A public key, pasted or as a file, and how it may be used."""

    text = forms.CharField(
        label=_("Public key"), required=False, strip=True, max_length=LARGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("The whole content of the file that ends in .pub. Never the private key."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or choose the file"), required=False, max_length=255, allow_empty_file=True,
        help_text=_("The public key as OpenSSH, PuTTYgen (RFC 4716) or your program saves it."),
    )  # fmt: skip
    label = forms.CharField(
        label=_("Name of the key"), required=False, max_length=80,
        help_text=_("Such as the computer that it is on. Without one, the comment in the key is used."),
    )  # fmt: skip
    months = forms.ChoiceField(label=_("Valid for"), choices=_months, initial=str(DEFAULT_MONTHS))
    addresses = forms.CharField(
        label=_("Only from these addresses"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("IP addresses or networks. Leave it empty to let the key be used from anywhere."),
    )  # fmt: skip
    quiet_fields = ("text",)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError without any key, or with two."""
        given = super().clean() or {}
        if "text" in self.errors or "file" in self.errors:
            return given
        if bool(given.get("text")) == bool(given.get("file")):
            both = bool(given.get("text"))
            self.add_error("text", gettext("Give one key only.") if both else gettext("Paste the key, or choose it."))
        return given

    def emptied(self) -> "KeyForm":
        """The same form without the key that was in it."""
        values = {name: value for name, value in self.data.items() if name != "text"}
        made = KeyForm(values)
        made.full_clean()
        del made.errors["text"]
        return made


class CompareForm(forms.Form):
    """A public key or a fingerprint, to be compared with a key that is here."""

    text = forms.CharField(
        label=_("Public key or fingerprint"), strip=True, max_length=LARGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("The content of the file that ends in .pub, or the line that ssh-keygen -lf shows."),
    )  # fmt: skip

    def empty(self) -> None:
        """Show nothing of what was given."""
        self.data = {name: value for name, value in self.data.items() if name != "text"}


class UserForm(forms.Form):
    """Whether an SFTP user is for real files."""

    environment = forms.ChoiceField(
        label=_("What is it for?"), widget=forms.RadioSelect, choices=list(ENVIRONMENTS.items()), initial="test",
        help_text=_("Begin with Test: the folders are its own, and nothing is collected."),
    )  # fmt: skip


class ResponsibleForm(forms.Form):
    """Who answers for a machine."""

    responsible = forms.ChoiceField(
        label=_("Responsible person"),
        help_text=_("Adds the machine's keys, gets the mails, and cannot approve what the machine sends."),
    )

    def __init__(self, *given: Any, people: Sequence[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        cast(forms.ChoiceField, self.fields["responsible"]).choices = list(people)


class MachineForm(ResponsibleForm):
    """A machine's SFTP user."""

    label = forms.CharField(label=_("Name of the machine"), max_length=80, help_text=_("Such as: ERP, night run."))
    environment = forms.ChoiceField(label=_("Environment"), choices=list(ENVIRONMENTS.items()), initial="test")
    may = forms.MultipleChoiceField(
        label=_("The machine may"), widget=forms.CheckboxSelectMultiple,
        choices=[("send", _("Send files")), ("fetch", _("Fetch files"))], initial=["send", "fetch"],
    )  # fmt: skip
    pbs_numbers = forms.CharField(
        label=_("Only for these PBS numbers"), required=False, max_length=400,
        help_text=_("8 digits each. Leave it empty for all of the company's."),
    )  # fmt: skip
    field_order = ("label", "environment", "may", "pbs_numbers", "responsible")

    def clean_pbs_numbers(self) -> list[str]:
        """Raises ValidationError for what is no PBS number."""
        found = str(self.cleaned_data["pbs_numbers"]).replace(",", " ").split()
        if any(len(each) != 8 or not each.isascii() or not each.isdigit() for each in found):
            raise forms.ValidationError(gettext("A PBS number has 8 digits."))
        return found
