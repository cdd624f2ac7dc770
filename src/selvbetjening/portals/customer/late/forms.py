"""The forms of a dispute: which line, what is wrong, and files that show it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.payments.rules.disputes import (
    LARGEST_FILE,
    LONGEST_TEXT,
    DisputeRefused,
    Upload,
    checked_files,
)
from selvbetjening.portals.customer.late.words import REASONS, REFUSED


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files as `Upload`s, of the kinds that are taken (SEC-79). Too large ones are refused before they are read."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Raises ValidationError for files that the rules refuse, whatever else is wrong with the form."""
        sent: Sequence[UploadedFile] = data if isinstance(data, list | tuple) else [data] if data else []
        if any((file.size or 0) > LARGEST_FILE for file in sent):
            raise forms.ValidationError(str(REFUSED["file_size"]), code="file_size")
        files = [Upload(file.name or "", file.read()) for file in sent]
        try:
            checked_files(files=files)
        except DisputeRefused as refused:
            raise forms.ValidationError(str(REFUSED[refused.reason]), code=refused.reason) from None
        return files


class MessageForm(forms.Form):
    """A message of a thread."""

    text = forms.CharField(label=_("Your message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))
    attached = FilesField(
        label=_("Files that show it"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most three files of 4 MB together."),
        widget=ManyFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._ask_for_files_again()
        return given

    def _ask_for_files_again(self) -> None:
        # No browser keeps a chosen file when the page comes back; in silence it would be missing from the next send.
        if self.errors and "attached" not in self.errors and self.files.getlist("attached"):
            self.add_error("attached", gettext("Choose the file again: it is lost when something must be corrected."))

    def refuse(self, reason: str) -> None:
        """Show why the domain refused it, at the field that it is about."""
        field = "attached" if reason in {"too_many_files", "file_type", "file_size"} else "text"
        self.add_error(field if reason not in {"closed", "already", "nothing_left", "handed_over"} else None, str(
            REFUSED[reason]
        ))  # fmt: skip
        self._ask_for_files_again()


class DisputeForm(MessageForm):
    """A new dispute: `lines` are (id, words) of what may be disputed."""

    line = forms.ChoiceField(label=_("Which line is it about?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect, choices=list(REASONS.items()))
    field_order = ("line", "reason", "text", "attached")

    def __init__(self, *args: Any, lines: Sequence[tuple[str, "str | Promise"]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Tell us about it")
        choice = self.fields["line"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - narrows the type
        choice.choices = list(lines)
        if len(lines) == 1:
            choice.initial = lines[0][0]
