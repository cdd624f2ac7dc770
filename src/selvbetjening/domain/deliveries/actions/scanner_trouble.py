"""Note that the virus scanner is away or knows too little, and that it is well again (SEC-83).

Notes belong to the installation, so whoever meets the fault writes them in whatever transaction is open.
"""

from datetime import datetime

import structlog
from django.db import IntegrityError, transaction

from selvbetjening.domain.deliveries.models import ScannerTrouble
from selvbetjening.domain.deliveries.rules.scanner import QUIET

AWAY, SIGNATURES = ScannerTrouble.Kind.AWAY, ScannerTrouble.Kind.SIGNATURES
log = structlog.get_logger("selvbetjening.files")


def begin(*, kind: ScannerTrouble.Kind, code: str, since: datetime, at: datetime) -> None:
    """Open a trouble that began at `since`, or note that the open one lasts. Of two at once one opens it."""
    if goes_on(kind=kind, code=code, at=at):
        return
    try:
        with transaction.atomic():
            ScannerTrouble.objects.create(kind=kind, code=code, began_at=since, failed_at=at)
    except IntegrityError:  # somebody else was first
        goes_on(kind=kind, code=code, at=at)
        return
    log.error("the virus scanner is in trouble", kind=str(kind), code=code)


def goes_on(*, kind: ScannerTrouble.Kind, code: str, at: datetime) -> bool:
    """Note that an open trouble was met again; whether there is one."""
    return ScannerTrouble.objects.filter(kind=kind, ended_at=None).update(code=code, failed_at=at) > 0


def end(*, kind: ScannerTrouble.Kind, at: datetime) -> None:
    """Close an open trouble that nobody has met for some minutes (`rules.scanner.QUIET`)."""
    quiet = ScannerTrouble.objects.filter(kind=kind, ended_at=None, failed_at__lte=at - QUIET)
    if quiet.update(ended_at=at):
        log.warning("the virus scanner is well again", kind=str(kind))
