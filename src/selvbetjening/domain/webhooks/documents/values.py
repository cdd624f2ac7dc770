"""Values as the API writes them (fenerum-api.md 4): amounts as text with two decimals, instants with microseconds."""

from datetime import UTC, date, datetime
from decimal import Decimal


def amount(*, minor: int) -> str:
    """An amount in hundredths, such as "1250.00"."""
    return f"{Decimal(minor).scaleb(-2):.2f}"


def instant(*, at: datetime | None) -> str | None:
    """An instant with its offset and microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None


def day(*, on: date | None) -> str | None:
    """A day, YYYY-MM-DD."""
    return on.isoformat() if on else None
