"""Whether the virus scanner is away, for everybody whose files wait for it (SEC-83)."""

from datetime import datetime

from selvbetjening.domain.deliveries.models import ScannerTrouble
from selvbetjening.domain.deliveries.rules.limits import SCANNER_ALARM


def scanner_is_away(*, at: datetime) -> bool:
    """Whether it has not answered for five minutes: files are received, and wait. A file that it refuses is none."""
    away = ScannerTrouble.objects.filter(kind=ScannerTrouble.Kind.AWAY, ended_at=None).exclude(code="too_large")
    return away.filter(began_at__lte=at - SCANNER_ALARM).exists()


def scanner_troubles() -> list[ScannerTrouble]:
    """What is wrong with it at the moment, for the operators."""
    return list(ScannerTrouble.objects.filter(ended_at=None).order_by("began_at"))
