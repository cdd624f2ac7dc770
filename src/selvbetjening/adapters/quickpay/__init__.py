"""QuickPay, API v10: `QuickPayGateway` serves the port `payments.ports.CardGateway` (gateways.md, part 3)."""

from selvbetjening.adapters.quickpay.gateway import QuickPayGateway

__all__ = ["QuickPayGateway"]
