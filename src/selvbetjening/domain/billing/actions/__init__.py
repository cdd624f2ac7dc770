"""What the engine does: quote an act, do exactly what was quoted, and bill what is due."""

from selvbetjening.domain.billing.actions.quote import quote_cancel, quote_change, quote_reactivate, quote_start
from selvbetjening.domain.billing.actions.scheduled import remove_scheduled_change

__all__ = ["quote_cancel", "quote_change", "quote_reactivate", "quote_start", "remove_scheduled_change"]
