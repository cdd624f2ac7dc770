"""Keep no card of somebody who is erased while a page that saves one is still open (GDP-4)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.billing.actions.break_off import break_off
from selvbetjening.domain.payments.models import Attempt
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def forget_attempts(organization: OrganizationId, *, account: UUID, at: datetime) -> int:
    """Let no attempt of the account save a card any more, and close the pages that only save one; how many those are.

    What a gateway saves all the same is disabled there at once (`drop_card`). A page on which a debt is paid stays
    open. To be called before the account is locked: whoever takes a fact holds the attempt first.
    """
    with within(organization):
        mine = Attempt.objects.filter(organization_id=organization, account_id=account, forgotten_at__isnull=True)
        mine.filter(Q(kind="save") | Q(save_card=True)).update(forgotten_at=at)
        pages = Attempt.objects.filter(
            organization_id=organization, account_id=account, kind="save", closed_at__isnull=True
        )
        ids = list(pages.values_list("id", flat=True))
        for attempt in ids:
            close_page_job.defer(organization, attempt=str(attempt))
    return len(ids)


@job(name="billing.close_page")
def close_page_job(organization: OrganizationId, *, at: datetime, attempt: str) -> None:
    """Close one page at its gateway. One that cannot be closed now is read again by the poller until it is over."""
    break_off(organization, attempt=UUID(attempt), at=at)
