"""Note that a user was here (BP-19, BP-30)."""

from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def note_login(organization: OrganizationId, *, membership: UUID, at: datetime) -> None:
    """The user has come into this company with a login: called where a session first acts for it. No fact."""
    with within(organization):
        Membership.objects.filter(organization_id=organization, id=membership, state=MembershipState.ACTIVE).update(
            last_login_at=at, first_login_at=Coalesce("first_login_at", at)
        )
