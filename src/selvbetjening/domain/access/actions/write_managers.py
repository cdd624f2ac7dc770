"""Write to a company's Access Managers without seeing who they are (BP-31)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.actions.company import lock
from selvbetjening.domain.access.events import ManagersWritten
from selvbetjening.domain.access.models import ManagerMessage
from selvbetjening.domain.access.rules.invitations import email_of, text_of, without_links
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

BETWEEN: Final = timedelta(hours=24)


def write_managers(
    organization: OrganizationId, *, user: UUID, sender: str, email: str, text: str, at: datetime
) -> ManagerMessage:
    """Mail every active manager what somebody wrote who logged in with the company's number; answers go to `email`.

    The door has checked the number (BP-02). Records `access.managers_written`. Raises `Refused`: `required`,
    `too_long`, `email`, `too_soon` with `again` within 24 hours of the last one.
    """
    words = without_links(text=text)
    if not words:
        raise Refused("required", field="message")
    name, address = text_of(text=sender, longest=240, field="sender", required=True), email_of(text=email)
    with within(organization):
        lock(organization)
        mine = ManagerMessage.objects.filter(organization_id=organization, user_id=user, at__gt=at - BETWEEN)
        if (last := mine.order_by("-at").first()) is not None:
            raise Refused("too_soon", again=last.at + BETWEEN)
        made = ManagerMessage.objects.create(
            organization_id=organization, user_id=user, sender=name, email=address, text=words, at=at
        )
        record(organization, fact=ManagersWritten(message=made.id), actor=SYSTEM, at=at)
    return made
