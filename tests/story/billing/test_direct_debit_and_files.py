"""A file beside the invoices that Betalingsservice collects: neither takes the other's place (BM-01, U18)."""

import pytest

from selvbetjening.domain.billing.actions.debit_day import debit_day
from tests import directdebit as dd
from tests.debits import DUE, ISSUED, debits
from tests.story.billing.deal import noon

pytestmark = pytest.mark.usefixtures("database")


def test_a_file_does_not_take_the_place_of_what_an_invoice_is_collected_by() -> None:
    """U18, BM-01: else the payer is debited by the file's amount, and told to pay the invoice by hand beside it."""
    mine = debits(terms={"on_repeat": "replace"})
    invoice = mine.issued()
    line = dd.line(mine.agreement, mine.mandate.customer_number, 25000, due=DUE, reference="ERP-1")
    found = dd.register(mine.organization, [line], at=noon(ISSUED), whole=False)
    mine.react(noon(ISSUED))
    debit_day(mine.organization, at=noon(ISSUED))
    mine.react(noon(ISSUED))
    assert (found.refused, found.new) == (1, 0)
    assert mine.states(invoice.id) == ["asked"]
