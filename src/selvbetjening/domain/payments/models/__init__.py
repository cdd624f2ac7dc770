"""Tables of payments."""

from selvbetjening.domain.payments.models.credit import CreditUse, RefundTask
from selvbetjening.domain.payments.models.disputes import Dispute, DisputeFile, DisputeMessage
from selvbetjening.domain.payments.models.payment import Payment
from selvbetjening.domain.payments.models.respites import ClaimPayment, Deferral, PaymentPlan, PaymentPlanPart

__all__ = [
    "ClaimPayment",
    "CreditUse",
    "Deferral",
    "Dispute",
    "DisputeFile",
    "DisputeMessage",
    "Payment",
    "PaymentPlan",
    "PaymentPlanPart",
    "RefundTask",
]
