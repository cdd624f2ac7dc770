"""The account's documents for a program of the customer's: a list as JSON, PDF and XML of each (CM-09)."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.accounts.actions.customer_tokens import note_call
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.document import document, electronic_document
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.queries.listing import Document, Filter, documents_of
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.kernel import clock
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.feeds.admitting import Caller, caller, quiet
from selvbetjening.portals.gate import public

_PAGE: Final = 100


@public
@require_safe
def listed(request: Any) -> HttpResponse:
    """Invoices and credit notes, the newest first, a hundred at a time; `next` leads on."""
    found = _admitted(request, permissions.VIEW_INVOICES)
    if isinstance(found, HttpResponse):
        return found
    here, asked = request.organization_id, request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdecimal() and int(asked[:6]) > 0 and len(asked) < 7 else 0
    if not page:
        return _said(400, "invalid_page", _("There is no such page."))
    rows = documents_of(
        here, account=found.visitor.account.id, wanted=Filter(), today=clock.today(), offset=(page - 1) * _PAGE,
        limit=_PAGE,
    )  # fmt: skip
    note_call(here, token=found.token, what="list", at=clock.now())
    base = portal_origin(here)
    more = f"{base}{reverse('customer:feed_documents')}?page={page + 1}" if rows.total > page * _PAGE else None
    listed_rows = [_row(each, base, found) for each in rows.rows]
    return quiet(JsonResponse({"count": rows.total, "next": more, "results": listed_rows}))


@public
@require_safe
def invoice_pdf(request: Any, invoice: UUID) -> HttpResponse:
    """The stored bytes of an invoice."""

    def made(here: Any, account: UUID) -> Any:
        known = invoicing.get(here, account=account, invoice=invoice)
        return known, document(here, invoice=known.id, at=clock.now())

    return _file(request, permissions.DOWNLOAD_INVOICES, "pdf", "invoice", made)


@public
@require_safe
def invoice_xml(request: Any, invoice: UUID) -> HttpResponse:
    """The stored e-invoice of an invoice."""

    def made(here: Any, account: UUID) -> Any:
        known = invoicing.get(here, account=account, invoice=invoice)
        return known, electronic_document(here, invoice=known.id, at=clock.now())

    return _file(request, permissions.DOWNLOAD_EINVOICE, "xml", "invoice", made)


@public
@require_safe
def note_pdf(request: Any, credit_note: UUID) -> HttpResponse:
    """The stored bytes of a credit note."""

    def made(here: Any, account: UUID) -> Any:
        known = invoicing.credit_note(here, account=account, credit_note=credit_note)
        return known, document_credit_note(here, credit_note=known.id, at=clock.now())

    return _file(request, permissions.DOWNLOAD_INVOICES, "pdf", "credit-note", made)


@public
@require_safe
def note_xml(request: Any, credit_note: UUID) -> HttpResponse:
    """The stored electronic credit note."""

    def made(here: Any, account: UUID) -> Any:
        known = invoicing.credit_note(here, account=account, credit_note=credit_note)
        return known, document_credit_note(here, credit_note=known.id, at=clock.now(), kind="xml")

    return _file(request, permissions.DOWNLOAD_EINVOICE, "xml", "credit-note", made)


def _admitted(request: Any, also: str) -> Caller | HttpResponse:
    """The caller, or what it is told: 401 for whatever fits nothing, 429, 403 where this part is not hers to read."""
    kind, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
    secret = secret.strip() if kind.lower() == "bearer" else ""
    found = caller(request, secret=secret, kind="documents", permission=permissions.USE_CUSTOMER_API)
    if isinstance(found, int):
        refused = _said(429, "throttled", _("Too many calls within an hour. Wait as Retry-After says."))
        refused.headers["Retry-After"] = str(found)
        return refused
    if found is None:
        refused = _said(401, "authentication_failed", _("The token opens nothing here. Send a valid one as Bearer."))
        refused.headers["WWW-Authenticate"] = 'Bearer realm="customer"'
        return refused
    if not found.visitor.may(also):
        return _said(403, "permission_missing", _("The company does not offer this."))
    return found


def _file(
    request: Any, permission: str, ending: str, word: str, made: Callable[[Any, UUID], tuple[Any, Any]]
) -> HttpResponse:
    found = _admitted(request, permission)
    if isinstance(found, HttpResponse):
        return found
    here = request.organization_id
    try:
        known, stored = made(here, found.visitor.account.id)
    except ObjectDoesNotExist:
        return _said(404, "not_found", _("There is no such document on this account."))
    note_call(here, token=found.token, what=ending, at=clock.now())
    tag = f'"{stored.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return quiet(HttpResponse(status=304, headers={"ETag": tag}))
    response = HttpResponse(bytes(stored.content), content_type=f"application/{ending}", headers={"ETag": tag})
    response.headers["Content-Disposition"] = f'attachment; filename="{word}-{known.number}.{ending}"'
    return quiet(response)


def _row(row: Document, base: str, found: Caller) -> dict[str, Any]:
    """One document; the addresses of its files, where the company offers them and it was issued here."""
    names = {"invoice": ("invoice", "feed_invoice"), "credit_note": ("credit_note", "feed_note")}.get(row.kind)
    files: dict[str, str | None] = {"pdf": None, "xml": None}
    for ending, permission in (("pdf", permissions.DOWNLOAD_INVOICES), ("xml", permissions.DOWNLOAD_EINVOICE)):
        if names is not None and found.visitor.may(permission):
            files[ending] = base + reverse(f"customer:{names[1]}_{ending}", args=[row.id])
    return {
        "id": str(row.id), "kind": row.kind, "number": row.number, "issued_on": row.issued_on.isoformat(),
        "due_on": row.due_on.isoformat() if row.due_on else None, "currency": row.total.currency,
        "total": _text(row.total), "outstanding": _text(row.left), **files,
    }  # fmt: skip


def _text(amount: Money) -> str:
    sign, minor = ("-" if amount.minor < 0 else ""), abs(amount.minor)
    return f"{sign}{minor // 100}.{minor % 100:02d}"


def _said(status: int, code: str, words: str) -> HttpResponse:
    return JsonResponse({"detail": words, "code": code}, status=status)
