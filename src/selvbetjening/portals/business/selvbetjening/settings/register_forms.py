"""The settings register as a form: a field for each entry, drawn from the entry itself."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.organizations.rules.register import SUBJECTS, Setting, accepted
from selvbetjening.kernel.formatting import AmountNotUnderstood
from selvbetjening.portals.business.selvbetjening.settings import register_words as words

HEADINGS: Final = {
    "subscribing": _("Changes by customers"),
    "papers": _("Invoices, e-invoices and VAT"),
    "ledger": _("Bookkeeping"),
    "late_payment": _("Late payment"),
    "cards": _("Payment cards"),
    "consumers": _("Consumers"),
    "people": _("Customers and who acts for them"),
    "business": _("Users and Access Managers"),
    "files": _("Files sent and fetched"),
    "approval": _("Files that others approve"),
    "privacy": _("Privacy and accessibility"),
    "mails": _("Mails to customers"),
}


class RegisterForm(forms.Form):
    """The entries of one subject; `cleaned_data` holds values as the register keeps them."""

    def __init__(self, *args: Any, subject: str, company: Organization, law_url: str, **values: Any) -> None:
        super().__init__(*args, **values)
        self.settings = SUBJECTS[subject]
        for setting in self.settings:
            value = company.choice(setting.code)
            help_text = words.about(setting, chosen=value != setting.default, law_url=law_url)
            self.fields[setting.code] = _field(setting, help_text)
            self.initial[setting.code] = words.typed(setting, value)

    def clean(self) -> dict[str, Any]:
        """Read each field by its entry's kind and hold it against its limits: every wrong field is marked at once."""
        values = super().clean() or {}
        for setting in self.settings:
            if setting.code in values:
                try:
                    values[setting.code] = accepted(setting=setting, value=words.read(setting, values[setting.code]))
                except (ValueError, AmountNotUnderstood):
                    self.add_error(setting.code, words.wrong(setting, "form"))
                except Refused as refused:
                    self.add_error(setting.code, words.wrong(setting, refused.reason))
        return values


def _field(setting: Setting, help_text: str) -> forms.Field:
    label = gettext(setting.label)
    match setting.kind:
        case "switch":
            return forms.BooleanField(label=label, help_text=help_text, required=False)
        case "number" if not setting.unit:
            return forms.IntegerField(label=label, help_text=help_text)
        case "choice":
            return forms.ChoiceField(label=label, help_text=help_text, choices=_options(setting))
        case "choices":
            return forms.MultipleChoiceField(
                label=label,
                help_text=help_text,
                choices=_options(setting),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        case "rows":
            return forms.CharField(
                label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 4})
            )
    return forms.CharField(label=label, help_text=help_text, required=setting.kind in ("money", "number"))


def _options(setting: Setting) -> list[tuple[str, str]]:
    return [(code, gettext(text)) for code, text in setting.options]
