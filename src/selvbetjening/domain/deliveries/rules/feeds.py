"""How often a feed of files is read (BP-48)."""

from typing import Final

from selvbetjening.domain.identity.rules.limits import Limit

#: One feed is read every minute at most; wrong addresses from one network.
FEED_READS: Final = Limit("feed_read", 60)
FEED_MISSES: Final = Limit("feed_miss", 60)
