"""What a session has confirmed afresh (BP-08, SEC-31)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.identity.models import BusinessSession
from selvbetjening.domain.identity.rules.login import covers


def has_confirmed(*, session_digest: bytes, action_class: str, organization: UUID | None, at: datetime) -> bool:
    """Whether this session confirmed this class of acts for this company in the last five minutes."""
    kept = BusinessSession.objects.filter(key_digest=session_digest).values_list("step_ups", flat=True).first()
    return any(covers(data=one, action_class=action_class, organization=organization, at=at) for one in kept or ())
