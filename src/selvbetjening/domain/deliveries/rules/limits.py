"""How much, how large, how long (business-portal.md annexes C.6, E and K)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from selvbetjening.domain.deliveries.rules.doors import Door
from selvbetjening.domain.deliveries.rules.refused import Refused

MIB: Final = 1024 * 1024
LARGEST: Final[dict[Door, int]] = {"sftp": 2048 * MIB, "https": 500 * MIB, "api": 25_000_000}
#: One form without JavaScript.
FORM_LARGEST: Final = 25_000_000
#: A body of the API with such a file: Base64 makes four bytes of three, and JSON stands around it.
DELIVERY_MOST: Final = LARGEST["api"] // 3 * 4 + 65_536
QUOTA: Final = 20 * 1024 * MIB
FILES_A_DAY: Final = 1000
#: An upload over HTTPS comes in pieces of at most this; one over SFTP asks for room in such steps.
CHUNK: Final = 8 * MIB
#: Room that an upload over SFTP holds from its beginning: most files need no more, and never ask again.
AT_FIRST: Final = MIB
#: Uploads of one person over HTTPS at once.
PARALLEL: Final = 4
#: Uploads that one person has begun over HTTPS and neither ended nor thrown away.
UNFINISHED: Final = 20
#: Uploads that one person may begin over HTTPS within an hour (security.md 5.2).
HOUR: Final = timedelta(hours=1)
BEGUN_AN_HOUR: Final = 60
#: Bytes of one person's that are received over HTTPS and not delivered, previews too.
SHARE: Final = QUOTA // 4
#: An upload is somebody's so long after the last sign of life (SEC-108).
LEASE: Final = timedelta(seconds=30)
#: A file whose end cannot be proven is delivered when nobody opened it again for so long (C.4).
SETTLE: Final = timedelta(seconds=60)
#: The same file again so soon, under the same name by the same user, is a client's own retry (D.3).
RETRY: Final = timedelta(minutes=15)
#: Nobody scanned it for so long: somebody is told.
SCANNER_ALARM: Final = timedelta(minutes=5)
#: A file that breaks its step again and again for so long is refused, or put before a person.
PATIENCE: Final = timedelta(hours=1)
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


@dataclass(frozen=True, slots=True)
class Begun:
    """A person's uploads over HTTPS: `running` now, `unfinished` in all, their `bytes`, and those begun `lately`."""

    running: int
    unfinished: int
    bytes: int
    lately: int


def check_person(*, begun: Begun, more: int) -> None:
    """Raise `Refused` where one person takes more than a share of the company's room, or of its files of a day.

    `in_use` (four at once, twenty unfinished), `too_often` (sixty an hour, security.md 5.2), `share`.
    """
    if begun.running >= PARALLEL or begun.unfinished >= UNFINISHED:
        raise Refused("in_use")
    if begun.lately >= BEGUN_AN_HOUR:
        raise Refused("too_often", limit=BEGUN_AN_HOUR)
    if begun.bytes + more > SHARE:
        raise Refused("share", limit=SHARE)


def room_left(*, used: int) -> int:
    """Bytes that still fit."""
    return QUOTA - used


def check_files(*, today: int) -> None:
    """Raise `Refused("too_many_files")` when the company has begun its last file of the day."""
    if today >= FILES_A_DAY:
        raise Refused("too_many_files", limit=FILES_A_DAY)


#: An operator's wish to let a file out of quarantine waits so long for a second operator's, as long as a second Access
#: Manager's yes is waited for (BP-29: within seven days).
WISH_LIFE: Final = timedelta(days=7)
