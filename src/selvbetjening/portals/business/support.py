"""Whom one calls when nobody in the company can help (BP-76)."""

from typing import Final

PHONE: Final = "+45 80 81 07 07"
PHONE_ABROAD: Final = "+45 43 32 67 51"
