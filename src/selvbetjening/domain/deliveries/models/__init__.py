"""Tables of deliveries."""

from selvbetjening.domain.deliveries.models.deliveries import Approval, Delivery, DeliveryMove
from selvbetjening.domain.deliveries.models.feeds import FileFeed
from selvbetjening.domain.deliveries.models.forgotten import ForgottenReceipt
from selvbetjening.domain.deliveries.models.markers import Marker
from selvbetjening.domain.deliveries.models.outgoing import OutFile, OutFileMark
from selvbetjening.domain.deliveries.models.receipts import DeliveryReceipt, Preview, ReceiptMark
from selvbetjening.domain.deliveries.models.scanner import ScannerTrouble
from selvbetjening.domain.deliveries.models.staging import Staging

__all__ = [
    "Approval",
    "Delivery",
    "DeliveryMove",
    "DeliveryReceipt",
    "FileFeed",
    "ForgottenReceipt",
    "Marker",
    "OutFile",
    "OutFileMark",
    "Preview",
    "ReceiptMark",
    "ScannerTrouble",
    "Staging",
]
