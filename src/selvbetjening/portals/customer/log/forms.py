"""What the log's pages may be asked."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.customer.day_fields import day_field
from selvbetjening.portals.customer.log.told import KINDS

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Everything")), *((code, words) for code, (words, _prefixes) in KINDS.items())]


class FilterForm(forms.Form):
    """Which entries: a kind, and days, both included."""

    type = forms.ChoiceField(label=_("Show"), choices=_kinds, required=False)
    fra = day_field(_("From"))
    til = day_field(_("To and including"))


class AnchorForm(forms.Form):
    """A hash from a mail or from a file that was kept."""

    kontrolsum = forms.CharField(
        label=_("Hash from a mail or a file"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Copy the hash into the field.")},
    )

    def clean_kontrolsum(self) -> str:
        text = "".join(str(self.cleaned_data["kontrolsum"]).lower().split())
        if not _HASH.fullmatch(text):
            raise forms.ValidationError(gettext("A hash is 64 digits and letters from a to f. Copy it whole."))
        return text
