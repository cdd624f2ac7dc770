"""Count logins with MitID. They belong to no company yet, so the platform keeps the counts (security.md 5.2)."""

from datetime import datetime

from django.db import IntegrityError

from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.ports import LoginRefused
from selvbetjening.domain.identity.rules.limits import Limit
from selvbetjening.domain.organizations.actions.ensure_platform import ensure_platform
from selvbetjening.domain.organizations.rules.platform import PLATFORM


def limit_logins(*, limit: Limit, subject: str, at: datetime) -> None:
    """Count one act of this network or person. Raises `LoginRefused` (LOGIN-11) with the moment to try again at.

    Without a subject nothing is counted. It must not run in a company's transaction (SEC-11).
    """
    if not subject:
        return
    try:
        again_at = count_up(PLATFORM, limit=limit, subject=subject, at=at)
    except IntegrityError:  # the platform's own row is made by whoever needs it first
        ensure_platform(at=at)
        again_at = count_up(PLATFORM, limit=limit, subject=subject, at=at)
    if again_at:
        refused = LoginRefused("LOGIN-11", limit.act)
        refused.again_at = again_at
        raise refused
