"""Write down what a login came to (BP-01, annex A.3 no. 13): codes and the broker's ids, never a name."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.identity.models import LoginEvidence
from selvbetjening.domain.identity.ports import Person

#: Letters and digits that are told apart on the phone.
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
OK: Final = "ok"


def note_login(
    *,
    broker: str,
    purpose: str,
    outcome: str,
    user: UUID | None = None,
    person: Person | None = None,
    cvr: str = "",
    broker_transaction: str = "",
    at: datetime,
) -> str:
    """Add one row and return its reference number, which the refusal page shows.

    `outcome` is `ok` or a code of annex J, with the reason behind it for the log alone. `cvr` is for a refusal after
    the login, when the `person` of the broker's answer is gone.
    """
    reference = f"{_letters(4)}-{_letters(4)}"
    LoginEvidence.objects.create(
        user_id=user,
        at=at,
        broker=broker[:40],
        purpose=purpose,
        outcome=outcome[:40],
        reference=reference,
        professional_id=person.professional_id[:255] if person else "",
        cvr=(person.cvr if person else cvr)[:8],
        p_number=person.p_number[:10] if person else "",
        level=person.level if person else "",
        authenticated_at=person.auth_time if person else None,
        broker_transaction=(person.broker_transaction if person else broker_transaction)[:255],
    )
    return reference


def _letters(number: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(number))
