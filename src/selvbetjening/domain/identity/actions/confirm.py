"""Remember that somebody has just confirmed with MitID (BP-08, SEC-31)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from selvbetjening.domain.identity.models import BusinessSession
from selvbetjening.domain.identity.rules.login import STEP_UP_LASTS, StepUp


def confirm(*, session_digest: bytes, action_class: str, organization: UUID | None, at: datetime) -> bool:
    """For five minutes this session may do this class of acts for this company; False if the session has ended.

    `finish_login` calls it for a step-up that came back right. Confirmations that are over are dropped with it.
    """
    made = StepUp(action_class, str(organization or ""), at + STEP_UP_LASTS)
    with transaction.atomic():
        row = BusinessSession.objects.select_for_update().filter(key_digest=session_digest).first()
        if row is None:
            return False
        alive = [one for one in row.step_ups if at < datetime.fromisoformat(one["until"])]
        same = made.as_data()
        row.step_ups = [one for one in alive if {**one, "until": ""} != {**same, "until": ""}] + [same]
        row.save(update_fields=["step_ups"])
    return True
