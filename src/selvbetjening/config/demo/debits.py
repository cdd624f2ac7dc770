"""A customer of the demo who pays through Betalingsservice: her mandate, what was collected, and what is under way."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from selvbetjening.config.demo.cast import Customer
from selvbetjening.config.demo.past import Deed
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.link_mandates import link_mandates
from selvbetjening.domain.billing.actions.sync_debit import plan_debit
from selvbetjening.domain.billing.actions.take_answers import take_answers
from selvbetjening.domain.billing.models import InvoiceCollection
from selvbetjening.domain.directdebit.actions.mandates import enrol
from selvbetjening.domain.directdebit.actions.settle_day import settle_day
from selvbetjening.domain.directdebit.queries import agreement_for, calendar
from selvbetjening.domain.directdebit.rules import clearing
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.ids import OrganizationId

#: She signed up so many days ago, and her mandate was active a week later.
_SIGNED, _ACTIVE = timedelta(days=110), timedelta(days=7)
_MORNING: Final = timedelta(hours=8)
_PAST, _AHEAD = timedelta(days=130), timedelta(days=400)
#: Less than this and Betalingsservice would refuse, or take it back (`directdebit.rules.clearing`).
_ALWAYS_PAID: Final = clearing.REVERSED_BELOW


def customer_number(*, pbs_number: str, minor: int, today: date) -> str:
    """A customer's code with which all is paid that falls due about today: the built-in clearing draws by number.

    `minor` is what is collected each time, in øre; the month's first two banking days are when.
    """
    days = _due_days(today)
    for number in range(1001, 10_000):
        parts = [(pbs_number, "00001", str(number), day.isoformat(), str(minor)) for day in days]
        if all(clearing.seed(parts=each) % 10_000 >= _ALWAYS_PAID for each in parts):
            return str(number)
    raise LookupError("no number is always paid")


def _due_days(today: date) -> list[date]:
    banking, day, found = calendar(), today - _PAST, []
    while day < today + _AHEAD:
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        first = banking.following(day)
        found += [first, banking.following(first + timedelta(days=1))]
    return found


def paying(organization: OrganizationId, *, customer: Customer, pbs_number: str, today: date) -> Iterator[Deed]:
    """She signs up, the bank says yes, and her invoices are collected from then on."""
    if not customer.by_debit:
        return
    account = Account.objects.get(organization_id=organization, name=customer.details.name)
    signed_on = today - _SIGNED
    yield Deed(signed_on, partial(_sign_up, organization, pbs_number, account.code))
    yield Deed(signed_on + _ACTIVE, partial(_begin, organization))
    yield Deed(today, partial(_collect, organization, account.id, signed_on + _ACTIVE, today))


def _sign_up(organization: OrganizationId, pbs_number: str, number: str, at: datetime) -> None:
    agreement = agreement_for(organization, pbs_number=pbs_number)
    assert agreement is not None  # noqa: S101 - `load` has opened it
    enrol(organization, agreement=agreement.id, customer_number=number, actor=SYSTEM, at=at)


def _begin(organization: OrganizationId, at: datetime) -> None:
    settle_day(organization, today=at.date(), at=at)
    link_mandates(organization, at=at)


def _collect(organization: OrganizationId, account: UUID, since: date, today: date, at: datetime) -> None:
    """Each invoice asked for on the day on which it was issued, and each day settled that has been."""
    mine = Invoice.objects.filter(organization_id=organization, account_id=account, issued_on__gte=since)
    for invoice in mine.order_by("number"):
        plan_debit(organization, invoice=invoice.id, at=start_of_day(invoice.issued_on) + _MORNING)
    tries = InvoiceCollection.objects.filter(organization_id=organization, account_id=account, pays_on__lte=today)
    for day in sorted({day for day in tries.values_list("pays_on", flat=True) if day}):
        morning = start_of_day(day) + _MORNING
        settle_day(organization, today=day, at=morning)
        take_answers(organization, at=morning)
