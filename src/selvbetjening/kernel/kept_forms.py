"""What somebody has typed, while she looks at what it comes to: sealed into the page, since it stands in no table yet.

So numbers that nobody else should read are in no field of the page that shows them covered, and in no session.
"""

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Final

from selvbetjening.kernel.sealed import SealBroken, seal, unseal

#: Whoever looks longer types it again.
LIVES: Final = timedelta(minutes=30)


def kept(values: dict[str, str], *, purpose: str, at: datetime) -> str:
    """The values as text for a hidden field; `purpose` names the page and whom it is about."""
    content = json.dumps([at.isoformat(), values])
    return base64.urlsafe_b64encode(seal(content, purpose=f"form:{purpose}")).decode()


def opened(text: str, *, purpose: str, at: datetime) -> dict[str, str] | None:
    """The values again; None where it is not ours, of another page, or too old."""
    try:
        kept_at, values = json.loads(unseal(base64.urlsafe_b64decode(text.encode()), purpose=f"form:{purpose}"))
    except (SealBroken, binascii.Error, ValueError):
        return None
    is_fresh = datetime.fromisoformat(kept_at) <= at <= datetime.fromisoformat(kept_at) + LIVES
    return {str(name): str(value) for name, value in values.items()} if is_fresh else None
