"""The whole number by which other systems know a line (fenerum-api.md section 4): 52 random bits of its id. Pure."""

from uuid import UUID

_VERSION = 4


def number_of(*, id_: UUID) -> int:
    """The number. Two lines of a company with a million of them share one with a chance of 1 in 9,000."""
    return (id_.int >> 80) << 4 | (id_.int >> 72) & 0xF


def bounds_of(*, number: int) -> tuple[UUID, UUID] | None:
    """The first and the last id that may have this number, or None for a number that no line can have."""
    if not 0 <= number < 1 << 52:
        return None
    first = (number >> 4) << 80 | _VERSION << 76 | (number & 0xF) << 72
    return UUID(int=first), UUID(int=first | (1 << 72) - 1)
