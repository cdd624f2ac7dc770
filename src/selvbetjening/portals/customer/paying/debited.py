"""What of the open invoices Betalingsservice collects, as a page says it (PY-11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.lifecycle import DebitState
from selvbetjening.domain.billing.queries.debited import InvoiceCollection, latest_of, with_bank
from selvbetjening.domain.billing.rules.debit_answers import is_silent
from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Debited:
    """One invoice: `amount` is taken on `on`; both are None while it waits to be asked for, `reason` says why.

    `is_open`: it can still be paid in another way, and is not taken then. `over` is what is taken and not owed any
    more: it stands to the payer's good. `is_late`: later than the invoice says, for the deadline had passed.
    `is_silent`: the day went by, and nobody has said whether it was taken.
    """

    invoice: UUID
    amount: Money | None
    on: date | None
    is_open: bool
    is_late: bool
    reason: str
    over: Money | None = None
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Through:
    """All of an account's: `rows` by day, `closed` those that only Betalingsservice can pay now.

    `failed` says how the last try of an invoice ended, where none follows.
    """

    rows: tuple[Debited, ...]
    failed: dict[UUID, str]

    @property
    def invoices(self) -> frozenset[UUID]:
        return frozenset(row.invoice for row in self.rows)

    @property
    def closed(self) -> frozenset[UUID]:
        return frozenset(row.invoice for row in self.rows if not row.is_open)

    @property
    def shown(self) -> tuple[Debited, ...]:
        """Those with a day that has not gone by unanswered."""
        return tuple(row for row in self.rows if row.on and not row.is_silent)

    @property
    def silent(self) -> tuple[Debited, ...]:
        """Those whose day has gone by, and nobody has answered."""
        return tuple(row for row in self.rows if row.is_silent)

    def of(self, invoice: UUID) -> Debited | None:
        return next((row for row in self.rows if row.invoice == invoice), None)


_FAILED = ("rejected", "cancelled", "unpaid", "charged_back", "unanswered")


def through_bank(
    organization: OrganizationId, *, invoices: Iterable[UUID], items: dict[UUID, OpenItem], at: datetime
) -> Through:
    """Read it for these invoices; `items` are the account's open ones. One query."""
    found = latest_of(organization, invoices=invoices)
    live = [_shown(row, items.get(id_), at) for id_, row in found.items() if row.state in ("waiting", "asked")]
    failed = {id_: row.state for id_, row in found.items() if row.state in _FAILED}
    return Through(tuple(sorted(live, key=lambda row: (row.on or date.max, str(row.invoice)))), failed)


def _shown(row: InvoiceCollection, item: OpenItem | None, at: datetime) -> Debited:
    bank = with_bank(row=row)
    if bank is None:
        return Debited(row.invoice_id, None, None, is_open=True, is_late=False, reason=row.reason)
    owed = item.now.minor if item else 0
    over = Money(row.amount_minor - owed, row.currency) if row.amount_minor > owed else None
    return Debited(
        row.invoice_id, row.amount, row.pays_on, is_open=bank.is_open(at), is_late=row.is_late, reason="", over=over,
        is_silent=_is_silent(row, at),
    )  # fmt: skip


def _is_silent(row: InvoiceCollection, at: datetime) -> bool:
    asked, today = row.collection, copenhagen_day(at)
    return asked is not None and is_silent(state=DebitState(row.state), final_on=asked.final_on, on=today)
