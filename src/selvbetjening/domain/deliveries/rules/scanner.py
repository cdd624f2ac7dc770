"""When a virus scanner that does not answer, or knows too little, is something to tell (SEC-83). Pure."""

from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.deliveries.ports import Signatures

#: New signatures come every day; a weekend without any is no alarm.
OLDEST: Final = timedelta(days=4)
#: It is back when it answers and no file's look has failed for so long: each waiting file is tried each minute.
QUIET: Final = timedelta(minutes=3)


def fault_of(*, signatures: Signatures | None, at: datetime) -> str:
    """`old` or `none` where what the scanner knows is not enough; empty where it is, or where it keeps none at all."""
    if signatures is None:
        return ""
    if signatures.made_at is None:
        return "none"
    return "old" if at - signatures.made_at > OLDEST else ""
