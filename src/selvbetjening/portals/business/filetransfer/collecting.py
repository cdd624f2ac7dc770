"""Collect what lies ready: a file, or all of a period as a ZIP (BP-48). A download removes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import FILES_FETCH
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.collect import mark_collected, note_fetched
from selvbetjening.domain.deliveries.ports import StoreFailed
from selvbetjening.domain.deliveries.queries import OutFile
from selvbetjening.domain.deliveries.rules.legacy_names import output_alias
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.zips import zipped
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.filetransfer.delivery import attachment, is_readable
from selvbetjening.portals.business.filetransfer.senders import by_of, reader, scope
from selvbetjening.portals.business.filetransfer.words import DOORS, ENVIRONMENTS, kind_of
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires

#: One ZIP holds so many files and bytes at most.
_MOST_FILES: Final = 200
_MOST_BYTES: Final = 250_000_000


class PeriodForm(forms.Form):
    """Which files; nothing is asked for."""

    marks_optional = False
    miljoe = forms.ChoiceField(label=_("Environment"), required=False, choices=list(ENVIRONMENTS.items()))
    fra = DayField(label=_("From"), required=False)
    til = DayField(label=_("To and including"), required=False)
    nye = forms.BooleanField(label=_("Only those that nobody has fetched"), required=False)

    @property
    def wanted(self) -> dict[str, Any]:
        """As the query wants it; a field that is not understood narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        first, last = given.get("fra"), given.get("til")
        return {
            "environment": given.get("miljoe") or "production",
            "from_at": start_of_day(first) if first else None,
            "until_at": start_of_day(last + timedelta(days=1)) if last else None,
            "only_new": bool(given.get("nye")),
        }


@requires(FILES_FETCH)
@require_safe
def collect(request: CompanyRequest, organization: UUID) -> HttpResponseBase:
    """The newest first, with who fetched each first; `?fil=zip` is what the filter lets through in one file."""
    acting = request.acting
    form = PeriodForm(request.GET)
    rows = queries.out_files(acting.here, pbs_numbers=scope(acting), **form.wanted)
    if request.GET.get("fil") == "zip" and request.method == "GET":
        return _zip(request, rows)
    ids = {UUID(row.collected_by) for row in rows if row.collected_by_kind == "user"}
    people = names_of(acting.here, ids=ids)
    machines = {row.collected_by for row in rows if row.collected_by_kind == "api"}
    over_sftp = {each for each in machines if ssh.account(acting.here, account=UUID(each)) is not None}
    asked = request.GET.copy()
    asked["fil"] = "zip"
    context = {
        "form": form,
        "rows": [(row, kind_of(row.kind), _fetched_by(row, people, over_sftp), _of_old(row)) for row in rows],
        "zip_query": asked.urlencode(),
        "is_narrowed": bool(request.GET),
        "has_feed": bool(acting.organization.choice("files_feed")) and acting.standing is not None,
    }
    return page(request, "business/filetransfer/collect.html", title=gettext("Fetch files"), **context)


def _of_old(row: OutFile) -> str:
    """What an SFTP user with names of old finds it as, where it is called otherwise here (BP-48)."""
    alias = output_alias(name=row.name, number=row.number, is_test=row.environment == "test")
    return alias if alias != row.name else ""


def _fetched_by(row: OutFile, people: dict[UUID, str], over_sftp: set[str]) -> str:
    if row.collected_at is None:
        return ""
    if row.collected_by_kind == "user":
        return people.get(UUID(row.collected_by), "")
    return str(DOORS["sftp" if row.collected_by in over_sftp else "api"])


@requires(FILES_FETCH)
@require_safe
def out_file(request: CompanyRequest, organization: UUID, out_file: UUID) -> HttpResponseBase:
    """The file itself; that it was fetched is noted, and who was the first."""
    here = request.acting.here
    row = queries.out_file(here, file=out_file, pbs_numbers=scope(request.acting))
    if row is None:
        raise Http404
    if row.content_gone_on is not None:
        return _gone(request, row.name, row.content_gone_on)
    content = _begun(here, row)
    if request.method == "GET":
        mark_collected(here, file=row.id, by=by_of(request), at=clock.now())
    headers = {"Content-Disposition": attachment(row.name), "Content-Length": str(row.size)}
    return StreamingHttpResponse(content, content_type="application/octet-stream", headers=headers)


def _begun(here: OrganizationId, row: OutFile) -> Iterator[bytes]:
    """The file's bytes, the first of them read: what the store has lost is noticed before anything is answered.

    No row is read after that, so the request's transaction need not last as long as the download.
    """
    try:
        pieces = queries.bytes_of(here, id=row.id)
        first = next(pieces, b"")
    except StoreFailed:
        raise Http404 from None
    return chain([first], pieces)


def _zip(request: CompanyRequest, rows: list[OutFile]) -> HttpResponseBase:
    here, at = request.acting.here, clock.now()
    if not rows or len(rows) > _MOST_FILES or sum(row.size for row in rows) > _MOST_BYTES:
        asked = request.GET.copy()
        asked.pop("fil")
        limit = {"files": _MOST_FILES, "bytes": filesizeformat(_MOST_BYTES)}
        words = gettext("One ZIP file holds at most %(files)s files of %(bytes)s together. Narrow the period.") % limit
        messages.warning(request, words if rows else gettext("There is nothing to fetch."))
        return HttpResponseRedirect(f"{reverse('business:mft_collect', args=[here])}?{asked.urlencode()}")
    for row in rows:
        mark_collected(here, file=row.id, by=by_of(request), at=at)
    files = ((row.name, b"".join(_begun(here, row))) for row in rows)
    name = f"{request.acting.organization.slug}-filer-{request.acting.today}.zip"
    return StreamingHttpResponse(
        zipped(files, at=at), content_type="application/zip", headers={"Content-Disposition": attachment(name)}
    )


def _gone(request: CompanyRequest, name: str, on: date, *, delivery: UUID | None = None) -> HttpResponseBase:
    """What is left of a file whose content was deleted: the day on which it was (BP-49)."""
    title = gettext("The file was deleted")
    context = {"name": name, "gone_on": on, "delivery": delivery}
    response = page(request, "business/filetransfer/gone.html", title=title, **context)
    response.status_code = 410
    return response


@requires(FILES_FETCH)
@require_safe
def delivered(request: CompanyRequest, organization: UUID, delivery: UUID) -> HttpResponseBase:
    """The bytes that somebody sent, as they came, for as long as they are kept (BP-49)."""
    here = request.acting.here
    acting = request.acting
    row = queries.delivery(here, delivery=delivery, pbs_numbers=scope(acting), reader=reader(acting))
    if row is not None and row.content_gone_on is not None:
        return _gone(request, row.name, row.content_gone_on, delivery=row.id)
    if row is None or not is_readable(row):
        raise Http404
    try:
        pieces = queries.bytes_of(here, id=row.id)
        content: HttpResponseBase = StreamingHttpResponse(
            chain([next(pieces, b"")], pieces), content_type="application/octet-stream"
        )
    except StoreFailed:
        raise Http404 from None
    if request.method == "GET":
        note_fetched(here, delivery=row.id, by=by_of(request), at=clock.now())
    content.headers["Content-Disposition"] = attachment(row.name)
    return content
