"""Tables of payments."""

from selvbetjening.domain.payments.models.attempts import Attempt, AttemptPart, CardCollection
from selvbetjening.domain.payments.models.cards import GatewayPayer, PaymentCard
from selvbetjening.domain.payments.models.credit import CreditUse, RefundTask
from selvbetjening.domain.payments.models.disputes import Dispute, DisputeFile, DisputeMessage
from selvbetjening.domain.payments.models.gateways import GatewayAccount, GatewayFact, GatewayNotice
from selvbetjening.domain.payments.models.paying import (
    CardRefund,
    Chargeback,
    CollectionPause,
    PaymentLink,
    PaymentReversal,
)
from selvbetjening.domain.payments.models.payment import Payment
from selvbetjening.domain.payments.models.respites import ClaimPayment, Deferral, PaymentPlan, PaymentPlanPart

__all__ = [
    "Attempt",
    "AttemptPart",
    "CardCollection",
    "CardRefund",
    "Chargeback",
    "ClaimPayment",
    "CollectionPause",
    "CreditUse",
    "Deferral",
    "Dispute",
    "DisputeFile",
    "DisputeMessage",
    "GatewayAccount",
    "GatewayFact",
    "GatewayNotice",
    "GatewayPayer",
    "Payment",
    "PaymentCard",
    "PaymentLink",
    "PaymentPlan",
    "PaymentPlanPart",
    "PaymentReversal",
    "RefundTask",
]
