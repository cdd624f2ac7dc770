"""Forms about Betalingsservice. Shape only: terms and lines are checked by the domain (SEC-25)."""

import re
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.directdebit.rules.bank import ConnectionRefused
from selvbetjening.domain.directdebit.rules.line_keys import fingerprints, host_keys, own_key
from selvbetjening.portals.agreement_words import ENVIRONMENTS
from selvbetjening.portals.business.selvbetjening.settings.direct_debit_words import (
    CLOSED,
    LATE,
    MANDATES,
    PAYMENTS,
    REPEAT,
    WRONG,
)

_PLAIN: Final = {"autocomplete": "off", "spellcheck": "false"}
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?")
_LARGEST: Final = 16_384
#: What means something only where we are Betalingsservice: outside, it is agreed with the bank.
_OURS: Final = ("payments", "mandates", "full_list_day", "information", "on_late", "accept_partly")


def _chosen(label: Any, words: Any, help_text: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(words.items()), widget=forms.RadioSelect, help_text=help_text)


class TermsForm(forms.Form):
    """What the company decides itself about an agreement; `role` says who is Betalingsservice."""

    on_closed_day = _chosen(
        _("When a payment falls on a day when banks are closed"), CLOSED,
        _("It changes on which day the customer pays, and your money comes."),
    )  # fmt: skip
    several_a_day = forms.BooleanField(
        label=_("Take several amounts from one customer on the same day"), required=False,
        help_text=_("Without it, a second amount for the same customer and day is doubted, as a file sent twice is."),
    )  # fmt: skip
    on_repeat = _chosen(
        _("When a customer gets a second amount for the same day"), REPEAT,
        _("Means something only where several amounts a day are not taken."),
    )  # fmt: skip
    on_late = _chosen(
        _("When an amount in a file comes after its deadline"), LATE,
        _("The deadline is the month's; the page before this one shows the next one."),
    )  # fmt: skip
    accept_partly = forms.BooleanField(
        label=_("Take the sound lines of a file that has wrong ones"), required=False,
        help_text=_(
            "Without it, a file with one wrong line is refused whole, unless the company's file rules "
            "(My File Transfer) take the sound ones for all agreements."
        ),
    )  # fmt: skip
    payments = _chosen(_("Payments (file 0602)"), PAYMENTS, _("When you are told, not when the money comes."))
    mandates = _chosen(_("Customers who are signed up (file 0603)"), MANDATES, "")
    full_list_day = forms.IntegerField(
        label=_("Day of the month for the full list"), min_value=1, max_value=28, help_text=_("From 1 to 28.")
    )
    information = forms.BooleanField(
        label=_("Make the file with information and errors (0621)"), required=False,
        help_text=_("It tells what became of the lines you handed in. Without it you read that on these pages only."),
    )  # fmt: skip

    in_portal = forms.BooleanField(
        label=_("Customers can sign up on their own pages"), required=False,
        help_text=_(
            "They write their bank account there, and take it back until it has gone out. Outside, your bank must take "
            "605 deliveries from you. What customers may do must allow it, too."
        ),
    )  # fmt: skip

    def __init__(self, *given: Any, role: str, **named: Any) -> None:
        super().__init__(*given, **named)
        if role == "external":
            for name in _OURS:
                del self.fields[name]


class UnshownArea(forms.Textarea):
    """What is written in it is never written out again, also not after a fault."""

    def format_value(self, value: Any) -> str | None:
        return None


class LineForm(forms.Form):
    """How Betalingsservice is reached over SFTP. The private key is asked for after MitID, and never shown again."""

    environment = forms.ChoiceField(
        label=_("Environment"), choices=list(ENVIRONMENTS.items()), widget=forms.RadioSelect, initial="test"
    )
    host = forms.CharField(
        label=pgettext_lazy("server", "The server's name"), max_length=253, widget=forms.TextInput(attrs=_PLAIN)
    )
    port = forms.IntegerField(
        label=_("Port"), initial=22, min_value=1, max_value=65_535,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), cast(Any, WRONG["port"])),
    )  # fmt: skip
    username = forms.CharField(label=_("User name"), max_length=64, widget=forms.TextInput(attrs=_PLAIN))
    host_keys = forms.CharField(
        label=_("The server's public key"), max_length=_LARGEST, widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}),
        help_text=_("As Betalingsservice gave it to you, one a line. Only a server with this key is sent anything."),
    )  # fmt: skip
    fingerprint = forms.CharField(
        label=_("Its fingerprint"), max_length=80, required=False, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("SHA256:… from their letter or page. It is held against the key, so that you need not."),
    )  # fmt: skip
    put_folder = forms.CharField(label=_("Folder that we put files into"), max_length=200, required=False)
    get_folder = forms.CharField(
        label=_("Folder that we fetch files from"), max_length=200, required=False,
        help_text=_("Leave both empty where files lie in the folder one comes to."),
    )  # fmt: skip
    private_key = forms.CharField(
        label=_("Our private key"), max_length=_LARGEST, strip=False,
        widget=UnshownArea(attrs={"rows": 6, **_PLAIN}),
        error_messages={"required": _("Paste the private key now. It is sealed as soon as you press.")},
        help_text=_("Without a password. Its public half is what Betalingsservice has. It is never shown again."),
    )  # fmt: skip

    def __init__(self, *given: Any, with_key: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        if not with_key:
            del self.fields["private_key"]

    def clean_host(self) -> str:
        host: str = self.cleaned_data["host"]
        if _HOST.fullmatch(host) is None:
            raise forms.ValidationError(str(WRONG["host"]))
        return host

    def clean_host_keys(self) -> str:
        kept = host_keys(text=self.cleaned_data["host_keys"])
        try:
            if not fingerprints(host_keys=kept):
                raise ConnectionRefused("host_keys")
        except ConnectionRefused as refused:
            raise forms.ValidationError(str(WRONG[refused.field])) from None
        return kept

    def clean_fingerprint(self) -> str:
        """Raises ValidationError where no pasted key has it."""
        wanted: str = self.cleaned_data["fingerprint"].strip().rstrip("=")
        keys = self.cleaned_data.get("host_keys")
        if wanted and keys:
            known = {print_ for _kind, print_ in fingerprints(host_keys=keys)}
            if wanted not in known and f"SHA256:{wanted}" not in known:
                raise forms.ValidationError(str(WRONG["fingerprint"]))
        return wanted

    def clean_private_key(self) -> str:
        try:
            return own_key(text=self.cleaned_data["private_key"])
        except ConnectionRefused as refused:
            raise forms.ValidationError(str(WRONG[refused.field])) from None

    def clean(self) -> dict[str, Any]:
        """A key that was right is gone with the page that shows another fault."""
        given = super().clean() or {}
        if self.errors and given.get("private_key"):
            self.add_error("private_key", gettext("Paste the key again: it was not kept."))
        return given
