"""Stripe: `StripeGateway` serves the port `payments.ports.CardGateway` (gateways.md, part 2)."""

from selvbetjening.adapters.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
