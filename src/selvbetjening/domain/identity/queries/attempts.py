"""Logins under way, and the form that waited for one."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.identity.models import LoginAttempt
from selvbetjening.domain.identity.rules.login import OPEN, Attempt
from selvbetjening.kernel.sealed import SealBroken, unseal


def sealed_as(*, part: str, attempt: UUID) -> str:
    """What a secret of this attempt is sealed for: `nonce`, `verifier` or `kept`."""
    return f"identity.login_attempt:{part}:{attempt}"


def as_rule(*, row: LoginAttempt) -> Attempt:
    """The attempt without its secrets but with the form that waited, opened."""
    kept = None if row.kept is None else unseal(bytes(row.kept), purpose=sealed_as(part="kept", attempt=row.id))
    return Attempt(
        id=row.id,
        purpose=row.purpose,
        broker=row.broker,
        wanted_path=row.wanted_path,
        invitation_organization=row.invitation_organization,
        invitation=row.invitation_id,
        session_digest=None if row.session_digest is None else bytes(row.session_digest),
        action_class=row.action_class,
        organization=row.organization_id,
        kept=kept,
    )


def kept(*, attempt: UUID, user: UUID, at: datetime) -> bytes | None:
    """The form that waited for this person's step-up (BP-08): ten minutes from when it was sent off, else None."""
    row = LoginAttempt.objects.filter(id=attempt, expected_user_id=user, spent_at__isnull=False).first()
    if row is None or at >= row.created_at + OPEN:
        return None
    try:
        return as_rule(row=row).kept
    except SealBroken:
        return None
