"""Files: whoever sent one gets the receipt by mail, whoever must decide hears of it, and so does whoever fetches.

Everybody hears it the way she has chosen (BP-77). What is said is read from the fact: the file may have moved on.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from selvbetjening.domain.access.actions.tell import tell
from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.queries.standing import holds
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER, OPENING
from selvbetjening.domain.access.rules.notices import NewNotice
from selvbetjening.domain.deliveries import events, queries
from selvbetjening.domain.deliveries.actions import scanner_trouble
from selvbetjening.domain.deliveries.documents import next_words, reason_words, status_words, why_words
from selvbetjening.domain.deliveries.queries import Delivery
from selvbetjening.domain.deliveries.rules.limits import SCANNER_ALARM
from selvbetjening.domain.directdebit.events import MandateOrdersHeld
from selvbetjening.domain.directdebit.queries.held_orders import counted, order_batch
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.mails.deliveries import Fault
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import Language
from selvbetjening.kernel.money import Money
from selvbetjening.reactions.access_post import page_of
from selvbetjening.reactions.post import id_in

#: Fact → status of the receipt that was written with it; its code is the fact's own, or the status.
_STATUS: Final = {
    events.DeliveryAccepted.name: "accepted", events.DeliveryRejected.name: "rejected",
    events.DeliveryHeld.name: "held", events.ApprovalAsked.name: "awaiting_approval",
    events.UndoBegan.name: "holding", events.DeliveryWithdrawn.name: "withdrawn",
    events.DeliveryQuarantined.name: "quarantined", events.ContentDamaged.name: "damaged",
    events.DeliveryFailed.name: "failed", events.QuarantineReleased.name: "released",
}  # fmt: skip
_NOTHING_COUNTS: Final = ("rejected", "withdrawn", "quarantined", "damaged", "released")


def tell_sender(event: Recorded) -> None:
    """BP-46: the person who sent it, or is responsible for the machine that did, gets what the receipt says."""
    row = queries.delivery(event.organization, delivery=id_in(event, "delivery"))
    if row is None or row.membership_id is None:
        return
    status, code = _said(event, row)
    for member in _members(event, [row.membership_id]):
        _tell(
            event, member, NewNotice("files", f"files:{status}", _page(row.id), source=row.id), mails.delivery_told,
            key=f"{event.id}:d:{member.id}", what=_words(status_words, status, code),
            todo=_words(next_words, status, code), faults=_faults(row), file=row.name, number=row.number,
            is_test=row.environment == "test", deadline=row.deadline_at, total=_total(row),
            why=_why(row) if status == "awaiting_approval" else "", **_counts(row, status),
        )  # fmt: skip


def _said(event: Recorded, row: Delivery) -> tuple[str, str]:
    """Status and code as the receipt has them."""
    status, given = _STATUS[event.name], event.data
    if status == "accepted" and given["refused"]:
        return "partly_accepted", "partly_accepted"
    codes = {
        "withdrawn": f"withdrawn.{given.get('reason')}", "damaged": "file.damaged", "quarantined": "file.malware",
        "failed": row.code,
    }  # fmt: skip
    return status, codes.get(status) or given.get("code") or status


def _counts(row: Delivery, status: str) -> dict[str, Any]:
    """The numbers of receipt K2; nothing is accepted of a file of which nothing counts."""
    nothing = status in _NOTHING_COUNTS
    per_day: dict[date, int] = {}
    totals = [] if nothing else row.content.get("totals") or []
    for total in totals:
        day = date.fromisoformat(total["pays_on"])
        per_day[day] = per_day.get(day, 0) + total["count"]
    return {
        "accepted": 0 if nothing else row.accepted_count, "refused": row.refused_count,
        "days": sorted(per_day.items()), "uncollected": sum(total.get("uncollected") or 0 for total in totals),
        "fault_count": row.content.get("error_count") or 0,
        "until": row.hold_until if status == "holding" else None,
    }  # fmt: skip


def _total(row: Delivery) -> Money | None:
    """What it collects, without what nobody pays; None of a file that was refused before that was added up."""
    days = row.content.get("totals") or []
    minor = sum(int(day["collect"]) - int(day.get("uncollected_amount") or 0) for day in days)
    return Money(minor, "DKK") if days else None


def _why(row: Delivery) -> Callable[[Language], str]:
    reasons = list(row.approval_reasons)
    return lambda spoken: why_words(words=reason_words(reasons=reasons, language=spoken), language=spoken)


def _faults(row: Delivery) -> Callable[[Language], list[Fault]]:
    found: list[Mapping[str, Any]] = row.content.get("errors") or []
    return lambda language: [
        Fault(
            one["line"],
            one["position"],
            f"{one['text'][language]} {one['fix'][language]}",
            (one.get("field_label") or {}).get(language, ""),
        )
        for one in found
    ]


def tell_incomplete(event: Recorded) -> None:
    """BP-44: whoever sends it hears once that a file has no end, is not what its sidecar says, or waits for a word."""
    row = queries.staging(event.organization, staging=id_in(event, "staging"))
    if row is None or row.membership_id is None or row.state not in {"incomplete", "waiting"}:
        return
    code = event.data.get("code") or "incomplete"
    path = "my-file-transfer/" if code == "needs.word" else "my-file-transfer/send/"
    for member in _members(event, [row.membership_id]):
        _tell(
            event, member, NewNotice("files", "files:incomplete", path, source=row.id), mails.upload_incomplete,
            key=f"{row.id}:i:{member.id}{'' if code == 'incomplete' else code}", file=row.name, until=row.expires_at,
            what=_words(status_words, row.state, code), todo=_words(next_words, row.state, code),
        )  # fmt: skip


def tell_deciders(event: Recorded) -> None:
    """BM-04, BP-47: those who may decide hear that a file waits for them, and hear it again before the deadline."""
    row = queries.delivery(event.organization, delivery=id_in(event, "delivery"))
    if row is None or row.state not in {"held_duplicate", "awaiting_approval"}:
        return
    approval = row.state == "awaiting_approval"
    # Who may approve need not be allowed to fetch: the page that asks for the yes shows all that is decided on.
    path = f"{_page(row.id)}godkend/" if approval else _page(row.id)
    notice = NewNotice("file_tasks", "files:approve" if approval else "files:decide", path, source=row.id)
    for member in _members(event, _holders(event, "approve" if approval else "send", row.pbs_numbers)):
        if approval and member.id == row.membership_id:
            continue  # nobody approves her own file
        _tell(
            event, member, notice, mails.delivery_waits, key=f"{event.id}:w:{member.id}", file=row.name,
            number=row.number, what=_words(status_words, row.state, row.code), deadline=row.deadline_at,
            why=_why(row) if approval else "", total=_total(row),
        )  # fmt: skip


def tell_order_deciders(event: Recorded) -> None:
    """BM-04: those who may approve files hear that orders about mandates wait, but for whoever made them."""
    batch = order_batch(event.organization, batch=id_in(event, "batch"))
    if batch is None or batch.state != "held":
        return
    many, number = counted(event.organization, batch=batch.id), batch.agreement.pbs_number
    path = f"my-file-transfer/bestillinger/{batch.id}/godkend/"
    notice = NewNotice("file_tasks", "files:approve_orders", path, source=batch.id)
    for member in _members(event, _holders(event, "approve", [number])):
        if (batch.actor_kind, batch.actor_id) != ("user", str(member.id)):
            _tell(
                event, member, notice, mails.orders_wait, key=f"{event.id}:w:{member.id}", pbs_number=number,
                registered=many.get("register", 0), ended=many.get("end", 0),
            )  # fmt: skip


def tell_collectors(event: Recorded) -> None:
    """BP-48: whoever may fetch hears that a file is ready; files of tests are fetched by whoever made them."""
    row = queries.out_file(event.organization, file=id_in(event, "file"))
    if row is None or row.environment == "test":
        return
    notice = NewNotice("files_ready", "files:ready", "my-file-transfer/hent/", source=row.id)
    numbers = [row.pbs_number] if row.pbs_number else []
    for member in _members(event, _holders(event, "fetch", numbers)):
        _tell(event, member, notice, mails.files_ready, key=f"{event.id}:f:{member.id}", names=[row.name])


def note_outage(event: Recorded) -> None:
    """SEC-83: a file had no verdict for five minutes; the operators hear of it within a minute, once for an outage."""
    code = str(event.data.get("code") or "unreached")
    scanner_trouble.begin(kind=scanner_trouble.AWAY, code=code, since=event.at - SCANNER_ALARM, at=event.at)


def _tell(event: Recorded, to: Membership, notice: NewNotice, draw: Any, *, key: str, **given: Any) -> None:
    """A notice, with its mail where she wants one; a value that can be called is asked for the mail's language."""

    def values(language: Language) -> dict[str, Any]:
        words = {name: value(language) if callable(value) else value for name, value in given.items()}
        return {"path": page_of(event, notice.path), **words}

    tell(event.organization, to=to, notice=notice, key=key, draw=draw, values=values, at=event.at)


