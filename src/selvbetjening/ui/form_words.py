"""What a field says when it was filled in wrongly: the way out in plain words, where Django talks like an office."""

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_CHOOSE = _("Choose one of those on the list.")


def speak_plainly() -> None:
    """Every form's fields, also those that are written later; what a form says itself goes before.

    Django reads these when a form's class is made, so it must run before the first form is imported.
    """
    for kind, words in _BY_FIELD.items():
        kind.default_error_messages = {**kind.__dict__.get("default_error_messages", {}), **words}  # type: ignore[dict-item]
    validators.EmailValidator.message = _("Write the whole e-mail address, such as name@company.example.")
    validators.MinValueValidator.message = _("Write %(limit_value)s or more.")
    validators.MaxValueValidator.message = _("Write %(limit_value)s or less.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Write at most %(limit_value)d character. There are %(show_value)d now.",
        "Write at most %(limit_value)d characters. There are %(show_value)d now.",
        "limit_value",
    )
    validators.MinLengthValidator.message = ngettext_lazy(
        "Write at least %(limit_value)d character. There are %(show_value)d now.",
        "Write at least %(limit_value)d characters. There are %(show_value)d now.",
        "limit_value",
    )


_BY_FIELD: dict[type[forms.Field], dict[str, object]] = {
    forms.Field: {"required": _("Fill in this field.")},
    forms.BooleanField: {"required": _("Tick this box to go on.")},
    forms.IntegerField: {"invalid": _("Write a whole number, such as 5.")},
    forms.DecimalField: {"invalid": _("Write a number, such as 12.50.")},
    forms.DateField: {"invalid": _("Write the day as 31-12-2026.")},
    forms.ChoiceField: {"required": _("Choose one."), "invalid_choice": _CHOOSE},
    forms.MultipleChoiceField: {"required": _("Choose at least one."), "invalid_choice": _CHOOSE},
    forms.FileField: {
        "required": _("Choose a file."),
        "missing": _("Choose a file."),
        "empty": _("The file is empty. Choose another one."),
    },
}
