"""Spend the key of a form, so that what it books is booked once (SEC-35)."""

from datetime import datetime

from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.rules.limits import FORMS
from selvbetjening.kernel.ids import OrganizationId


def spend_once(organization: OrganizationId, *, key: str, issued_at: datetime) -> bool:
    """Whether this was the first to spend it. To be called in the transaction of what the form does, before it.

    A second one at the same time waits for the first: it may spend the key only where the first was taken back. The
    row is forgotten after a day (`purge`), so whoever gives out keys takes none that is older than `FORM_LIVES`.
    """
    return count_up(organization, limit=FORMS, subject=key, at=issued_at) is None
