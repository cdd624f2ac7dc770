"""What a subscription wants to have said on its invoices, and what an invoice makes of it."""

import pytest

from selvbetjening.domain.accounts.rules.numbers import e_address_holds
from selvbetjening.domain.billing.rules.particulars import NOTHING, wanted_from, wanted_of
from selvbetjening.domain.invoicing.rules.particulars import PLAIN, said_once


def test_nothing_noted_is_nothing_wanted() -> None:
    assert wanted_of(noted="") == NOTHING == wanted_from(noted={})
    assert wanted_from(noted={"payment_terms": None, "po_number": None, "group_on_invoice": False}) == NOTHING
    assert NOTHING.particulars == PLAIN


def test_no_days_to_pay_are_other_than_the_companys() -> None:
    """Zero days is a wish; none is the company's own."""
    at_once = wanted_of(noted='{"payment_terms": 0}')
    assert at_once.particulars.days_to_pay == 0 and at_once.apart != NOTHING.apart


def test_words_alone_keep_subscriptions_together() -> None:
    said = wanted_of(noted='{"invoice_supplement": "Nord", "group_on_invoice": true}')
    assert said.apart == NOTHING.apart and said.is_grouped and said.particulars.words == ("Nord",)


def test_each_line_once() -> None:
    assert said_once(texts=("En\r\n\n To  ", "", "En", "Tre")) == "En\nTo\nTre"


@pytest.mark.parametrize(
    ("scheme", "ean", "cvr", "holds"),
    [
        ("GLN", "5798009811578", "", True), ("GLN", "5798009811579", "", False), ("GLN", "", "12345674", False),
        ("CVR", "", "12345674", True), ("CVR", "DK12345674", "", True), ("SE", "1234567", "12345674", False),
        ("SE", "", "", False),
    ],
)  # fmt: skip
def test_an_address_of_e_invoices(scheme: str, ean: str, cvr: str, holds: bool) -> None:
    """PTY-3: an e-invoice needs a receiver."""
    assert e_address_holds(scheme=scheme, ean=ean, cvr=cvr) is holds
