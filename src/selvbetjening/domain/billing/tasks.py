"""Wake-ups of billing. Each job stands beside the action that it runs; procrastinate looks for it here."""

from selvbetjening.domain.billing.actions.answer_ending_request import answer_ending_job
from selvbetjening.domain.billing.actions.collect_due import charge_job, collect_batch_job, collect_job
from selvbetjening.domain.billing.actions.debit_day import debit_day_job, waiting_debits_job
from selvbetjening.domain.billing.actions.give_back import give_back_job
from selvbetjening.domain.billing.actions.late_run import late_job
from selvbetjening.domain.billing.actions.look_at_attempts import look_job
from selvbetjening.domain.billing.actions.run import run_job
from selvbetjening.domain.billing.actions.take_notice import notice_job
from selvbetjening.domain.billing.actions.tell_price_change import tell_job

__all__ = [
    "answer_ending_job",
    "charge_job",
    "collect_batch_job",
    "collect_job",
    "debit_day_job",
    "give_back_job",
    "late_job",
    "look_job",
    "notice_job",
    "run_job",
    "tell_job",
    "waiting_debits_job",
]
