"""Mail the company what waits for it of its card payments: each once, and one mail an hour however many there are."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q

from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails.alarms import Waiting
from selvbetjening.domain.messaging.queries import business_sender, last_of
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import Chargeback, GatewayFact
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId

KIND: Final = "card_alarms"
#: What comes sooner after a mail waits for the next one.
APART: Final = timedelta(hours=1)


def tell_alarms(organization: OrganizationId, *, at: datetime) -> int:
    """Write one mail with all parked facts and chargebacks that no mail told of yet; how many it names.

    None within an hour of the last one, and none to a company that has named no address: its pages show it. What was
    looked at already is not told.
    """
    with within(organization):
        # Of two at once the second finds everything told.
        one_at_a_time(organization, what=KIND)
        owner = organizations.get(organization)
        last = last_of(organization, kind=KIND)
        if not owner.email or (last is not None and at - last < APART):
            return 0
        facts = GatewayFact.objects.filter(_NEW_FACT, organization_id=organization).select_related("gateway_account")
        rows = list(facts.order_by("taken_at", "id"))
        mine = Chargeback.objects.filter(told_at__isnull=True, organization_id=organization)
        taken = list(mine.select_related("payment__invoice").defer("payment__invoice__snapshot").order_by("opened_at"))
        if not rows and not taken:
            return 0
        language = language_of(owner.language)
        letter = mails.card_alarms(
            sender=business_sender(organization),
            language=language,
            parked=[Waiting(NAMES[row.gateway_account.gateway], row.amount, row.reference) for row in rows],
            chargebacks=[Waiting(str(row.payment.invoice.number), row.amount) for row in taken],
            path=f"/v/{organization}/selvbetjening/alarmer/",
        )
        key = f"{KIND}:{(rows or taken)[0].id}"
        write(organization, key=key, letter=letter, to=owner.email, language=language, at=at)
        GatewayFact.objects.filter(organization_id=organization, id__in=[row.id for row in rows]).update(told_at=at)
        Chargeback.objects.filter(organization_id=organization, id__in=[row.id for row in taken]).update(told_at=at)
    return len(rows) + len(taken)


_NEW_FACT: Final = Q(outcome="parked", resolved_at__isnull=True, told_at__isnull=True)


@job(name="payments.tell_alarms")
def tell_alarms_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for one organization."""
    tell_alarms(organization, at=at)


def sweep(*, at: datetime) -> int:
    """Wake the mail of each organization with something that it was not told of; how many."""
    with doorway(reason="card alarms that nobody was told of", actor=SYSTEM, at=at) as alias:
        facts = GatewayFact.objects.filter(_NEW_FACT, organization_id=OuterRef("id"))
        taken = Chargeback.objects.filter(told_at__isnull=True, organization_id=OuterRef("id"))
        owners = Organization.objects.using(alias).exclude(email="")
        ids = list(owners.filter(Exists(facts) | Exists(taken)).order_by("id").values_list("id", flat=True))
    for organization in ids:
        with within(OrganizationId(organization)):
            tell_alarms_job.defer(OrganizationId(organization))
    return len(ids)
