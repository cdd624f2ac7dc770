"""When personal data got out: who must be told, and until when (GDP-9). Pure."""

from datetime import datetime, timedelta

from selvbetjening.kernel.law import law


@law("GDP-9", source="databeskyttelsesforordningen art. 33, stk. 1, og art. 34")
def tell_authority_before(*, known_at: datetime) -> datetime:
    """The authority is told within 72 hours after the breach became known, weekends and holidays included."""
    return known_at + timedelta(hours=72)
