"""Wake-ups of direct debit. The job stands beside the action that defers it; procrastinate looks for it here."""

from selvbetjening.domain.directdebit.actions.bank_line import bank_line_job
from selvbetjening.domain.directdebit.actions.read_held import read_held_job
from selvbetjening.domain.directdebit.actions.settle_day import settle_day_job

__all__ = ["bank_line_job", "read_held_job", "settle_day_job"]
