"""One delivery: its timeline, what was found in it, its receipts, and what can be done about it now (BP-45, BP-46)."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import FILES_APPROVE, FILES_FETCH, FILES_SEND
from selvbetjening.domain.access.queries.people import names as names_of
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.documents import (
    legacy_receipt_file,
    reason_words,
    receipt_files,
    receipt_html,
    receipt_pdf,
    status_words,
)
from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC, UNSCANNED
from selvbetjening.domain.deliveries.queries import Delivery, DeliveryMove, DeliveryReceipt
from selvbetjening.kernel import clock
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.filetransfer.contents import content_of
from selvbetjening.portals.business.filetransfer.senders import reader, scope
from selvbetjening.portals.business.filetransfer.words import DOORS, ENVIRONMENTS, TYPES, marker_of, state_of
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires
from selvbetjening.portals.operation import scanner_is_away
from selvbetjening.ui.components.values import language

_FAULTS: Final = 50
_LOOKS_EVERY: Final = "4"
_ALERTS: Final = {"active": "success", "failed": "error", "ending": "warning"}
#: Drawn when they are asked for.
_VIEWS: Final = {"html": receipt_html, "pdf": receipt_pdf}
_CONTENT_TYPES: Final = {
    "json": "application/json", "txt": "text/plain; charset=utf-8", "xml": "application/xml",
    "html": "text/html; charset=utf-8", "pdf": "application/pdf",
}  # fmt: skip
_KINDS: Final = {"K1": _("K1, received"), "K2": _("K2, checked"), "K3": _("K3, processed")}


def found(request: CompanyRequest, delivery: UUID) -> Delivery:
    """The company's delivery, within what the member may see. Raises Http404 for every other one (SEC-19)."""
    row = _seen(request.acting, delivery)
    if row is None:
        raise Http404
    return row


def _seen(acting: Acting, delivery: UUID) -> Delivery | None:
    return queries.delivery(acting.here, delivery=delivery, pbs_numbers=scope(acting), reader=reader(acting))


def is_readable(row: Delivery) -> bool:
    """Whether its content may leave: it is kept, and what the scanner stopped leaves through no door."""
    return row.may_leave()


@requires(FILES_FETCH)
@require_safe
def delivery(request: CompanyRequest, organization: UUID, delivery: UUID) -> HttpResponse:
    """The receipt page: a sentence for where it stands, the facts, the findings, the timeline."""
    acting, row = request.acting, found(request, delivery)
    moves = queries.moves(acting.here, delivery=row.id)
    context: dict[str, Any] = {
        **facts(request, row),
        "timeline": [
            (move, _second(move), state_of(move.to_state)[1], who) for move, who in _told(request, row, moves)
        ],
        "receipts": _receipts(request, row),
        "markers": [(each, *marker_of(each.verdict)) for each in queries.markers_about(acting.here, file=row.id)],
        "may_send": acting.holds(FILES_SEND),
        "may_approve": acting.holds(FILES_APPROVE),
        "scanner_is_away": row.state in UNSCANNED and scanner_is_away(at=clock.now()),
        "looks_every": _LOOKS_EVERY if row.state in AUTOMATIC else "",
    }
    title = gettext("Delivery %(number)s") % {"number": row.number}
    return page(request, "business/filetransfer/delivery.html", title=title, **context)


