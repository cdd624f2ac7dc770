"""The virus scanner: whether it answers, and how old its signatures are (SEC-83)."""

import os
from collections.abc import Iterator
from typing import Final

from selvbetjening.adapters.clamav import ClamAv
from selvbetjening.config.doctor import Finding
from selvbetjening.domain.deliveries.ports import ScannerDown
from selvbetjening.domain.deliveries.rules.scanner import OLDEST
from selvbetjening.kernel import clock

_WHERE: Final = "unix:/run/clamav/clamd.ctl"


def virus_scanner() -> Iterator[Finding]:
    """Nothing to look at where the demo, or another adapter, is the scanner."""
    named = os.environ.get("SCANNER_ADAPTER", "")
    if os.environ.get("SELVBETJENING_DEMO") or (named and not named.endswith(".ClamAv")):
        return
    address = os.environ.get("CLAMAV_ADDRESS") or _WHERE
    try:
        found = ClamAv(address).signatures()
    except ScannerDown as down:
        yield Finding(
            f"The virus scanner at {address} does not answer ({down.code})",
            "Start clamd, or set CLAMAV_ADDRESS. Until it answers, every file that a company sends waits.",
        )
        return
    age = None if found.made_at is None else clock.now() - found.made_at
    if age is None:
        yield Finding(f"The virus scanner ({found.version}) has no signatures", "Run freshclam, then restart clamd.")
    elif age > OLDEST:
        yield Finding(
            f"The virus scanner's signatures are {age.days} days old",
            "Look at why freshclam does not fetch new ones. Files are scanned with the old ones meanwhile.",
        )
    else:
        yield Finding(f"The virus scanner ({found.version}) answers, with signatures of the last days")
