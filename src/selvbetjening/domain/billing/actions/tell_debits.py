"""Mail the company what became of its collections: each once, and one mail an hour however many there are."""

from datetime import datetime, timedelta
from typing import Final, cast

from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.billing.models.debits import UNTOLD
from selvbetjening.domain.billing.queries.mandate_links import unlinked
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails.debits import FailedDebit, Outcome
from selvbetjening.domain.messaging.queries import business_sender, last_of
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId

KIND: Final = "debits_failed"
#: What comes sooner after a mail waits for the next one.
APART: Final = timedelta(hours=1)


def tell_debits(organization: OrganizationId, *, at: datetime) -> int:
    """Write one mail with all collections that failed and that no mail told of yet; how many it names.

    It says too how many mandates belong to nobody. None within an hour of the last one, and none to a company that has
    named no address: its pages show it.
    """
    with within(organization):
        # Of two at once the second finds everything told.
        one_at_a_time(organization, what=KIND)
        owner = organizations.get(organization)
        last = last_of(organization, kind=KIND)
        if not owner.email or (last is not None and at - last < APART):
            return 0
        mine = InvoiceCollection.objects.filter(UNTOLD, organization_id=organization)
        rows = list(mine.select_related("invoice").defer("invoice__snapshot").order_by("moved_at", "id"))
        if not rows:
            return 0
        language = language_of(owner.language)
        letter = mails.debits_failed(
            sender=business_sender(organization),
            language=language,
            # `UNTOLD` gives those of `FAILED_DEBIT`.
            failed=[FailedDebit(str(row.invoice.number), row.amount, cast(Outcome, row.state)) for row in rows],
            without_account=sum(bool(each.trouble) for each in unlinked(organization)),
            path=f"/v/{organization}/selvbetjening/betalingsservice/",
        )
        write(organization, key=f"{KIND}:{rows[0].id}", letter=letter, to=owner.email, language=language, at=at)
        mine.filter(id__in=[row.id for row in rows]).update(told_at=at)
    return len(rows)
