"""What a finding of ours says, in both languages (BP-46, D.2)."""

from datetime import date

import pytest

from selvbetjening.domain.deliveries.rules.content import Gathered
from selvbetjening.domain.directdebit import queries as directdebit_queries
from selvbetjening.kernel.formatting import format_money
from selvbetjening.kernel.money import Money
from tests import deliveries as files
from tests import directdebit
from tests.debits import debits
from tests.story.billing.deal import noon

pytestmark = pytest.mark.usefixtures("database")


def test_a_line_for_a_customer_who_is_asked_for_an_invoice_hears_that() -> None:
    """U18: no file takes the place of an invoice's own collection, also where a later amount replaces an earlier."""
    mine = debits(terms={"on_repeat": "replace"})
    mine.issued()
    (asked,) = mine.collections()
    line = directdebit.line(mine.agreement, asked.customer_number, 9_900, due=asked.due_on)
    at = noon(date(2026, 11, 2))
    (refusal,) = directdebit_queries.effects(mine.organization, rows=directdebit.rows([line]), at=at).refusals
    assert (refusal.line, refusal.code) == (3, "collection.of_invoice")
    gathered = Gathered()
    gathered.own(refusal.code, line=refusal.line, **dict(refusal.values))
    (error,) = gathered.errors
    told = format_money(Money(asked.amount_minor, "DKK"), "da").replace("\N{NO-BREAK SPACE}", " ")
    assert error["text"]["da"] == (
        f"Kunden opkræves allerede {told} den 1. december 2026 for en af jeres fakturaer. Den kan en fil ikke erstatte."
    )
    assert "on 1 December 2026 already" in error["text"]["en"]


def test_a_file_at_the_wrong_door_hears_it_in_the_readers_language() -> None:
    """BP-46: a file for test that was sent to production."""
    of = files.sender()
    row = files.send(of, files.file(of, [9_900], subsystem="KR9"))
    (text,) = [each["text"] for each in row.content["errors"] if each["code"] == "file.environment"]
    assert text == {
        "da": "Filen er til test, men er sendt til produktion.",
        "en": "The file is for test but was sent to production.",
    }
