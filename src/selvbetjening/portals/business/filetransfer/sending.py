"""Send a file: choose it, see exactly what it will do, press Send (BP-40, BM-01). Without JavaScript as with it."""

from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import FILES_SEND
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.actions.take import take
from selvbetjening.domain.deliveries.queries import Preview
from selvbetjening.domain.deliveries.rules.doors import Environment
from selvbetjening.domain.deliveries.rules.limits import CHUNK, FORM_LARGEST, LARGEST
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.business.filetransfer.production import stands
from selvbetjening.portals.business.filetransfer.senders import by_of, scope
from selvbetjening.portals.business.filetransfer.words import ENVIRONMENTS, said
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import calls_out, requires
from selvbetjening.portals.operation import scanner_is_away

_MOST_FILES: Final = 20
_MEGABYTES: Final = FORM_LARGEST // 1_000_000


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files as they came; together no more than one form carries."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Raises ValidationError for none at all, too many, or too much."""
        given: list[UploadedFile] = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(gettext("Choose at least one file."), code="required")
        if len(given) > _MOST_FILES:
            raise forms.ValidationError(gettext("Choose at most %(most)s files at a time.") % {"most": _MOST_FILES})
        if sum(file.size or 0 for file in given) > FORM_LARGEST:
            words = gettext("The files are more than %(most)s MB together. Send fewer at a time, or use SFTP.")
            raise forms.ValidationError(words % {"most": _MEGABYTES})
        return given


class SendForm(forms.Form):
    """The files, and whether they are real."""

    chosen = FilesField(label=_("Files"))
    environment = forms.ChoiceField(
        label=_("Environment"), choices=list(ENVIRONMENTS.items()), initial="production",
        help_text=_("A test file does everything that a real one does, and collects nothing."),
    )  # fmt: skip


@requires(FILES_SEND)
@calls_out
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Choose files; what was begun and not finished, and what waits to be sent, stands below."""
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    made = _staged(request, form) if form.is_bound and form.is_valid() else []
    if made and not form.errors:
        here = request.acting.here
        address = reverse("business:mft_preview", args=[here, made[0].id])
        return HttpResponseRedirect(address if len(made) == 1 else reverse("business:mft_send", args=[here]))
    with within(request.acting.here):
        return _send_page(request, form)


def _send_page(request: CompanyRequest, form: SendForm) -> HttpResponse:
    here, at, by = request.acting.here, clock.now(), by_of(request)
    begun = [row for kind in ENVIRONMENTS for row in queries.stagings(here, by=by, environment=kind)]
    found = stands(request)
    if not form.is_bound and not found.is_open:
        form.initial["environment"] = "test"
    context = {
        "form": form,
        "largest": LARGEST["https"],
        "chunk": CHUNK,
        "stands": found,
        "scanner_is_away": scanner_is_away(at=at),
        "begun": [row for row in begun if row.state != "staged"],
        "ready": [row for row in queries.previews(here, at=at) if may_see(request, row)],
    }
    return page(request, "business/filetransfer/send.html", title=gettext("Send files"), **context)


def _staged(request: CompanyRequest, form: SendForm) -> list[Preview]:
    """Take each file in and look at it; one that is refused is told at the field, the others are kept."""
    here, by, made = request.acting.here, by_of(request), []
    environment = cast(Environment, form.cleaned_data["environment"])
    for file in form.cleaned_data["chosen"]:
        try:
            row, _committed = take(
                here, by=by, name=file.name or "", chunks=file.chunks(), size=file.size or 0, at=clock.now(),
                environment=environment, purpose="preview",
            )  # fmt: skip
            made.append(ask_preview(here, staging=row.id, by=by, at=clock.now()))
        except Refused as refused:
            told = said(refused)
            form.add_error("chosen", f"{file.name}: {told.words} ({told.code})" if told.code else told.words)
    return made


def may_see(request: CompanyRequest, row: Preview) -> bool:
    """Whoever sends for some PBS numbers only sees her own previews, and others' of these numbers alone (BP-13)."""
    mine = scope(request.acting)
    in_file = (row.result.get("content") or {}).get("pbs_numbers") or []
    return not mine or row.membership_id == by_of(request).membership or (bool(in_file) and set(in_file) <= set(mine))


def made_by(request: CompanyRequest, membership: UUID | None) -> str:
    """The name of whoever sent or looked; nothing for nobody."""
    if membership is None:
        return ""
    return names_of(request.acting.here, ids=[membership]).get(membership, "")
