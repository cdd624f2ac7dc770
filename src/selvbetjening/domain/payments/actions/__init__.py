"""Record money that came in."""

from selvbetjening.domain.payments.actions.record_payment import record_manual_payment

__all__ = ["record_manual_payment"]
