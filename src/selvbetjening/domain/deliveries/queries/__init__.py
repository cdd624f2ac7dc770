"""What may be asked about files; the company first."""

from selvbetjening.domain.deliveries.models import (
    Delivery,
    DeliveryMove,
    DeliveryReceipt,
    FileFeed,
    Marker,
    OutFile,
    Preview,
    Staging,
)
from selvbetjening.domain.deliveries.queries.aged import content_goes_on, record_goes_on
from selvbetjening.domain.deliveries.queries.approvers import people_behind, people_behind_orders
from selvbetjening.domain.deliveries.queries.deliveries import (
    Filters,
    Waiting,
    approvers_of,
    by_number,
    deliveries,
    delivery,
    inbox,
    month_before,
    moves,
    senders,
    waiting,
)
from selvbetjening.domain.deliveries.queries.feeds import feed_with, feeds_of
from selvbetjening.domain.deliveries.queries.lines import explained
from selvbetjening.domain.deliveries.queries.markers import (
    marker,
    markers,
    markers_about,
    markers_of_nothing,
)
from selvbetjening.domain.deliveries.queries.named import Named, named
from selvbetjening.domain.deliveries.queries.outgoing import out_file, out_files
from selvbetjening.domain.deliveries.queries.receipts import (
    Verified,
    allowed_signers,
    put_away_receipts,
    receipt,
    receipt_public_keys,
    receipts,
    receipts_since,
    verify,
)
from selvbetjening.domain.deliveries.queries.scanner import scanner_is_away, scanner_troubles
from selvbetjening.domain.deliveries.queries.staging import (
    broken_off,
    find_open,
    find_same,
    preview,
    previews,
    staging,
    stagings,
)
from selvbetjening.domain.deliveries.queries.stored import Used, bytes_of, used

__all__ = [
    "Delivery",
    "DeliveryMove",
    "DeliveryReceipt",
    "FileFeed",
    "Filters",
    "Marker",
    "Named",
    "OutFile",
    "Preview",
    "Staging",
    "Used",
    "Verified",
    "Waiting",
    "allowed_signers",
    "approvers_of",
    "broken_off",
    "by_number",
    "bytes_of",
    "content_goes_on",
    "deliveries",
    "delivery",
    "explained",
    "feed_with",
    "feeds_of",
    "find_open",
    "find_same",
    "inbox",
    "marker",
    "markers",
    "markers_about",
    "markers_of_nothing",
    "month_before",
    "moves",
    "named",
    "out_file",
    "out_files",
    "people_behind",
    "people_behind_orders",
    "preview",
    "previews",
    "put_away_receipts",
    "receipt",
    "receipt_public_keys",
    "receipts",
    "receipts_since",
    "record_goes_on",
    "scanner_is_away",
    "scanner_troubles",
    "senders",
    "staging",
    "stagings",
    "used",
    "verify",
    "waiting",
]
