"""Ask the virus scanner whether it is there and what it knows, and tell the operators (SEC-83).

A mail to each when it has been away for five minutes or its signatures are old, and one when that is over.
"""

from collections.abc import Callable
from datetime import datetime

import structlog

from selvbetjening.domain.deliveries.actions import scanner_trouble
from selvbetjening.domain.deliveries.models import ScannerTrouble
from selvbetjening.domain.deliveries.ports import ScannerDown
from selvbetjening.domain.deliveries.queries.stored import scanner
from selvbetjening.domain.deliveries.rules.lanes import QUEUE
from selvbetjening.domain.deliveries.rules.limits import SCANNER_ALARM
from selvbetjening.domain.deliveries.rules.scanner import fault_of
from selvbetjening.domain.identity.queries.operators import operator_addresses
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import operators_sender
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.actions.ensure_platform import ensure_platform
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.formatting import Language, language_of
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.files")
_AWAY, _SIGNATURES = scanner_trouble.AWAY, scanner_trouble.SIGNATURES
_PATH = "/organizations/"


def watch_scanner(*, at: datetime) -> None:
    """One look, and the mails that it or an earlier one owes. Every minute; late, or twice, does no harm."""
    try:
        known = scanner().signatures()
    except ScannerDown as down:
        scanner_trouble.begin(kind=_AWAY, code=down.code, since=at, at=at)
    else:
        scanner_trouble.end(kind=_AWAY, at=at)
        if fault := fault_of(signatures=known, at=at):
            scanner_trouble.begin(kind=_SIGNATURES, code=fault, since=at, at=at)
        else:
            scanner_trouble.end(kind=_SIGNATURES, at=at)
    _tell(at)


def _tell(at: datetime) -> None:
    """Write the mails that are owed, and note it in the same transaction: each once, whoever is killed."""
    owed = ScannerTrouble.objects.filter(end_told_at=None).exclude(ended_at__isnull=False, told_at=None)
    if not any(_is_due(row, at) for row in owed):
        return
    ensure_platform(at=at)
    with within(PLATFORM):
        for row in owed.select_for_update().order_by("began_at"):
            if _is_due(row, at) and _mail(row, at):
                row.end_told_at, row.told_at = (at, row.told_at) if row.told_at else (None, at)
                row.save(update_fields=["told_at", "end_told_at"])


def _is_due(row: ScannerTrouble, at: datetime) -> bool:
    if row.told_at is not None:
        return row.ended_at is not None and row.end_told_at is None
    return row.ended_at is None and (row.kind == _SIGNATURES or row.began_at <= at - SCANNER_ALARM)


def _mail(row: ScannerTrouble, at: datetime) -> bool:
    """One mail to each operator; False where there is nobody to tell, and it stays owed."""
    told = operator_addresses()
    if not told:
        log.error("there is no operator to tell of the virus scanner", kind=row.kind, code=row.code)
    language = language_of(organizations.get(PLATFORM).language)
    draw, what = _letter(row)
    for number, address in told:
        letter = draw(sender=operators_sender(), language=language)
        key = f"scanner:{row.id}:{what}:{number}"
        write(PLATFORM, key=key, letter=letter, to=address, language=language, at=at)
    return bool(told)


def _letter(row: ScannerTrouble) -> tuple[Callable[..., Letter], str]:
    ended = row.ended_at
    if ended is None:

        def away(*, sender: Sender, language: Language) -> Letter:
            return mails.scanner_away(sender=sender, language=language, code=row.code, since=row.began_at, path=_PATH)

        return away, "away"

    def back(*, sender: Sender, language: Language) -> Letter:
        return mails.scanner_back(
            sender=sender, language=language, code=row.code, since=row.began_at, until=ended, path=_PATH
        )

    return back, "back"


def sweep(*, at: datetime) -> None:
    """Wake the look in the queue of the files, whose worker alone may reach the scanner (SEC-84)."""
    with within(PLATFORM):
        watch_scanner_job.defer(PLATFORM)


@job(name="deliveries.watch_scanner", queue=QUEUE)
def watch_scanner_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up; the scanner is the installation's."""
    watch_scanner(at=at)
