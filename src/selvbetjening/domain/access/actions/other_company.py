"""Somebody who works for the company has logged in with another company's number (BP-02)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.events import MemberElsewhere
from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: The managers are told so often at most.
AGAIN: Final = timedelta(days=30)


def note_other_company(organization: OrganizationId, *, user: UUID, cvr: str, at: datetime) -> bool:
    """Tell the managers that a live user's login carried another number: perhaps the person has changed jobs.

    Called with the refusal LOGIN-07 of a membership that is bound to another number. Nothing is closed by it: a person
    with two companies' identities is no fault, and nobody gets in. True where it was told, once in thirty days. Records
    `access.member_elsewhere`.
    """
    live = (MembershipState.ACTIVE, MembershipState.SUSPENDED)
    with within(organization):
        rows = Membership.objects.select_for_update(no_key=True).filter(
            organization_id=organization, user_id=user, state__in=live
        )
        row = rows.exclude(bound_cvr=cvr).first()
        if row is None or not cvr:
            return False
        today = copenhagen_day(at)
        told = row.notices.get("elsewhere")
        if told and told > (today - AGAIN).isoformat():
            return False
        row.notices = {**row.notices, "elsewhere": today.isoformat()}
        row.save(update_fields=["notices"])
        record(organization, fact=MemberElsewhere(membership=row.id), actor=SYSTEM, at=at)
    return True
