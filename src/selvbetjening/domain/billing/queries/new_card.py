"""What a card that is saved now takes of what is open already: at once, on its day, or not at all (SB-32)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.card_collections import ready
from selvbetjening.domain.billing.queries.debited import live_of
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.queries.late import handed_over
from selvbetjening.domain.payments.models import Attempt, CardCollection
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules.collecting import LEAST, decide
from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Open:
    """One invoice, what is to be paid of it now, and the Copenhagen day it is due or charged.

    `failure` is why the last charge of it failed, empty where none did; `tried_again`: the plan tries it on `on`;
    `card` is the one that it failed on.
    """

    invoice: UUID
    number: int
    amount: Money
    on: date
    failure: str = ""
    tried_again: bool = False
    card: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewCard:
    """`at_once`: failed before and waits for its next try. `planned`: charged on its day by itself. `by_hand`: the
    customer pays it herself: it was sent as an invoice, or she was told that no more charges are tried."""

    at_once: tuple[Open, ...]
    planned: tuple[Open, ...]
    by_hand: tuple[Open, ...]

    @property
    def parts(self) -> list[tuple[UUID, Money]]:
        """What is charged at once, as an attempt keeps it."""
        return [(each.invoice, each.amount) for each in self.at_once]


def new_card(
    organization: OrganizationId,
    *,
    account: UUID,
    today: date,
    without: Sequence[UUID] = (),
    switched: bool = True,
    items: Mapping[UUID, OpenItem] | None = None,
) -> NewCard:
    """Read it; `without` are invoices that are paid at this moment in another way, `items` the account's open ones
    where the caller has read them.

    `switched`: as it will be when everything is paid by card; False asks as it is. What is disputed, in instalments,
    handed over, at Betalingsservice or being charged now is in none of the three. Some seven queries, more if failed.
    """
    holder = Account.objects.get(organization_id=organization, id=account)
    read = open_items(organization, account=account) if items is None else items
    owed = _owed(organization, read, without)
    if not owed:
        return NewCard((), (), ())
    gone = handed_over(organization, invoices=list(owed))
    invoices = Invoice.objects.filter(organization_id=organization, id__in=owed).values_list("id", "number")
    rows = {
        row.invoice_id: row
        for row in CardCollection.objects.filter(
            organization_id=organization, account_id=account, invoice_id__in=owed
        ).select_related("attempt")
    }
    waiting = _waiting(organization, holder, [row for row in rows.values() if row.state == "waiting"], today, switched)
    found: dict[str, list[Open]] = {"at_once": [], "planned": [], "by_hand": []}
    for id_, number in sorted(invoices, key=lambda each: (owed[each[0]].due_on, each[1])):
        row, item = rows.get(id_), owed[id_]
        if id_ in waiting:
            kind, amount, on = waiting[id_]
            failed = row.reason if row and row.tries else ""
            found[kind].append(Open(id_, number, amount, on, failed, bool(failed), _card(row)))
        elif id_ not in gone and (row is None or row.state not in ("waiting", "running")):
            failed = row.reason if row and row.state in ("given_up", "asking") else ""
            found["by_hand"].append(Open(id_, number, item.now, item.due_on, failed, card=_card(row)))
    return NewCard(tuple(found["at_once"]), tuple(found["planned"]), tuple(found["by_hand"]))


def _owed(
    organization: OrganizationId, items: Mapping[UUID, OpenItem], without: Sequence[UUID]
) -> dict[UUID, OpenItem]:
    """Those with something to pay that Betalingsservice does not collect."""
    owed = {id_: item for id_, item in items.items() if id_ not in without and item.now.minor > 0}
    away = live_of(organization, invoices=owed) if owed else {}
    return {id_: item for id_, item in owed.items() if id_ not in away}


def _waiting(
    organization: OrganizationId, holder: Account, rows: Sequence[CardCollection], today: date, switched: bool
) -> dict[UUID, tuple[str, Money, date]]:
    """Which of the two it is, how much and when; what is left alone today is left out."""
    found: dict[UUID, tuple[str, Money, date]] = {}
    small: list[tuple[UUID, Money, date]] = []
    for each in ready(organization, account=holder, rows=rows, today=today) if rows else ():
        row, on = each.row, max(each.row.next_on or today, today)
        standing = replace(each.standing, has_card=True, by_card=switched or each.standing.by_card)
        # A charge of the future is judged as on its own day.
        decision = decide(standing=standing, today=max(on, standing.due_on) if not row.tries else today)
        if decision.verb != "charge":
            continue
        if row.reason == LEAST:
            small.append((row.invoice_id, each.now, on))
        elif row.tries:
            found[row.invoice_id] = ("at_once", each.now, on)
        else:
            found[row.invoice_id] = ("planned", each.now, max(on, standing.due_on))
    charged = {amount.currency for kind, amount, _on in found.values() if kind == "at_once"}
    for id_, amount, on in small:  # S9: goes along with the next charge in its currency
        found[id_] = ("at_once" if amount.currency in charged else "planned", amount, on)
    return found


def charged_at_once(organization: OrganizationId, *, attempt: Attempt, today: date) -> list[Open]:
    """What the card that was saved by the attempt is charged for at once, or was; empty without the box. Two queries.

    What was shown beforehand and then left to its own plan is not in it.
    """
    shown = {UUID(invoice): Money(minor, currency) for invoice, minor, currency in attempt.at_once}
    if not shown:
        return []
    mine = CardCollection.objects.filter(
        organization_id=organization, account_id=attempt.account_id, invoice_id__in=shown
    )
    rows = mine.select_related("invoice").defer("invoice__snapshot").order_by("invoice__number")
    return [
        Open(row.invoice_id, row.invoice.number, shown[row.invoice_id], row.next_on or today)
        for row in rows
        if row.state in ("running", "done") or (row.state == "waiting" and row.next_on and row.next_on <= today)
    ]


def _card(row: CardCollection | None) -> UUID | None:
    return row.attempt.card_id if row and row.attempt else None
