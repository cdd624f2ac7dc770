"""Tables of payments."""

from selvbetjening.domain.payments.models.credit import CreditUse, RefundTask
from selvbetjening.domain.payments.models.payment import Payment

__all__ = ["CreditUse", "Payment", "RefundTask"]
