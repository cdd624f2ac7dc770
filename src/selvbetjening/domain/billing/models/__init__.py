"""Tables of billing."""

from selvbetjening.domain.billing.models.acts import GivenBack, Undo
from selvbetjening.domain.billing.models.contracts import Contract
from selvbetjening.domain.billing.models.debits import InvoiceCollection, MandateLink
from selvbetjening.domain.billing.models.guests import GuestLink, GuestRequest
from selvbetjening.domain.billing.models.legal_acts import LegalAct
from selvbetjening.domain.billing.models.price_changes import PriceChange, PriceNotice
from selvbetjening.domain.billing.models.quotes import BilledPeriod, Quote

__all__ = [
    "BilledPeriod",
    "Contract",
    "GivenBack",
    "GuestLink",
    "GuestRequest",
    "InvoiceCollection",
    "LegalAct",
    "MandateLink",
    "PriceChange",
    "PriceNotice",
    "Quote",
    "Undo",
]
