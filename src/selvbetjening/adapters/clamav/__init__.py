"""ClamAV over its socket; and, for the demo only, nobody who looks."""

from selvbetjening.adapters.clamav.instream import ClamAv
from selvbetjening.adapters.clamav.nobody import NoScanner

__all__ = ["ClamAv", "NoScanner"]
