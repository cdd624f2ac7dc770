"""Somebody of the company looks at the portal as a customer, and the customer can read it (CM-12)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.events import PortalViewed
from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def note_viewing(organization: OrganizationId, *, recipient: UUID, actor: Actor, at: datetime) -> None:
    """Write the visit into the customer's own log and the company's. Records `accounts.portal_viewed`.

    Raises `Recipient.DoesNotExist`.
    """
    with within(organization):
        found = Recipient.objects.get(organization_id=organization, id=recipient, removed_at=None)
        fact = PortalViewed(account=found.account_id, recipient=found.id)
        record(organization, fact=fact, actor=actor, at=at)
