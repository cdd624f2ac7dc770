"""How late an open item is, in the steps that bookkeepers use. Pure."""

from typing import Final

BUCKETS: Final = ("0", "1-30", "31-60", "61-90", "90+")


def bucket_of(*, days: int) -> str:
    """The step for so many days past the last day to pay: `0` is not late yet."""
    if days <= 0:
        return BUCKETS[0]
    return BUCKETS[min((days - 1) // 30 + 1, len(BUCKETS) - 1)]