def _words(say: Callable[..., str], status: str, code: str) -> Callable[[Language], str]:
    def said(language: Language) -> str:
        with override(language):
            return say(status=status, code=code)

    return said


def _holders(event: Recorded, action: str, pbs_numbers: Collection[str]) -> list[UUID]:
    """Managers, and whoever may do this on the day for all of these PBS numbers (BP-13)."""
    mine = Grant.objects.filter(
        organization_id=event.organization, solution_id=FILE_TRANSFER, state__in=OPENING, actions__contains=[action]
    )
    managers = Membership.objects.filter(organization_id=event.organization, role=ACCESS_MANAGER)
    permission, today = f"{FILE_TRANSFER}.{action}", copenhagen_day(event.at)
    return [
        each
        for each in {*mine.values_list("membership_id", flat=True), *managers.values_list("id", flat=True)}
        if holds(
            event.organization, membership=each, permission=permission, pbs_numbers=pbs_numbers, today=today
        )
    ]  # fmt: skip


def _members(event: Recorded, ids: Iterable[UUID]) -> list[Membership]:
    """Those of them who are active; without an address they are told in the portal alone."""
    rows = Membership.objects.filter(organization_id=event.organization, id__in=set(ids), state="active")
    return list(rows.order_by("id"))


def _page(delivery: UUID) -> str:
    return f"my-file-transfer/leverancer/{delivery}/"


SUBSCRIPTIONS = (
    (MandateOrdersHeld, tell_order_deciders),
    (events.DeliveryAccepted, tell_sender),
    (events.DeliveryRejected, tell_sender),
    (events.UploadIncomplete, tell_incomplete),
    (events.DeliveryHeld, tell_sender),
    (events.DeliveryHeld, tell_deciders),
    (events.ApprovalAsked, tell_sender),
    (events.ApprovalAsked, tell_deciders),
    (events.UndoBegan, tell_sender),
    (events.DeliveryWithdrawn, tell_sender),
    (events.DeliveryQuarantined, tell_sender),
    (events.QuarantineReleased, tell_sender),
    (events.ContentDamaged, tell_sender),
    (events.DeliveryFailed, tell_sender),
    (events.DecisionReminded, tell_deciders),
    (events.OutFileReady, tell_collectors),
    (events.ScannerWaits, note_outage),
)
