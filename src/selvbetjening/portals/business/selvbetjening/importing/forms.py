"""The form that takes the six files."""

from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.imports.rules import MOST_BYTES, Refused, check_files
from selvbetjening.portals.business.selvbetjening.importing.words import FILES

MOST_MEGABYTES: Final = MOST_BYTES // (1024 * 1024)
_REFUSED: Final[dict[str, Promise]] = {
    "none": _("Choose at least one file."),
    "too_large": _("The files are more than 25 MB together. Split them, and read them in one after the other."),
    "empty": _("This file is empty."),
    "no_text": _("This is no CSV file. In a spreadsheet, choose Save as, CSV UTF-8."),
}


class UploadForm(forms.Form):
    """Any of the files that the user may bring in; each field is named after its file in the import."""

    def __init__(self, *args: Any, may: Collection[str], **values: Any) -> None:
        super().__init__(*args, **values)
        for name, words in ((name, words) for name, words in FILES.items() if name in may):
            self.fields[name.removesuffix(".csv")] = forms.FileField(
                label=str(words), required=False, allow_empty_file=True, max_length=200,
                widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        given = {f"{name}.csv": file for name, file in values.items() if file}
        if sum(file.size for file in given.values()) > MOST_BYTES:  # before any of it is read
            raise forms.ValidationError(str(_REFUSED["too_large"]))
        for name, file in given.items():
            if not file.name.lower().endswith((".csv", ".txt")):
                self.add_error(name.removesuffix(".csv"), str(_REFUSED["no_text"]))
        if self.errors:
            return values
        values["contents"] = {name: file.read() for name, file in given.items()}
        try:
            check_files(files=values["contents"])
        except Refused as error:
            self.add_error(error.file.removesuffix(".csv") or None, str(_REFUSED[error.reason]))
        return values
