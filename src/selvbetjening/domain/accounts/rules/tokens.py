"""How many tokens a customer has, how long they live, how often they are used (CM-09). Pure."""

from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.identity.rules.limits import Limit

#: Tokens of one kind that one recipient has at a time.
MOST: Final = 5
#: A token that fetches documents ends by itself.
DOCUMENTS_LIVE: Final = timedelta(days=365)
#: Calendars ask a few times a day; whoever has several programs at one address asks more.
CALENDAR_READS: Final = Limit("customer_calendar", 60)
DOCUMENT_CALLS: Final = Limit("customer_documents", 120)
#: Wrong tokens of one network.
TOKEN_MISSES: Final = Limit("customer_token_misses", 30)
LIMITS: Final = {"calendar": CALENDAR_READS, "documents": DOCUMENT_CALLS}


def ends_at(*, kind: str, at: datetime) -> datetime | None:
    """When a token that is made now ends by itself."""
    return at + DOCUMENTS_LIVE if kind == "documents" else None
