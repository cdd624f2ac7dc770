"""One page: at this time, do that.

The queue only wakes; the rows remember. Each sweep finds what a lost job left behind, and may run at any time, twice,
or late (design, "Jobs").
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import connections
from procrastinate import App, JobContext

from selvbetjening.domain.access.actions import collect_notices
from selvbetjening.domain.access.actions import sweep as access
from selvbetjening.domain.accounts.actions import accountants as accounts
from selvbetjening.domain.billing.actions import sweep as billing
from selvbetjening.domain.billing.actions.collect_due import sweep_collections
from selvbetjening.domain.billing.actions.debit_day import sweep_debits, sweep_waiting_debits
from selvbetjening.domain.billing.actions.give_back import sweep_refunds
from selvbetjening.domain.billing.actions.late_sweep import late_sweep
from selvbetjening.domain.billing.actions.look_at_attempts import sweep_attempts
from selvbetjening.domain.billing.actions.sweep_waiting import sweep_waiting
from selvbetjening.domain.billing.actions.take_notice import sweep_notices
from selvbetjening.domain.deliveries.actions import forget as old_files
from selvbetjening.domain.deliveries.actions import sweep as files
from selvbetjening.domain.deliveries.actions import watch_scanner
from selvbetjening.domain.directdebit.actions import bank_line, settle_day
from selvbetjening.domain.history.actions import close_gaps as log
from selvbetjening.domain.history.actions import sweep as history
from selvbetjening.domain.identity.actions import host_keys, purge_logins
from selvbetjening.domain.identity.actions import purge as identity
from selvbetjening.domain.invoicing.actions import sweep as invoicing
from selvbetjening.domain.messaging.actions import sweep as messaging
from selvbetjening.domain.payments.actions import tell_alarms, tell_off, warn_expiry
from selvbetjening.domain.rights.actions import mail_anchors as anchors
from selvbetjening.domain.rights.actions import purge as rights
from selvbetjening.domain.rights.actions import sweep as exports
from selvbetjening.domain.webhooks.actions import foresee
from selvbetjening.domain.webhooks.actions import sweep as webhooks
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day

#: How long finished jobs stay for an operator to look at.
KEEP_JOBS_HOURS = 14 * 24


Sweep = Callable[..., object]


def _billing(*, at: datetime) -> object:
    return billing.sweep(today=copenhagen_day(at), at=at)


def _late(*, at: datetime) -> object:
    return late_sweep(today=copenhagen_day(at), at=at)


#: When (the server's time; no rule depends on it), the job's name, and what it does.
_SWEEPS: Final[tuple[tuple[str, str, Sweep], ...]] = (
    ("*/5 * * * *", "schedule.mail", messaging.sweep),
    ("*/5 * * * *", "schedule.e_invoices", invoicing.sweep),
    ("*/5 * * * *", "schedule.reactions", history.sweep),
    ("*/5 * * * *", "schedule.waiting", sweep_waiting),
    ("*/15 * * * *", "schedule.exports", exports.sweep),
    ("*/5 * * * *", "schedule.notices", sweep_notices),
    ("* * * * *", "schedule.attempts", sweep_attempts),
    ("* * * * *", "schedule.card_refunds", sweep_refunds),
    ("*/15 * * * *", "schedule.tell_off", tell_off.sweep),
    ("* * * * *", "schedule.files", files.sweep),
    ("* * * * *", "schedule.scanner", watch_scanner.sweep),
    ("43 3 * * *", "schedule.old_files", old_files.forget_all),
    ("*/10 * * * *", "schedule.card_alarms", tell_alarms.sweep),
    ("7 * * * *", "schedule.billing", _billing),
    ("19 6-21 * * *", "schedule.collections", sweep_collections),
    ("43 5-20 * * *", "schedule.direct_debit", settle_day.sweep),
    ("53 5-20 * * *", "schedule.debits", sweep_debits),
    ("*/15 * * * *", "schedule.waiting_debits", sweep_waiting_debits),
    ("*/10 * * * *", "schedule.bank_line", bank_line.sweep),
    ("53 3 * * *", "schedule.bank_words", bank_line.forget_all),
    ("27 8 * * *", "schedule.card_expiry", warn_expiry.sweep),
    ("13 3 * * *", "schedule.log", log.close_all_gaps),
    ("37 6-18 * * *", "schedule.late", _late),
    ("29 7 * * *", "schedule.host_keys", host_keys.warn_all),
    ("17 6 * * *", "schedule.bookkeepers", accounts.warn_all),
    ("3 * * * *", "schedule.access", access.sweep),
    ("47 5-21 * * *", "schedule.notices_collected", collect_notices.sweep),
    ("23 3 * * *", "schedule.purge", identity.purge_all),
    ("*/10 * * * *", "schedule.logins", purge_logins.purge_logins),
    ("33 3 * * *", "schedule.rights", rights.purge_all),
    ("* * * * *", "schedule.webhooks", webhooks.sweep),
    ("27 6 * * *", "schedule.webhooks_foreseen", foresee.foresee_all),
    ("33 2 * * *", "schedule.webhooks_old", webhooks.forget_all),
    ("10 5 * * *", "schedule.anchors", anchors.mail_all_anchors),
)


def everything(*, at: datetime) -> None:
    """Each sweep once, as a whole day does: the demo's clock skips the hours in which they would have come round."""
    for _, _, sweep in _SWEEPS:
        sweep(at=at)


def register(app: App) -> None:
    """Tell the worker what comes round by the clock."""
    for cron, name, sweep in _SWEEPS:
        _every(app, cron, name, sweep)

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="schedule.stalled_jobs", queue="schedule", queueing_lock="stalled_jobs", pass_context=True)
    async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
        # A job whose worker was killed stays "doing" until somebody takes it up again.
        for job in await context.app.job_manager.get_stalled_jobs():
            await context.app.job_manager.retry_job(job)

    @app.periodic(cron="41 3 * * *")
    @app.task(name="schedule.old_jobs", queue="schedule", queueing_lock="old_jobs", pass_context=True)
    async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
        await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_JOBS_HOURS, include_failed=True)


def _every(app: App, cron: str, name: str, sweep: Sweep) -> None:
    def run(timestamp: int) -> None:
        try:
            sweep(at=clock.now())
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close()

    app.periodic(cron=cron)(app.task(name=name, queue="schedule", queueing_lock=name)(run))
