"""The form about the program behind an SFTP user."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.identity.rules.ssh_habits import (
    LONGEST_PATTERN,
    MOST_PATTERNS,
    HabitRefused,
    SshNaming,
    patterns_of,
)

#: What files to collect and receipts are called.
NAMINGS: Final[dict[str, Promise]] = {
    SshNaming.PORTAL.value: _("As in the portal, such as opkraevning.txt.….K2.txt"),
    SshNaming.LEGACY.value: _("As Betalingsservice has named its own files, such as V0000012001.BS1"),
}
_REFUSED: Final[dict[str, Promise]] = {
    "slash": _("“%(pattern)s” cannot be a file name: leave slashes and hidden signs out."),
    "wide": _("“%(pattern)s” fits every name, so nothing would ever be delivered."),
    "long": _("“%(pattern)s” is too long: at most %(longest)s signs."),
    "many": _("At most %(most)s patterns."),
}


class HabitsForm(forms.Form):
    """What the program does that ours must bear with."""

    all_in_root = forms.BooleanField(
        label=_("Everything in the root folder"), required=False,
        help_text=_(
            "For programs that only put and fetch in /: what they put there is sent, and what is to be collected lies "
            "there with the receipts. Deleting a file there hides it from this user. The other folders stay."
        ),
    )  # fmt: skip
    naming = forms.ChoiceField(
        label=_("Names of what is fetched"), widget=forms.RadioSelect, choices=list(NAMINGS.items()),
        help_text=_(
            "With names of old, T is that a file was received, V whether it was accepted, F what became of it, and D "
            "what is to be collected. Both names open the same file. Your own files keep their names."
        ),
    )  # fmt: skip
    temporary = forms.CharField(
        label=_("Names of unfinished files"), required=False, max_length=MOST_PATTERNS * (LONGEST_PATTERN + 2),
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "One pattern in each line; * stands for any signs. Such a file is delivered once the program gives it "
            "another name. Empty the field to get our own list back."
        ),
    )  # fmt: skip

    def clean_temporary(self) -> tuple[str, ...]:
        """Raises ValidationError for a pattern that cannot be used."""
        try:
            return patterns_of(text=self.cleaned_data["temporary"])
        except HabitRefused as refused:
            values: dict[str, Any] = {
                "pattern": refused.pattern, "longest": LONGEST_PATTERN, "most": MOST_PATTERNS
            }  # fmt: skip
            raise forms.ValidationError(str(_REFUSED[refused.code]), params=values) from None
