"""CM-01, XB-30: every issued invoice says why its amount is what it is, frozen with it."""

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.invoicing.actions.explain_drafts import Unexplained, explain_drafts
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.models import Invoice, InvoiceExplanation
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.invoicing.books import Books, books, line
from tests.story.invoicing.test_credit_notes import void

pytestmark = pytest.mark.usefixtures("database")

MINE, OTHER = UUID(int=1), UUID(int=2)
APRIL, MAY, JUNE = date(2026, 4, 10), date(2026, 5, 10), date(2026, 6, 10)


def why(mine: Books, invoice: Invoice) -> InvoiceExplanation:
    with within(mine.organization):
        return InvoiceExplanation.objects.get(invoice_id=invoice.id)


def said(invoice: Invoice) -> list[str]:
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in InvoiceSnapshot.from_data(invoice.snapshot).explanation]


def test_first_same_and_another_price_in_the_papers_words() -> None:
    mine = books()
    first = mine.issue([line(subscription=MINE)])
    same = mine.issue([line(subscription=MINE, starts_on=APRIL, ends_on=MAY)])
    dearer = mine.issue([line(22000, subscription=MINE, starts_on=MAY, ends_on=JUNE)])
    assert said(first) == ["Det er den første faktura for Basis."]
    assert said(same) == ["Samme beløb som sidst."]
    assert said(dearer) == [
        "Sammenlignet med faktura 2 af 10. marts 2026 på 250,00 kr.",
        "Prisen på Basis er steget fra 250,00 kr. til 275,00 kr.: 25,00 kr. mere.",
        "I alt: 25,00 kr. mere.",
    ]
    assert [why(mine, each).previous_invoice_id for each in (first, same, dearer)] == [None, first.id, same.id]
    (delta,) = why(mine, dearer).deltas
    assert delta == {
        "kind": "price",
        "amount_minor": 2500,
        "line_key": str(MINE),
        "from": 20000,
        "to": 22000,
        "text_da": delta["text_da"],
        "text_en": "The price of Basis rose from DKK\N{NO-BREAK SPACE}250.00 to DKK\N{NO-BREAK SPACE}275.00: "
        "DKK\N{NO-BREAK SPACE}25.00 more.",
    }
    assert why(mine, same).deltas == []


def test_the_one_before_has_the_same_account_currency_and_subscriptions() -> None:
    mine = books()
    base = mine.issue([line(subscription=MINE)])
    mine.issue([line(subscription=MINE)], currency="EUR")
    mine.issue([line(subscription=OTHER)])
    mine.issue([line(5000, "Kursus", starts_on=None, ends_on=None)])
    both = mine.issue([line(subscription=MINE), line(subscription=OTHER)])
    neighbour = Books(mine.owner, mine.organization, make.account(mine.owner))
    foreign = neighbour.issue([line(subscription=MINE)])
    assert why(mine, both).previous_invoice_id is None
    assert why(mine, foreign).previous_invoice_id is None
    extra = mine.issue([line(subscription=MINE), line(5000, "Kursus", starts_on=None, ends_on=None)])
    assert why(mine, extra).previous_invoice_id == base.id
    assert [(delta["kind"], delta["amount_minor"]) for delta in why(mine, extra).deltas] == [("one_off", 6250)]


def test_what_was_credited_in_full_is_not_last_time() -> None:
    mine = books()
    base, wrong = mine.issue([line(subscription=MINE)]), mine.issue([line(99000, subscription=MINE)])
    void(mine, wrong)
    assert why(mine, mine.issue([line(subscription=MINE)])).previous_invoice_id == base.id


def test_it_is_frozen_and_a_thousand_cost_two_queries() -> None:
    mine = books()
    invoice = mine.issue([line(subscription=MINE)])
    with pytest.raises(DatabaseError), within(mine.organization), connection.cursor() as cursor:
        cursor.execute("UPDATE invoicing_invoiceexplanation SET deltas = '[]' WHERE invoice_id = %s", [invoice.id])
    draft = Unexplained(mine.account.id, "DKK", [line(subscription=OTHER)], 25000, "da", "consumer")
    with within(mine.organization), CaptureQueriesContext(connection) as queries:
        explain_drafts(mine.organization, drafts=[draft] * 1000)
    assert len(queries) == 2
