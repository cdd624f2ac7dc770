"""Files: whoever sent one gets the receipt by mail, whoever must decide hears of it, and so does whoever fetches."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import override

from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.rules.members import ACCESS_MANAGER, OPENING
from selvbetjening.domain.deliveries import events, queries
from selvbetjening.domain.deliveries.documents import status_words
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.kernel.formatting import language_of
from selvbetjening.reactions.access_post import page_of, post
from selvbetjening.reactions.post import id_in


def tell_sender(event: Recorded) -> None:
    """BP-46: the person who sent it, or is responsible for the machine that did, gets what the receipt says."""
    row = queries.delivery(event.organization, delivery=id_in(event, "delivery"))
    if row is None or row.membership_id is None:
        return
    for member in _members(event, [row.membership_id]):
        language = language_of(member.language)
        with override(language):
            what = status_words(status=row.state, code=row.code or row.state)
        post(
            event, mails.delivery_told, key=f"{event.id}:d:{member.id}", to=member.email, language=language,
            file=row.name, number=row.number, what=what, accepted=row.accepted_count, refused=row.refused_count,
            until=row.hold_until, is_test=row.environment == "test", path=_page(event, row.id),
        )  # fmt: skip


def tell_deciders(event: Recorded) -> None:
    """BM-04, BP-47: those who may decide hear that a file waits for them, and hear it again before the deadline."""
    row = queries.delivery(event.organization, delivery=id_in(event, "delivery"))
    if row is None or row.state not in {"held_duplicate", "awaiting_approval"}:
        return
    action = "approve" if row.state == "awaiting_approval" else "send"
    for member in _members(event, _holders(event, action)):
        if action == "approve" and member.id == row.membership_id:
            continue  # nobody approves her own file
        language = language_of(member.language)
        with override(language):
            what = status_words(status=row.state, code=row.code)
        post(
            event, mails.delivery_waits, key=f"{event.id}:w:{member.id}", to=member.email, language=language,
            file=row.name, number=row.number, what=what, deadline=row.deadline_at, path=_page(event, row.id),
        )  # fmt: skip


def tell_collectors(event: Recorded) -> None:
    """BP-48: whoever may fetch hears that a file is ready; files of tests are fetched by whoever made them."""
    row = queries.out_file(event.organization, file=id_in(event, "file"))
    if row is None or row.environment == "test":
        return
    for member in _members(event, _holders(event, "fetch")):
        post(
            event, mails.files_ready, key=f"{event.id}:f:{member.id}", to=member.email,
            language=language_of(member.language), names=[row.name], path=page_of(event, "my-file-transfer/hent/"),
        )  # fmt: skip


def _holders(event: Recorded, action: str) -> list[UUID]:
    """Managers, and whoever holds a live grant with this action."""
    mine = Grant.objects.filter(
        organization_id=event.organization, solution_id=FILE_TRANSFER, state__in=OPENING, actions__contains=[action]
    )
    managers = Membership.objects.filter(organization_id=event.organization, role=ACCESS_MANAGER)
    return [*mine.values_list("membership_id", flat=True), *managers.values_list("id", flat=True)]


def _members(event: Recorded, ids: Iterable[UUID]) -> list[Membership]:
    """Those of them who are active and have an address."""
    rows = Membership.objects.filter(organization_id=event.organization, id__in=set(ids), state="active")
    return list(rows.exclude(email="").order_by("id"))


def _page(event: Recorded, delivery: UUID) -> str:
    return page_of(event, f"my-file-transfer/leverancer/{delivery}/")


SUBSCRIPTIONS = (
    (events.DeliveryAccepted, tell_sender),
    (events.DeliveryRejected, tell_sender),
    (events.DeliveryHeld, tell_sender),
    (events.DeliveryHeld, tell_deciders),
    (events.ApprovalAsked, tell_sender),
    (events.ApprovalAsked, tell_deciders),
    (events.UndoBegan, tell_sender),
    (events.DeliveryWithdrawn, tell_sender),
    (events.DeliveryQuarantined, tell_sender),
    (events.ContentDamaged, tell_sender),
    (events.DeliveryFailed, tell_sender),
    (events.DecisionReminded, tell_deciders),
    (events.OutFileReady, tell_collectors),
)
