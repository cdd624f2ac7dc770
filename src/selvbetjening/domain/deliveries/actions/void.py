"""Approvals that count no more, and the door that takes them back when an access ends (BM-04, SEC-28)."""

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from selvbetjening.domain.access.ports import Door, Ending
from selvbetjening.domain.deliveries.events import ApprovalVoided
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Approval
from selvbetjening.domain.history.actions.record import record
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def void(organization: OrganizationId, *, rows: QuerySet[Approval], reason: str, at: datetime) -> None:
    """Let these count no more, in the open transaction. Records `ApprovalVoided` for each; `reason` is a code."""
    for approval in rows.filter(organization_id=organization, voided_at=None).order_by("id"):
        approval.voided_at = at
        approval.save(update_fields=["voided_at"])
        record(organization, fact=ApprovalVoided(delivery=approval.delivery_id, reason=reason), actor=SYSTEM, at=at)


def _approvals(ending: Ending) -> None:
    """A yes of somebody whose access ends, to a file that still waits."""
    waiting = Approval.objects.filter(membership_id=ending.membership, delivery__state=DeliveryState.AWAITING_APPROVAL)
    void(ending.organization, rows=waiting, reason="access_ended", at=ending.at)


DOOR: Final = Door("file_approvals", ("deliveries.Approval.membership_id",), _approvals, when_demoted=True)
