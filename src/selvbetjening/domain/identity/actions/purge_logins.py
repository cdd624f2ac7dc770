"""Forget logins that are over: ways to a broker at once, what was proved after a year (SEC-149, GDP-6)."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from selvbetjening.domain.identity.actions.ssh_attempts import forget_attempts
from selvbetjening.domain.identity.models import BusinessSession, LoginAttempt, LoginEvidence, LogoutToken
from selvbetjening.domain.identity.rules.login import OPEN, SESSION_IDLE, SESSION_LASTS

EVIDENCE: Final = timedelta(days=365)
#: Longer than a logout token may be old (adapters), so that none is obeyed twice.
LOGOUT_TOKENS: Final = timedelta(days=1)


def purge_logins(*, at: datetime) -> int:
    """Remove what is over, and return how many rows; may run at any time, twice, or late.

    Attempts go with their sealed forms ten minutes after they began, dead sessions with their ID tokens at once, what
    was tried at the SSH door after a day (BM-08).
    """
    dead = Q(last_seen_at__lte=at - SESSION_IDLE) | Q(created_at__lte=at - SESSION_LASTS) | Q(ends_at__lte=at)
    return forget_attempts(at=at) + sum(
        rows.delete()[0]
        for rows in (
            LoginAttempt.objects.filter(created_at__lte=at - OPEN),
            BusinessSession.objects.filter(dead),
            LogoutToken.objects.filter(at__lte=at - LOGOUT_TOKENS),
            LoginEvidence.objects.filter(at__lte=at - EVIDENCE),
        )
    )
