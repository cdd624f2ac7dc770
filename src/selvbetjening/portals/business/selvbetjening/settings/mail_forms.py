"""Forms of the mails' sender and of own words; each refusal is told at its field, with the way out."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.messaging.rules.own_words import (
    LONGEST_OWN_SUBJECT,
    LONGEST_OWN_WORDS,
    OwnWords,
    WordsRefused,
    checked,
    places,
)
from selvbetjening.domain.organizations.queries import Organization

LANGUAGES: Final[dict[str, Promise]] = {"da": _("Danish"), "en": _("English")}
_REFUSED: Final[dict[str, Promise]] = {
    "one_line": _("The subject is one line. Take the line break out."),
    "hidden": _("There is a character in it that cannot be seen. Type the text anew instead of pasting it."),
    "too_long": _("It is too long: %(what)s characters at most."),
    "link": _("Links cannot stand in own words (%(what)s). The mail has its own button to the portal."),
    "braces": _("A brace stands alone. Braces only stand around a place, such as {company}."),
    "place": _("%(what)s cannot be filled in this mail. You can use: %(places)s."),
}


class SenderForm(forms.Form):
    """What mails come from. The address itself is the platform's own, so that they arrive."""

    mail_sender_name = forms.CharField(label=_("Name that mails come from"), max_length=60, required=False)
    mail_reply_to = forms.EmailField(label=_("Address that answers go to"), max_length=254, required=False)

    def __init__(self, *args: Any, company: Organization, **values: Any) -> None:
        super().__init__(*args, **values)
        empty = gettext("Empty: %(value)s, as under General.")
        self.fields["mail_sender_name"].help_text = empty % {"value": company.name}
        self.fields["mail_reply_to"].help_text = empty % {"value": company.email or gettext("no address")}

    def clean_mail_sender_name(self) -> str:
        """A name, and no address: a mail that seems to come from another address is taken for a fraud."""
        name: str = self.cleaned_data["mail_sender_name"]
        if set(name) & set('@<>"'):
            raise forms.ValidationError(gettext("Write a name here. The address for answers stands below."))
        return name


class MailTextForm(forms.Form):
    """Own subject and own words, in both languages."""

    def __init__(self, *args: Any, kind: str, **values: Any) -> None:
        super().__init__(*args, **values)
        self.kind = kind
        for language, name in LANGUAGES.items():
            self.fields[f"subject_{language}"] = forms.CharField(
                label=gettext("Subject in %(language)s") % {"language": name},
                required=False,
                strip=False,
                help_text=gettext("At most %(count)s characters. Empty: the standard.")
                % {"count": LONGEST_OWN_SUBJECT},
            )
            self.fields[f"words_{language}"] = forms.CharField(
                label=gettext("Own words in %(language)s") % {"language": name},
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text=gettext("At most %(count)s characters. They stand first in the mail.")
                % {"count": LONGEST_OWN_WORDS},
            )

    def said(self) -> dict[str, OwnWords]:
        """By language, of a form that is valid."""
        values = self.cleaned_data
        return {each: OwnWords(values[f"subject_{each}"], values[f"words_{each}"]) for each in LANGUAGES}

    def clean(self) -> dict[str, Any]:
        """Every wrong field is marked at once."""
        values = super().clean() or {}
        for language in LANGUAGES:
            for field in ("subject", "words"):
                name = f"{field}_{language}"
                given = {"subject": "", "words": ""} | {field: values.get(name, "")}
                try:
                    values[name] = getattr(checked(kind=self.kind, **given), field)
                except WordsRefused as refused:
                    self.add_error(name, self._words(refused))
        return values

    def _words(self, refused: WordsRefused) -> str:
        known = ", ".join("{" + each + "}" for each in places(kind=self.kind))
        return str(_REFUSED[refused.reason]) % {"what": refused.what, "places": known}
