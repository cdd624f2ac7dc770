"""Note that a user was here, and put an advice off (BP-19, BP-30)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models.functions import Coalesce

from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

#: BP-30: an advice can be put off so long, and comes back.
SNOOZE: Final = timedelta(days=90)
#: What can be put off: the advice to have two managers, and the reminder of a review that is due.
ADVICE: Final = ("two_managers", "review")


def note_login(organization: OrganizationId, *, membership: UUID, at: datetime) -> None:
    """The user has come into this company with a login: called where a session first acts for it. No fact."""
    with within(organization):
        Membership.objects.filter(organization_id=organization, id=membership, state=MembershipState.ACTIVE).update(
            last_login_at=at, first_login_at=Coalesce("first_login_at", at)
        )


def snooze(organization: OrganizationId, *, membership: UUID, advice: str, at: datetime) -> None:
    """Do not show this member an advice for 90 days; it is never gone for good (BP-30). Raises `Refused("unknown")`."""
    if advice not in ADVICE:
        raise Refused("unknown", field="advice")
    with within(organization):
        row = Membership.objects.select_for_update(no_key=True).get(organization_id=organization, id=membership)
        row.snoozed = {**row.snoozed, advice: (copenhagen_day(at) + SNOOZE).isoformat()}
        row.save(update_fields=["snoozed"])
