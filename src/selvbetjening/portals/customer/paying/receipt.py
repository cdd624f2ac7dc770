"""What the receipt says: what was paid, with which card, what saving it changed, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from selvbetjening.domain.billing.queries.left_by_hand import left_by_hand
from selvbetjening.domain.billing.queries.new_card import Open
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.payments.queries.attempts import Attempt
from selvbetjening.domain.payments.queries.made_up import MadeUp, of_attempt
from selvbetjening.domain.payments.queries.receipts import PaidWith, paid_with
from selvbetjening.domain.payments.queries.ways import payable_currencies
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.paying.consent import CARD
from selvbetjening.portals.customer.paying.place import Place, pay_several
from selvbetjening.portals.customer.paying.till import MOST, Contents, contents_of
from selvbetjening.ui.components.values import language


@dataclass(frozen=True, slots=True)
class Rest:
    """An open invoice that the saved card does not pay by itself; `pay` is where it is paid, empty for not by card."""

    open: Open
    is_past: bool
    pay: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """`made_up` has the invoices of which another amount was paid than their total, by number; `contents` is there for
    a payment of one invoice. `rest` is what is open beside it where the card was `paid.saved`, `pay_all` where it is
    paid at once. `by_card` are the subscriptions that the card pays."""

    paid: PaidWith
    made_up: tuple[tuple[int, MadeUp], ...]
    contents: Contents | None
    by_card: tuple[str, ...]
    rest: tuple[Rest, ...]
    pay_all: str


def receipt_of(organization: OrganizationId, *, attempt: Attempt, invoices: Sequence[tuple[UUID, int]]) -> Receipt:
    """Read it, for the payer and the account's own people only; `invoices` are the attempt's, with their numbers."""
    paid = paid_with(organization, attempt=attempt)
    made = of_attempt(organization, attempt=attempt)
    only = invoices[0][0] if len(invoices) == 1 else None
    rest = _rest(organization, attempt) if paid.saved else ()
    payable = [each.open.invoice for each in rest if each.pay][:MOST]
    return Receipt(
        paid=paid,
        made_up=tuple((number, made[id_]) for id_, number in invoices if id_ in made and made[id_].differs),
        contents=contents_of(invoicing.get(organization, account=attempt.account_id, invoice=only)) if only else None,
        by_card=_by_card(organization, attempt) if paid.saved else (),
        rest=rest,
        pay_all=pay_several(payable) if len(payable) > 1 else "",
    )


def _rest(organization: OrganizationId, attempt: Attempt) -> tuple[Rest, ...]:
    today = clock.today()
    found = left_by_hand(organization, attempt=attempt, today=today)
    currencies = payable_currencies(organization) if found else frozenset()
    # Paying them needs a login: who has one invoice's link is not given the others' as well.
    return tuple(
        Rest(each, each.on < today, Place((each.invoice,)).here if each.amount.currency in currencies else "")
        for each in found
    )


def _by_card(organization: OrganizationId, attempt: Attempt) -> tuple[str, ...]:
    return tuple(
        each.terms.plan.name(language())
        for each in subscriptions.of_account(organization, account=attempt.account_id)
        if each.state != "ended" and each.collection_method == CARD
    )
