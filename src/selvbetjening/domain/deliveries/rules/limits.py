"""How much, how large, how long (business-portal.md annexes C.6, E and K)."""

from datetime import timedelta
from typing import Final

from selvbetjening.domain.deliveries.rules.doors import Door
from selvbetjening.domain.deliveries.rules.refused import Refused

MIB: Final = 1024 * 1024
LARGEST: Final[dict[Door, int]] = {"sftp": 2048 * MIB, "https": 500 * MIB}
#: One form without JavaScript.
FORM_LARGEST: Final = 25_000_000
QUOTA: Final = 20 * 1024 * MIB
FILES_A_DAY: Final = 1000
#: An upload over HTTPS comes in pieces of at most this; one over SFTP asks for room in such steps.
CHUNK: Final = 8 * MIB
#: Uploads of one person over HTTPS at once.
PARALLEL: Final = 4
#: An upload is somebody's so long after the last sign of life (SEC-108).
LEASE: Final = timedelta(seconds=30)
#: A file whose end cannot be proven is delivered when nobody opened it again for so long (C.4).
SETTLE: Final = timedelta(seconds=60)
#: The same file again so soon, under the same name by the same user, is a client's own retry (D.3).
RETRY: Final = timedelta(minutes=15)
#: Nobody scanned it for so long: somebody is told.
SCANNER_ALARM: Final = timedelta(minutes=5)
PREVIEW_LIFE: Final = timedelta(hours=24)
MOST_FINDINGS: Final = 500


def check_size(*, door: Door, size: int) -> None:
    """Raise `Refused("too_large")` for what is beyond the door's limit, in bytes (SEC-80)."""
    if size > LARGEST[door]:
        raise Refused("too_large", limit=LARGEST[door])


def check_quota(*, used: int, more: int) -> None:
    """Raise `Refused("quota")` where `more` bytes do not fit beside what the company has (SEC-80)."""
    if used + more > QUOTA:
        raise Refused("quota", limit=QUOTA)


def room_left(*, used: int) -> int:
    """Bytes that still fit."""
    return QUOTA - used


def check_files(*, today: int) -> None:
    """Raise `Refused("too_many_files")` when the company has begun its last file of the day."""
    if today >= FILES_A_DAY:
        raise Refused("too_many_files", limit=FILES_A_DAY)
