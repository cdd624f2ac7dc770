"""Try a charge again because the payer asks for it (`retry_payment`)."""

from datetime import datetime, timedelta
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.collect_due import charge_job
from selvbetjening.domain.billing.actions.retry_as_shown import wake
from selvbetjening.domain.billing.actions.start_charge import start_charge
from selvbetjening.domain.billing.queries.debited import live_of
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.events import ChargeRetried
from selvbetjening.domain.payments.models import Attempt, AttemptPart, CardCollection
from selvbetjening.domain.payments.rules.collecting import MOST_MANUAL_TRIES
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId


class RetryRefused(Exception):
    """Nothing was tried.

    `reason`: `not_by_card`, `running`, `too_often`, `paid`, `no_card`, `debit` (Betalingsservice takes it), or why it
    waits.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def retry_now(organization: OrganizationId, *, invoice: UUID, account: UUID, actor: Actor, at: datetime) -> Attempt:
    """Charge the account's card for the invoice at once, five times a day at most; the attempt that a job charges.

    The plan of tries is not used up by it. Records `ChargeRetried`. Raises `RetryRefused` and
    `CardCollection.DoesNotExist`.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).only("id").get(organization_id=organization, id=account)
        row = CardCollection.objects.get(organization_id=organization, account_id=account, invoice_id=invoice)
        if row.state in ("running", "done"):
            raise RetryRefused("running" if row.state == "running" else "paid")
        if tries_today(organization, invoice=invoice, at=at) >= MOST_MANUAL_TRIES:
            raise RetryRefused("too_often")
        wake(organization, row=row, tries=max(0, row.tries - 1), at=at)
        attempt = start_charge(organization, collection=row.id, at=at, by_payer=True)
        if attempt is None:
            row.refresh_from_db()
            at_bank = any(each.state == "asked" for each in live_of(organization, invoices=[invoice]).values())
            raise RetryRefused("debit" if at_bank else row.reason or "running")
        charge_job.defer(organization, attempt=str(attempt))
        record(organization, fact=ChargeRetried(account=account, invoice=invoice), actor=actor, at=at)
        return Attempt.objects.get(organization_id=organization, id=attempt)


def tries_today(organization: OrganizationId, *, invoice: UUID, at: datetime) -> int:
    """How many charges were tried for the invoice on this Copenhagen day."""
    since = start_of_day(copenhagen_day(at))
    mine = AttemptPart.objects.filter(organization_id=organization, invoice_id=invoice, attempt__kind="charge")
    return mine.filter(attempt__made_at__gte=since, attempt__made_at__lt=since + timedelta(days=1, hours=1)).count()
