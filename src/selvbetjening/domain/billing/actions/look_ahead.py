"""Let the days pass for one account, in a transaction that is thrown away (CM-12).

The engine is the one that bills and reminds in earnest; only the ports are silent: no gateway is asked, no mail is
posted, because what wakes them is thrown away with the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Min, QuerySet

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.bill_due import bill_due
from selvbetjening.domain.billing.actions.carry_out import READY, carry_out
from selvbetjening.domain.billing.actions.plan_price_changes import plan_price_changes
from selvbetjening.domain.billing.actions.remind import remind
from selvbetjening.domain.billing.queries.reminding import candidates
from selvbetjening.domain.billing.rules.ahead import FARTHEST, evening
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.subscriptions.models import ScheduledChange
from selvbetjening.domain.subscriptions.queries import next_day_of
from selvbetjening.domain.subscriptions.rules import InvoicedBefore
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


@contextmanager
def looked_ahead(organization: OrganizationId, *, account: UUID, today: date, until: date) -> Iterator[None]:
    """Inside, it is as if the days up to and including `until` had passed; afterwards nothing has happened."""
    with within(organization), transaction.atomic():
        look_ahead(organization, account=account, today=today, until=until)
        try:
            yield
        finally:
            transaction.set_rollback(True)


def look_ahead(organization: OrganizationId, *, account: UUID, today: date, until: date) -> None:
    """Work the days after `today` up to and including `until` off; the caller throws the transaction away.

    Nobody pays but cards, whose charges succeed on their day, and nobody does anything else. Days on which nothing of
    the account is due are passed over. Raises ValueError for a day that is past or farther than `FARTHEST`.
    """
    if not today <= until <= today + FARTHEST:
        raise ValueError("one looks ahead, and two years at most")
    before = InvoicedBefore.of(organizations.get(organization).choice)
    react(organization, at=evening(day=today))  # what others did a moment ago is no matter of the days ahead
    day, rests = today, dict[UUID, date]()
    while (day := _next(organization, account, day, before, rests)) <= until:
        changing = _changing(organization, account).filter(effective_on__lte=day).exists()
        if changing or (next_day_of(organization, account=account, before=before) or date.max) <= day:
            _bill(organization, account, day)
        _charge(organization, account, day)
        _remind(organization, account, day, rests)


def _next(
    organization: OrganizationId, account: UUID, day: date, before: InvoicedBefore, rests: dict[UUID, date]
) -> date:
    """The first day after this one on which something of the account is due; `date.max` for none."""
    billed_on = next_day_of(organization, account=account, before=before)
    charged_on = _waiting(organization, account).aggregate(on=Min("next_on"))["on"]
    late = _unpaid(organization, account).values_list("id", "due_on")
    days = [rests.get(id_, due_on + timedelta(days=1)) for id_, due_on in late]
    days += [billed_on] if billed_on else []
    days += _changing(organization, account).values_list("effective_on", flat=True)
    days += [charged_on] if charged_on else []
    return max(min(days, default=date.max), day + timedelta(days=1))


def _changing(organization: OrganizationId, account: UUID) -> QuerySet[ScheduledChange]:
    return ScheduledChange.objects.filter(READY, organization_id=organization, subscription__account_id=account)


def _waiting(organization: OrganizationId, account: UUID) -> QuerySet[CardCollection]:
    return CardCollection.objects.filter(organization_id=organization, account_id=account, state="waiting")


def _unpaid(organization: OrganizationId, account: UUID) -> QuerySet[Invoice]:
    mine = Invoice.objects.filter(organization_id=organization, account_id=account)
    return mine.filter(settled_minor__lt=F("total_minor")).order_by("id")


def _bill(organization: OrganizationId, account: UUID, day: date) -> None:
    at, mine = evening(day=day), Account.objects.get(organization_id=organization, id=account)
    plan_price_changes(organization, at=at)
    carry_out(organization, today=day, at=at, account=account)
    bill_due(organization, accounts=[mine], today=day, actor=SYSTEM, at=at)
    plan_price_changes(organization, at=at)
    react(organization, at=at)


def _charge(organization: OrganizationId, account: UUID, day: date) -> None:
    """The gateway that says yes."""
    for collection in _waiting(organization, account).filter(next_on__lte=day).select_related("invoice"):
        owed = collection.invoice.outstanding
        if owed.minor > 0:
            record_manual_payment(
                organization, invoice=collection.invoice_id, amount=owed, paid_on=day, reference=str(collection.id),
                actor=SYSTEM, at=evening(day=day),
            )  # fmt: skip
            react(organization, at=evening(day=day))


def _remind(organization: OrganizationId, account: UUID, day: date, rests: dict[UUID, date]) -> None:
    """`rests`: until when an invoice needs no look, because its next letter has a day or nobody mends what it lacks."""
    unpaid = _unpaid(organization, account).filter(due_on__lt=day).defer("snapshot")
    wanted = [invoice for invoice in unpaid if rests.get(invoice.id, day) <= day]
    at, sent = evening(day=day), 0
    for each in candidates(organization, invoices=wanted, today=day) if wanted else ():
        wrote = each.verdict.sends and (
            remind(organization, invoice=each.invoice.id, today=day, actor=SYSTEM, at=at) is not None
        )
        sent += wrote
        later = date.max if each.verdict.sends else each.verdict.on or date.max
        rests[each.invoice.id] = day + timedelta(days=1) if wrote else later
    if sent:
        react(organization, at=at)
