"""What a form books it books once: the form carries a key, spent in the transaction of what it does (SEC-35)."""

import base64
import binascii
import json
from datetime import datetime
from typing import Final, Literal

from selvbetjening.domain.identity.actions.spend_once import spend_once
from selvbetjening.domain.identity.queries.spent_forms import is_spent
from selvbetjening.domain.identity.rules.limits import FORM_LIVES
from selvbetjening.kernel import clock
from selvbetjening.kernel.sealed import SealBroken, seal, unseal
from selvbetjening.kernel.tokens import new_token
from selvbetjening.portals.business.requests import CompanyRequest

#: The field in which a form that shows nothing first carries its key.
KEY_FIELD: Final = "key"
#: `mine`: this sending may do it. `done`: an earlier one did. `none`: there is no key of this page, or an old one.
Spending = Literal["mine", "done", "none"]


def new_key(request: CompanyRequest) -> str:
    """A key for a form of this page."""
    content = json.dumps([clock.now().isoformat(), new_token()])
    return base64.urlsafe_b64encode(seal(content, purpose=_purpose(request))).decode()


def spend(request: CompanyRequest, key: str) -> Spending:
    """Spend the key, before anything is booked and in the same transaction: taken back together, or kept together."""
    found = _opened(request, key)
    if found is None:
        return "none"
    issued_at, token = found
    return "mine" if spend_once(request.acting.here, key=token, issued_at=issued_at) else "done"


def was_sent(request: CompanyRequest, key: str) -> bool:
    """Whether what the form does is done already, so that nobody is asked to mend a form that has served."""
    found = _opened(request, key)
    return found is not None and is_spent(request.acting.here, key=found[1])


def _opened(request: CompanyRequest, key: str) -> tuple[datetime, str] | None:
    try:
        issued, token = json.loads(unseal(base64.urlsafe_b64decode(key.encode()), purpose=_purpose(request)))
    except (SealBroken, binascii.Error, ValueError):
        return None
    issued_at = datetime.fromisoformat(issued)
    return (issued_at, token) if clock.now() - issued_at < FORM_LIVES else None


def _purpose(request: CompanyRequest) -> str:
    return f"key of a form at {request.path}"