def facts(request: CompanyRequest, row: Delivery) -> dict[str, Any]:
    """What the page about it and the page that asks for a decision both show."""
    content = content_of(row.content)
    tone, word = state_of(row.state, refused=row.refused_count)
    approvals = queries.approvers_of(request.acting.here, delivery=row.id)
    ids = {each.membership_id for each in approvals}
    if row.membership_id is not None:
        ids.add(row.membership_id)
    people = names_of(request.acting.here, ids=ids)
    first = _seen(request.acting, row.duplicate_of_id) if row.duplicate_of_id else None
    return {
        "delivery": row,
        "content": content,
        "faults": Paginator(content.faults, _FAULTS).get_page(request.GET.get("page")),
        "types": [str(TYPES.get(each, each)) for each in content.types],
        "tone": tone,
        "word": word,
        "alert": _ALERTS.get(tone, "info"),
        # A file that was accepted and has gone on is told by its state.
        "sentence": status_words(status=row.state, code="" if row.code == "accepted" else row.code),
        "door": DOORS[row.door],
        "environment": ENVIRONMENTS[row.environment],
        "sender": people.get(row.membership_id, "") if row.membership_id else "",
        "is_readable": is_readable(row),
        "goes_on": queries.content_goes_on(request.acting.here, row=row),
        "record_goes_on": queries.record_goes_on(request.acting.here, row=row),
        "first": first,
        "first_content": content_of(first.content) if first else None,
        "approvals": [(each, people.get(each.membership_id, "")) for each in approvals],
        "is_held": row.state == "held_duplicate",
        "is_awaiting": row.state == "awaiting_approval",
        "is_undoable": row.state == "holding",
        "why": reason_words(reasons=row.approval_reasons, language=language()) if row.approvals_needed else [],
    }


def _second(move: DeliveryMove) -> str:
    """What stands after the minute: several things happen to a file within one."""
    return f"{'.' if language() == 'da' else ':'}{move.at:%S}"


def _told(request: CompanyRequest, row: Delivery, moves: list[DeliveryMove]) -> list[tuple[DeliveryMove, str]]:
    """Each move with the name of whoever made it: the SFTP user, a person, "the operator", or nobody for our own."""
    ids = {UUID(move.actor_id) for move in moves if move.actor_kind == "user"}
    people = names_of(request.acting.here, ids=ids)
    return [(move, _name(move, people, row.sftp_user)) for move in moves]


def _name(move: DeliveryMove, people: Mapping[UUID, str], sftp_user: str) -> str:
    if move.actor_kind == "api":
        return sftp_user or str(DOORS["api"])
    if move.actor_kind == "staff":
        return gettext("The operator")
    return people.get(UUID(move.actor_id), "") if move.actor_kind == "user" else ""


def _receipts(request: CompanyRequest, row: Delivery) -> list[tuple[DeliveryReceipt, str]]:
    return [(each, str(_KINDS[each.kind])) for each in queries.receipts(request.acting.here, delivery=row.id)]


@requires(FILES_FETCH)
@require_safe
def receipt(request: CompanyRequest, organization: UUID, receipt: UUID) -> HttpResponse:
    """One of a receipt's files: `?fil=json` as it was signed, `sig` its signature, `xml`, `html` and `pdf` the same in
    other forms, `old` under its name of old (BP-48), else as text (BM-02).
    """
    row = queries.receipt(request.acting.here, receipt=receipt)
    if row is None or not row.signature:
        raise Http404
    if row.delivery_id is not None:
        found(request, row.delivery_id)
    elif not _is_of_ones_own(request.acting, row):
        raise Http404
    wanted = request.GET.get("fil", "txt")
    here = request.acting.here
    if wanted in _VIEWS:
        view = _VIEWS[wanted](here, row=row, language=language())
        return _as_file(view.name, view.content, wanted)
    for file in (*receipt_files(here, row=row), legacy_receipt_file(here, row=row)):
        if file.ending == wanted:
            return _as_file(file.name, file.content, wanted)
    raise Http404


def _is_of_ones_own(acting: Acting, row: DeliveryReceipt) -> bool:
    """An upload that became no delivery names no PBS number: whoever may see some sees of her own ones alone."""
    if not scope(acting):
        return True
    sent = queries.staging(acting.here, staging=row.staging_id) if row.staging_id else None
    return sent is not None and sent.membership_id is not None and sent.membership_id == reader(acting)


def _as_file(name: str, content: bytes, ending: str) -> HttpResponse:
    kind = _CONTENT_TYPES.get(ending, "application/octet-stream")
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = attachment(name)
    return response


def attachment(name: str) -> str:
    """The header that saves an answer under this name, which somebody gave a file, whatever signs are in it."""
    return str(content_disposition_header(as_attachment=True, filename=name))
