"""What may be asked of files for another side that were asked for in the portal (CM-13)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.rights.models import AccountMove, MoveRequest
from selvbetjening.domain.rights.queries.moving import running
from selvbetjening.domain.rights.rules.moving import code_of, obstacle
from selvbetjening.domain.rights.rules.sealing import moved_as
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A running subscription, and the first day that the other side bills; `obstacle` is why it cannot go."""

    code: str
    subscription: Subscription
    on: date
    obstacle: str


def handing_over(organization: OrganizationId, *, account: UUID) -> list[HandedOver]:
    """What would move with the account now, the oldest first."""
    return [
        HandedOver(
            code_of(row=row), row, row.renews_on, obstacle(charging=row.terms.charging, state=row.state)
        )
        for row in running(organization, account=account)
    ]  # fmt: skip


def moved_out(organization: OrganizationId, *, account: UUID) -> AccountMove | None:
    """The account's move to another side, without the file itself."""
    mine = AccountMove.objects.filter(organization_id=organization, account_id=account, direction="out")
    return mine.defer("archive").first()


def latest_request(organization: OrganizationId, *, account: UUID) -> MoveRequest | None:
    """The last time that somebody asked for the account's file."""
    mine = MoveRequest.objects.filter(organization_id=organization, account_id=account)
    return mine.order_by("-asked_at", "-id").first()


def request_with(organization: OrganizationId, *, move_request: UUID) -> MoveRequest | None:
    """One request of the company's."""
    return MoveRequest.objects.filter(organization_id=organization, id=move_request).first()


def file_of(organization: OrganizationId, *, move_request: MoveRequest, at: datetime) -> bytes | None:
    """The signed file while it can be fetched; None before, afterwards, and where it was erased."""
    is_open = move_request.state == MoveRequest.State.READY and move_request.expires_at and move_request.expires_at > at
    if not is_open or move_request.move_id is None:
        return None
    found = AccountMove.objects.filter(organization_id=organization, id=move_request.move_id).first()
    if found is None or not found.archive:
        return None
    return unseal(bytes(found.archive), purpose=moved_as(organization=organization, move=found.id))
