"""The line to an external Betalingsservice: which files lie there for us, and when it is tried again (12, 17.1: 4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from betalingsservice.bytes_in import Source
from betalingsservice.file_names import Prefix, read_file_name
from betalingsservice.findings import Severity
from betalingsservice.reader import steps
from betalingsservice.records import WIDTH
from betalingsservice.steps import DeliveryClosed, DeliveryOpened, Entry
from selvbetjening.domain.directdebit.ports import LineTerms
from selvbetjening.domain.directdebit.rules.answers import is_elsewhere

#: Minutes until the next try after so many failures in a row; the last holds for all that follow.
GAPS: Final = (1, 2, 5, 15, 30, 60, 120, 240)
#: So often an hour somebody may have a line tested: each test logs in, and a bank locks out who does so too often.
TESTS: Final = 10
#: So many failures in a row are told once.
TELL_AFTER: Final = 5
#: So many, which is two hours, are told to people: less mends itself.
MAIL_AFTER: Final = 7
#: A try that did not end by then has lost its process.
LEASE: Final = timedelta(minutes=30)
#: A file that breaks its reader again and again for so long is put before a person.
PATIENCE: Final = timedelta(hours=1)
#: Contents of answers are kept as long as those of delivered files.
KEEP: Final = timedelta(days=90)
#: More than any delivery has: 2,000,000 payments.
MOST_BYTES: Final = 512 * 1024 * 1024
ANSWERS: Final = frozenset({"0602", "0603", "0621"})
#: A public key as it stands in `known_hosts`, without the host: algorithm, key, comment.
_HOST_KEY: Final = re.compile(r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) [A-Za-z0-9+/]+=*( \S.*)?")
#: A file with one of these was cut, or is still being written.
_SHORT: Final = frozenset({"delivery.end_missing"})
#: What others call a file that they are still writing.
_TEMPORARY: Final = re.compile(r"(^[.~])|(\.(part|tmp|temp|filepart|partial|crdownload|swp)$)", re.IGNORECASE)
#: The code of a file with answers of the other system, tests or real.
ELSEWHERE: Final = "file.environment"
#: The code of a file that says whether ours was taken.
VERDICT: Final = "verdict"
#: The code of a held file that somebody has let be read, and that no worker has come to yet.
LET: Final = "let"
#: What says nothing that an answer does not say again (12).
_UNWANTED: Final = frozenset({Prefix.TRANSMISSION, Prefix.NOTE})


class ConnectionRefused(ValueError):
    """The line cannot be used as it is described; `field` says what is missing or wrong."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def checked_terms(*, adapter: str, terms: LineTerms) -> None:
    """Raise `ConnectionRefused` for a line over a network without a host, a user, a key of ours or a pinned key."""
    if adapter == "folder":
        return
    for field in ("host", "username", "private_key", "host_keys"):
        if not getattr(terms, field).strip():
            raise ConnectionRefused(field)
    if not 0 < terms.port < 65_536:
        raise ConnectionRefused("port")
    for line in terms.host_keys.splitlines():
        if line.strip() and _HOST_KEY.fullmatch(line.strip()) is None:
            raise ConnectionRefused("host_keys")


def is_wanted(*, name: str) -> bool:
    """Whether a file may be a delivery, or says whether ours was taken; what it is, its content says (12)."""
    found = read_file_name(name)
    return _TEMPORARY.search(name) is None and (found is None or found.prefix not in _UNWANTED) and "/" not in name


def is_verdict(*, name: str) -> bool:
    """Whether it says if a delivery of ours was taken or refused: text for people, in no layout that is known (12)."""
    found = read_file_name(name)
    return found is not None and found.prefix is Prefix.VALIDATION


def tests_left(*, tested: Sequence[datetime], at: datetime) -> int:
    """How many tests of a line are left in the hour before `at`."""
    return max(0, TESTS - sum(one > at - timedelta(hours=1) for one in tested))


def next_try(*, failures: int, at: datetime) -> datetime:
    """When the line is tried again after so many failures in a row, at least one."""
    return at + timedelta(minutes=GAPS[min(failures, len(GAPS)) - 1])


@dataclass(frozen=True, slots=True)
class Found:
    """What a fetched file is: `state` as a verb of `lifecycle.FETCHED`, and the code of what is in the way."""

    verb: str
    code: str = ""


def judged(*, source: Source, size: int, is_test: bool = False) -> Found:
    """Whether the answers in a file may be read: it is whole, it is one, and its totals agree (17.2: 3, U3, U20).

    A faulty line of its own is no reason to hold the others back; a total, an end or a frame that is wrong is. So is
    a delivery of the other system: tests among real ones, or the reverse (BP-50), of which nothing is ever read.
    """
    kinds: set[str] = set()
    is_open, code, elsewhere = False, "", ""
    for step in steps(source):
        if isinstance(step, DeliveryOpened):
            is_open = True
            kinds.add(step.kind.number if step.kind else "")
            if is_elsewhere(start=step.start, is_test=is_test):
                elsewhere = ELSEWHERE
        elif isinstance(step, DeliveryClosed):
            is_open = False
        if isinstance(step, Entry):
            continue
        wrong = [each.code for each in step.findings if each.severity >= Severity.HOLD]
        code = code or next(iter(wrong), "")
    if is_open or code in _SHORT or size < WIDTH:
        return Found("miss", code)
    if not kinds:
        return Found("leave", code or "delivery.none")
    if not kinds <= ANSWERS:
        return Found("leave", "delivery.type")
    code = code or elsewhere
    return Found("hold", code) if code else Found("read")
