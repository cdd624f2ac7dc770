"""A year in the life of a demo company: subscriptions begin, the billing run comes by, money comes in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from selvbetjening.domain.billing.actions.confirm import confirm
from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.history.models import PendingReaction
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions import record_manual_payment
from selvbetjening.domain.subscriptions.actions.start import start
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId

_MORNING = timedelta(hours=7)
_NEWS = timedelta(days=20)
_PAYS_AFTER = timedelta(days=5)
_DAYS_OF_REMINDERS = 60


@dataclass(frozen=True)
class Happening:
    """A subscription that began on a day, and was cancelled on another, if at all."""

    on: date
    account: UUID
    terms: UUID
    quantity: int
    cancelled_on: date | None


@dataclass(frozen=True)
class Deed:
    """Something else that somebody did on a day, after that day's bills."""

    on: date
    do: Callable[[datetime], None]


def live(
    organization: OrganizationId,
    *,
    happenings: Sequence[Happening],
    deeds: Sequence[Deed],
    left_open: Mapping[str, int],
    at: datetime,
) -> None:
    """Let the days pass up to today, in their order. `left_open`: unpaid newest invoices by account name."""
    today = copenhagen_day(at)
    begun: dict[Happening, Subscription] = {}
    days = {day for happening in happenings for day in (happening.on, happening.cancelled_on) if day}
    stops = sorted({day for day in days if day <= today} | {deed.on for deed in deeds} | {today})
    for stop in stops:
        _bill_until(organization, stop)
        morning = start_of_day(stop) + _MORNING
        for happening in happenings:
            if happening.on == stop:
                begun[happening] = start(
                    organization,
                    account=happening.account,
                    terms=happening.terms,
                    quantity=happening.quantity,
                    starts_on=stop,
                    actor=SYSTEM,
                    at=morning,
                )
            elif happening.cancelled_on == stop:
                _cancel(organization, begun[happening], morning + _MORNING)
        run(organization, today=stop, at=morning)
        for deed in deeds:
            if deed.on == stop:
                deed.do(morning + _MORNING)
    _pay(organization, left_open, today)
    for ago in range(_DAYS_OF_REMINDERS, -1, -1):
        day = today - timedelta(days=ago)
        late_run(organization, today=day, at=start_of_day(day) + _MORNING)
    _let_old_news_rest(organization, at)


def _bill_until(organization: OrganizationId, stop: date) -> None:
    """Each billing day before `stop`, so that every invoice is issued on its own day."""
    running = Subscription.objects.filter(organization_id=organization, renews_on__lt=stop).exclude(state="ended")
    while (day := running.order_by("renews_on").values_list("renews_on", flat=True).first()) is not None:
        run(organization, today=day, at=start_of_day(day) + _MORNING)


def _cancel(organization: OrganizationId, subscription: Subscription, at: datetime) -> None:
    account = subscription.account_id
    quote = quote_cancel(organization, account=account, subscription=subscription.id, at=at)
    confirm(organization, account=account, quote=quote.id, actor=SYSTEM, at=at)


def _pay(organization: OrganizationId, left_open: Mapping[str, int], today: date) -> None:
    newest_first: dict[UUID, int] = {}
    for invoice in Invoice.objects.filter(organization_id=organization).select_related("account").order_by("-number"):
        newer = newest_first.get(invoice.account_id, 0)
        newest_first[invoice.account_id] = newer + 1
        paid_on = invoice.issued_on + _PAYS_AFTER
        if newer >= left_open[invoice.account.name] and paid_on <= today and not invoice.outstanding.is_zero:
            record_manual_payment(
                organization,
                invoice=invoice.id,
                amount=invoice.outstanding,
                paid_on=paid_on,
                reference=f"demo-{invoice.number}",
                actor=SYSTEM,
                at=start_of_day(paid_on) + _MORNING,
            )


def _let_old_news_rest(organization: OrganizationId, at: datetime) -> None:
    """Mails about long ago were read long ago: the mailbox begins with the last weeks."""
    PendingReaction.objects.filter(organization_id=organization, recorded_at__lt=at - _NEWS).delete()
