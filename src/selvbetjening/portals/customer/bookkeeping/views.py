"""The bookkeeper's inbox: every invoice of every granted account, and many of them as one file (CM-08)."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.accounts.actions.accountants import mark_read
from selvbetjening.domain.identity.actions.keep_session import remove_of_identity
from selvbetjening.domain.identity.queries import IDENTITY
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.customer.bookkeeping.archive import MOST, archive
from selvbetjening.portals.customer.bookkeeping.filters import Filter, FilterForm, last_quarter, period_name
from selvbetjening.portals.customer.bookkeeping.reading import Row, holdings, rows, sums
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import logged_in, public
from selvbetjening.ui.components.values import language

_ON_A_PAGE = 50


@public
@require_safe
def arrive(request: HouseRequest) -> HttpResponse:
    """After the login: to the page that was wanted, or the inbox. There is nothing to choose here."""
    return HttpResponseRedirect(safe_path(request.GET.get("next", ""), reverse("customer:overview")))


@logged_in
@require_safe
def inbox(request: HouseRequest) -> HttpResponse:
    """The documents that the filter lets through. An account that is not granted is as one that does not exist."""
    at, form = clock.now(), FilterForm(request.GET)
    wanted = form.wanted if form.is_valid() else None
    mine = holdings(request.proven, at=at)
    found = rows(mine, wanted=wanted, at=at) if wanted else []
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sums": sums(found),
        "page": page,
        "rows": page.object_list,
        "holdings": mine,
        "wanted": wanted,
        "most": MOST,
        "last_quarter": last_quarter(today=clock.today()).query,
    }
    return render(request, "customer/bookkeeping.html", context)


@logged_in
@require_safe
def pdf(request: HouseRequest, grant: UUID, invoice: UUID) -> HttpResponse:
    """One document's stored bytes; 404 for every grant that does not live and every document of another account."""
    at = clock.now()
    mine = next((one for one in holdings(request.proven, at=at) if one.grant == grant), None)
    if mine is None:
        raise Http404
    found = next((row for row in rows([mine], wanted=Filter(), at=at) if row.invoice.id == invoice), None)
    if found is None:
        raise Http404
    with within(mine.organization):
        is_note = found.kind == "credit_note"
        try:
            if is_note:
                content = bytes(document_credit_note(mine.organization, credit_note=invoice, at=at).content)
            else:
                content = bytes(document(mine.organization, invoice=invoice, at=at).content)
        except ObjectDoesNotExist:  # its time was over
            raise Http404 from None
        mark_read(mine.organization, grant=grant, invoices=[invoice], at=at)
    word = "kreditnota" if is_note else "faktura"
    headers = {"Content-Disposition": f'attachment; filename="{word}-{found.invoice.number}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@logged_in
@require_POST
def fetch(request: HouseRequest) -> HttpResponseBase:
    """What the filter lets through, as one ZIP file; with ticks, only what is ticked among it."""
    at, form = clock.now(), FilterForm(request.POST)
    if not form.is_valid():
        asked = {name: request.POST.get(name, "") for name in form.fields}
        return HttpResponseRedirect(f"{reverse('customer:overview')}?{urlencode(asked)}")
    wanted = form.wanted
    found = rows(holdings(request.proven, at=at), wanted=wanted, at=at)
    ticked = set(request.POST.getlist("faktura"))
    chosen = [row for row in found if not ticked or f"{row.holding.grant}.{row.invoice.id}" in ticked]
    if not chosen or len(chosen) > MOST:
        words = (
            _("There is nothing to fetch.") if not chosen else _("These are too many for one file: narrow the period.")
        )
        messages.warning(request, words)
        return HttpResponseRedirect(f"{reverse('customer:overview')}?{wanted.query}")
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(chosen, wanted)}"'}
    return StreamingHttpResponse(archive(chosen, at=at), content_type="application/zip", headers=headers)


def _file_name(chosen: Sequence[Row], wanted: Filter) -> str:
    """Named by the period that was asked for, and where it is open by what is in it: one file overwrites no other."""
    days = [row.invoice.issued_on for row in chosen]
    period = period_name(first=wanted.first or min(days), last=wanted.last or max(days), language=language())
    return f"{'invoices' if language() == 'en' else 'fakturaer'}-{period}.zip"


@logged_in
@require_POST
def leave_everywhere(request: HouseRequest) -> HttpResponse:
    """End every session of this mailbox on this host."""
    identity = UUID(request.session[IDENTITY])
    with within(PLATFORM):
        remove_of_identity(PLATFORM, identity=identity)
    request.session.flush()
    return HttpResponseRedirect(f"{reverse('customer:login')}?farvel=1")
