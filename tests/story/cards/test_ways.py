"""What the card pays stands on no invoice with what it does not pay; and the papers say which is which."""

from typing import Any

from selvbetjening.domain.invoicing.documents.paying import how_to_pay
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.models import Invoice
from tests import make
from tests.card_gateway import VISA
from tests.story.cards.till import FIRST, Till, another, till

#: True of the paper for ever, whatever becomes of the card before the due date.
BY_CARD = (
    "Betales med kort: Trækkes på forfaldsdagen, hvis du da har et gyldigt kort hos os og stadig betaler med kort."
)


def said(invoice: Invoice) -> tuple[bool, list[int], list[str]]:
    """Whether the card is charged, the lines' amounts, and how to pay."""
    snapshot = InvoiceSnapshot.from_data(invoice.snapshot)
    lines = sorted(line.net_minor for line in invoice.lines.all())
    return bool(invoice.snapshot["payment"]["by_card"]), lines, [text for text in how_to_pay(snapshot) if text]


def mixed(**choices: Any) -> Till:
    """The account pays by card; one subscription of three pays its invoices by hand."""
    mine = till(choices=choices)
    mine.save()
    mine.subscribe()
    mine.subscribe(make.terms(mine.terms.plan, unit_price_minor=30000), collection_method="invoice")
    mine.subscribe(make.terms(mine.terms.plan, unit_price_minor=40000), collection_method="payment_card")
    return mine


def test_two_ways_are_two_invoices() -> None:
    """Golden: the account's own way first, each invoice with its own words."""
    invoices = mixed().bill()
    assert [said(invoice) for invoice in invoices] == [
        (True, [20000, 40000], [BY_CARD]),
        (False, [30000], ["Betal til reg. 1234 konto 0012345678"]),
    ]


def test_one_invoice_for_each_subscription_stays_so() -> None:
    """`invoice_grouping`: apart in any case."""
    invoices = mixed(invoice_grouping="subscription").bill()
    assert sorted((said(invoice)[0], *said(invoice)[1]) for invoice in invoices) == [
        (False, 30000), (True, 20000), (True, 40000),
    ]  # fmt: skip


def test_only_what_the_card_pays_is_planned() -> None:
    """One row, of the one invoice."""
    mine = mixed()
    charged, by_hand = mine.bill()
    assert mine.row().invoice_id == charged.id
    assert mine.rows() == 1
    assert by_hand.id != charged.id


def test_a_card_of_another_currency_pays_nothing() -> None:
    """CD-02: a QuickPay card saved for euro does not pay kroner, so the invoice is one sent by mail."""
    mine = till(gateway="quickpay")
    mine.save(VISA, currency="EUR")
    mine.subscribe()
    (invoice,) = mine.bill()
    assert said(invoice)[0] is False


def test_an_expired_card_pays_nothing() -> None:
    """On the day of the invoice."""
    mine = till()
    mine.save(another("0002", exp_month=2, exp_year=2026))
    mine.subscribe()
    assert said(mine.bill(FIRST)[0])[0] is False
