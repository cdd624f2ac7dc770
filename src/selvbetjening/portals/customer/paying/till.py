"""What is paid: invoices of one account, with what is to be paid of each at this moment (PY-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.invoicing.queries import Invoice
from selvbetjening.domain.invoicing.queries.late import reminders_of
from selvbetjening.domain.payments.queries.failed_charges import FailedCharge, failed_charge
from selvbetjening.domain.payments.queries.made_up import MadeUp, to_be_paid
from selvbetjening.domain.payments.queries.to_pay import Part, to_pay
from selvbetjening.kernel.formatting import format_count
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money, sum_money

Standing = Literal["open", "paid", "credited", "disputed"]
#: As many invoices as one payment takes.
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Content:
    """One line, excl. VAT (INV-7); its text, frozen at issue, says for which days."""

    text: str
    quantity: str
    net: Money


@dataclass(frozen=True, slots=True)
class Contents:
    """What an invoice is for: its lines and what they come to."""

    lines: tuple[Content, ...]
    net: Money
    vat: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice. `amount` is paid here; `whole` is everything that is to be paid of it, more where it is in parts.

    `due_on` is the day that counts, after deferral, a dispute or a letter. `made_up` says how `amount` comes about;
    `failed` which charge was tried before, and why it is paid here now.
    """

    invoice: UUID
    number: int
    amount: Money
    whole: Money
    total: Money
    due_on: date
    standing: Standing
    contents: Contents
    made_up: MadeUp
    failed: FailedCharge | None
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Till:
    """Bills of one account in one currency; at least one, and only those with something to pay where it is several."""

    organization: OrganizationId
    account: accounts.Account
    bills: tuple[Bill, ...]

    @property
    def total(self) -> Money:
        return sum_money([bill.amount for bill in self.bills], currency=self.bills[0].amount.currency)

    @property
    def parts(self) -> list[tuple[UUID, Money]]:
        """As an attempt takes them."""
        return [(bill.invoice, bill.amount) for bill in self.bills]

    @property
    def first(self) -> Bill:
        return self.bills[0]


def bill_of(organization: OrganizationId, *, invoice: Invoice, today: date, whole: bool = False) -> Bill:
    """Read one; in instalments it is the next one that is paid, unless `whole` is asked for."""
    due = to_pay(organization, invoice=invoice)
    part = None if whole else _next(due.parts, today)
    amount = min(part.left, due.now) if part else due.now
    letters = [letter.deadline_on for letter in reminders_of(organization, invoice=invoice.id)]
    return Bill(
        invoice=invoice.id,
        number=invoice.number,
        amount=amount,
        whole=due.now,
        total=invoice.total,
        due_on=part.due_on if part else max([due.due_on, *letters]),
        standing=_standing(invoice, due.now, due.rest),
        contents=contents_of(invoice),
        made_up=to_be_paid(total=invoice.total, due=due, amount=amount),
        failed=failed_charge(organization, account=invoice.account_id, invoice=invoice.id, today=today),
        is_part=bool(part),
    )


def contents_of(invoice: Invoice) -> Contents:
    """Read them from an invoice that was read with its lines."""
    return Contents(
        tuple(
            Content(line.text, format_count(line.quantity), Money(line.net_minor, invoice.currency))
            for line in invoice.lines.all()
        ),
        Money(invoice.net_minor, invoice.currency),
        Money(invoice.vat_minor, invoice.currency),
        invoice.total,
    )


def till_of(organization: OrganizationId, *, account: UUID, bills: Sequence[Bill]) -> Till:
    """The bills on one counter. Raises `Account.DoesNotExist`."""
    return Till(organization, accounts.get_account(organization, account=account), tuple(bills))


def _next(parts: Sequence[Part], today: date) -> Part | None:
    """What is left of all instalments until today as one, or the first one after; none without a plan."""
    left = [part for part in parts if part.left.minor]
    if not left:
        return None
    due = [part for part in left if part.due_on <= today] or left[:1]
    return Part(due[-1].due_on, due[-1].amount, sum_money([part.left for part in due], currency=due[0].left.currency))


def _standing(invoice: Invoice, now: Money, rest: Money) -> Standing:
    if now.minor > 0:
        return "open"
    if rest.minor > 0:
        return "disputed"
    return "credited" if 0 < invoice.total_minor <= invoice.credited_minor else "paid"
