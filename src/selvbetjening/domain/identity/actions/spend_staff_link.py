"""Spend an operator's login link: once, in time (SEC-34)."""

from datetime import datetime
from typing import Any

from selvbetjening.domain.identity.models import StaffLink
from selvbetjening.domain.identity.models.digests import staff_digest


def spend_staff_link(*, token: str, at: datetime) -> Any | None:
    """The operator whose link it was, or None when it is unknown, spent, too old, or its operator is not active.

    One conditional update decides, so of many presses at once one gets in.
    """
    link = StaffLink.objects.filter(token_digest=staff_digest(token=token)).select_related("user").first()
    if link is None or not (link.user.is_active and link.user.is_staff):
        return None
    spent = StaffLink.objects.filter(id=link.id, spent_at__isnull=True, expires_at__gt=at).update(spent_at=at)
    return link.user if spent else None
