"""Read the company's own files in: upload, look at what they would do, press (design: all or nothing)."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_CUSTOMERS
from selvbetjening.domain.imports import queries
from selvbetjening.domain.imports.actions.press import press
from selvbetjening.domain.imports.actions.upload import upload
from selvbetjening.domain.imports.files.layouts import LAYOUTS
from selvbetjening.domain.imports.rules import PERMISSIONS
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.refusing import refused
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.files import csv_file
from selvbetjening.portals.business.selvbetjening.importing.forms import UploadForm
from selvbetjening.portals.business.selvbetjening.importing.words import FILES, found_words
from selvbetjening.portals.gate import requires

_ROWS: Final = 20
_FOUND: Final = 50
_FOLDER: Final = "business/selvbetjening/importing"
_WAIT_SECONDS: Final = "4"


@requires(SELVBETJENING_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Upload files; they are checked, and nothing changes before their page was looked at. Earlier imports below.

    Each file asks for the permission that its rows want on their own pages (BP-13).
    """
    here = request.acting.here
    may = [layout.file for layout in LAYOUTS if request.acting.holds(PERMISSIONS[layout.file])]
    sent = [file for file in (f"{name}.csv" for name in request.FILES) if file in PERMISSIONS]
    if (no := _refused(request, sent)) is not None:
        return no
    form = UploadForm(request.POST, request.FILES, may=may) if request.method == "POST" else UploadForm(may=may)
    if request.method == "POST" and form.is_valid():
        made = upload(here, files=form.cleaned_data["contents"], actor=request.acting.actor, at=clock.now())
        return HttpResponseRedirect(reverse("business:sb_import", args=[here, made.id]))
    context = {
        "form": form,
        "page": Paginator(queries.imports(here), _ROWS).get_page(request.GET.get("page")),
        "templates": [(file.removesuffix(".csv"), FILES[file]) for file in may],
    }
    return page(request, f"{_FOLDER}/imports.html", title=gettext("Read files in"), **context)


@requires(SELVBETJENING_CUSTOMERS)
@require_safe
def template_file(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """An empty file of a kind: its header, to be filled in a spreadsheet."""
    layout = next((one for one in LAYOUTS if one.file == f"{request.GET.get('fil', LAYOUTS[0].file[:-4])}.csv"), None)
    if layout is None:
        raise Http404
    header = ";".join(field.name for field in layout.fields)
    return csv_file(b"\xef\xbb\xbf" + f"{header}\r\n".encode(), layout.file.removesuffix(".csv"))


@requires(SELVBETJENING_CUSTOMERS)
@require_safe
def one(request: CompanyRequest, organization: UUID, file_import: UUID) -> HttpResponse:
    """How far it is; what it would do, or all that is wrong; and what it did. Asks again while a job works."""
    found = _import_of(request.acting.here, file_import)
    shown = Paginator(found.findings, _FOUND).get_page(request.GET.get("page"))
    works = found.state in {"checking", "writing"}
    can_press = found.state == "checked" and not found.faults and bool(found.done) and found.files.exists()
    others = [str(FILES[file]) for file in _names(found) if not request.acting.holds(PERMISSIONS[file])]
    context = {
        "import": found,
        "step": {"checking": 1, "checked": 2, "writing": 3}.get(found.state, 4),
        "works": works,
        "looks_every": _WAIT_SECONDS if works else "",
        "can_press": can_press and not others,
        "others": others if can_press else [],
        "rows": [(FILES[file], *found.done[file]) for file in FILES if file in found.done],
        "page": shown,
        "found": [
            (FILES.get(file, file), line, column, found_words(code, text), blocks)
            for file, line, column, code, text, blocks in shown
        ],
        "more": max(0, found.faults + found.warnings - len(found.findings)),
        "back": reverse("business:sb_imports", args=[request.acting.here]),
    }
    return page(request, f"{_FOLDER}/import.html", title=gettext("Files being read in"), **context)


@requires(SELVBETJENING_CUSTOMERS)
@require_POST
def press_page(request: CompanyRequest, organization: UUID, file_import: UUID) -> HttpResponse:
    """Do what the page showed; a second press changes nothing."""
    acting = request.acting
    if (no := _refused(request, _names(_import_of(acting.here, file_import)))) is not None:
        return no
    if not press(acting.here, file_import=file_import, actor=acting.actor, at=clock.now()):
        messages.info(request, gettext("This has been pressed already, or there is something to correct first."))
    return HttpResponseRedirect(reverse("business:sb_import", args=[acting.here, file_import]))


def _refused(request: CompanyRequest, files: Iterable[str]) -> HttpResponse | None:
    """The refusal for the first of these files that this user may not bring in."""
    for file in files:
        decision = request.acting.may(PERMISSIONS[file])
        if not decision:
            return refused(request, decision.code, decision=decision)
    return None


def _names(file_import: queries.FileImport) -> list[str]:
    """The files of an import that can be pressed; once they are gone, nothing can be."""
    return list(file_import.files.values_list("name", flat=True))


def _import_of(organization: OrganizationId, file_import: UUID) -> queries.FileImport:
    try:
        return queries.get_import(organization, file_import=file_import)
    except queries.FileImport.DoesNotExist:
        raise Http404 from None
