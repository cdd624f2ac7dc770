"""Why an invoice is paid here although a card was to pay it: what failed, in plain words, and what comes next."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from selvbetjening.domain.payments.queries.failed_charges import Next
from selvbetjening.domain.payments.rules.failures import happened, to_do
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.paying.till import Till


@dataclass(frozen=True, slots=True)
class Told:
    """`happened` and `to_do` are sentences; `to_do` is empty where `next` says it. Days are Copenhagen's."""

    number: int
    amount: Money
    failed_on: date
    card: str
    happened: str
    to_do: str
    next: Next
    next_on: date | None


def told_of(till: Till, *, shows_card: bool) -> list[Told]:
    """One for each invoice whose charge failed. Who has nothing but a link is not told which card it was."""
    return [
        Told(
            number=bill.number,
            amount=bill.failed.amount,
            failed_on=bill.failed.failed_on,
            card=bill.failed.card if shows_card else "",
            happened=_(happened(kind=bill.failed.failure)),
            to_do=_to_do(bill.failed.failure, bill.failed.next, asks_new_card=bill.failed.asks_new_card),
            next=bill.failed.next,
            next_on=bill.failed.next_on,
        )
        for bill in till.bills
        if bill.failed
    ]


def _to_do(kind: str, after: Next, *, asks_new_card: bool) -> str:
    if after == "confirm" or kind == "no_card":
        return ""
    return _(to_do(kind=kind, asks_new_card=asks_new_card, tried_again=after == "again"))
