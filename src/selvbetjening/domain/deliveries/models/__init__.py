"""Tables of deliveries."""

from selvbetjening.domain.deliveries.models.deliveries import Approval, Delivery, DeliveryMove
from selvbetjening.domain.deliveries.models.outgoing import OutFile, OutFileMark
from selvbetjening.domain.deliveries.models.receipts import DeliveryReceipt, Preview
from selvbetjening.domain.deliveries.models.staging import Staging

__all__ = [
    "Approval",
    "Delivery",
    "DeliveryMove",
    "DeliveryReceipt",
    "OutFile",
    "OutFileMark",
    "Preview",
    "Staging",
]
