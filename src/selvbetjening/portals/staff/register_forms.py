"""The settings register as a form: a field for each entry, drawn from the entry itself."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.register import SUBJECTS, Setting
from selvbetjening.kernel.formatting import AmountNotUnderstood, format_count, parse_amount
from selvbetjening.ui.components.values import language

HEADINGS: Final = {
    "subscribing": _("Changes by customers"),
    "papers": _("Invoices, e-invoices and VAT"),
    "ledger": _("Bookkeeping"),
    "late_payment": _("Late payment"),
    "consumers": _("Consumers"),
    "people": _("Customers and who acts for them"),
    "privacy": _("Privacy and accessibility"),
}


class RegisterForm(forms.Form):
    """The entries of one subject; `cleaned_data` holds values as the register keeps them."""

    def __init__(self, *args: Any, subject: str, company: Organization, **values: Any) -> None:
        super().__init__(*args, **values)
        self.settings = SUBJECTS[subject]
        for setting in self.settings:
            self.fields[setting.code] = _field(setting)
            self.initial[setting.code] = _shown(setting, company.choice(setting.code))

    def clean(self) -> dict[str, Any]:
        """Read each field by its entry's kind; what cannot be read is an error at its field."""
        values = super().clean() or {}
        for setting in self.settings:
            if setting.code in values:
                try:
                    values[setting.code] = _read(setting, values[setting.code])
                except (ValueError, AmountNotUnderstood):
                    self.add_error(setting.code, _ROWS if setting.kind == "rows" else _AMOUNT)
        return values


_ROWS: Final = _("Write one line for each, such as 2026-01-01 160: first day, then the number.")
_AMOUNT: Final = _("Write an amount, such as 100,00.")


def _field(setting: Setting) -> forms.Field:
    label, help_text = gettext(setting.label), _help(setting)
    match setting.kind:
        case "switch":
            return forms.BooleanField(label=label, help_text=help_text, required=False)
        case "number":
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
    return forms.CharField(label=label, help_text=help_text, required=setting.kind == "money")


def _options(setting: Setting) -> list[tuple[str, str]]:
    return [(code, gettext(text)) for code, text in setting.options]


def _help(setting: Setting) -> str:
    """What it means, its limits, and the rule of law that draws them."""
    said = [gettext(setting.help)] if setting.help else []
    if setting.kind == "rows":
        said.append(str(_ROWS))
    if setting.kind in ("number", "money") and setting.low is not None and setting.high is not None:
        low, high = (_limit(setting, number) for number in (setting.low, setting.high))
        said.append(gettext("From %(low)s to %(high)s.") % {"low": low, "high": high})
    if setting.law:
        said.append(gettext("Rule %(rule)s.") % {"rule": setting.law})
    return " ".join(said)


def _limit(setting: Setting, number: int) -> str:
    return f"{number / 100:.2f}" if setting.kind == "money" else format_count(number)


def _shown(setting: Setting, value: Any) -> Any:
    if setting.kind == "rows":
        return "\n".join(" ".join(str(part) for part in row) for row in value)
    if setting.kind == "money":
        text = f"{value // 100}.{value % 100:02d}"
        return text if language() == "en" else text.replace(".", ",")
    return value


def _read(setting: Setting, value: Any) -> Any:
    if setting.kind == "rows":
        return [[*parts[:-1], int(parts[-1])] for line in value.splitlines() if (parts := line.split())]
    if setting.kind == "money":
        return parse_amount(value)
    return value
