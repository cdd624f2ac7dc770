"""An invitation whose mail was given up: the row says so, and the inviter hears it (BP-18)."""

from datetime import datetime

from selvbetjening.domain.access.events import InvitationBounced
from selvbetjening.domain.access.models import Invitation
from selvbetjening.domain.access.queries.invitations import OPEN, mail_key
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.messaging import queries as mails
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def mark_bounced(organization: OrganizationId, *, at: datetime) -> int:
    """Mark the open invitations whose last mail was refused for good, once for each sending, and return how many.

    In the company's transaction, under its lock: a new sending clears the mark and has a new mail.
    """
    rows = Invitation.objects.filter(organization_id=organization, state__in=OPEN, bounced_at=None, expires_at__gt=at)
    waiting = {mail_key(invitation=row): row for row in rows.order_by("id")}
    refused = [key for key, mail in mails.by_keys(organization, keys=list(waiting)).items() if mail.state == "failed"]
    for key in sorted(refused):
        row = waiting[key]
        row.bounced_at = at
        row.save(update_fields=["bounced_at"])
        record(organization, fact=InvitationBounced(invitation=row.id), actor=SYSTEM, at=at)
    return len(refused)
