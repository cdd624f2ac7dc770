"""GDP-4: what the customer, the bookkeeper's file and the company see of documents that went, or go next."""

from collections.abc import Iterator
from datetime import date

import pytest

from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.rights.actions.remove_old import remove_old
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import make, portal
from tests.business import as_manager
from tests.story.invoicing.books import Books
from tests.story.invoicing.test_credit_notes import void
from tests.story.rights.people import AT, LONG_AGO, invoice
from tests.story.rights.test_erasure import PAST
from tests.story.rights.test_old_documents import letter, old_customer

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def present() -> Iterator[None]:
    clock.set_source(lambda: AT)
    yield
    clock.reset()


@pytest.mark.parametrize(
    ("language", "words"), [("da", "Selve dokumentet er slettet"), ("en", "The document itself is no longer kept")]
)
def test_the_pages_say_that_the_document_went_and_offer_none(language: str, words: str) -> None:
    mine = old_customer("Ingrid")
    make.subscription(mine.account, make.terms(make.plan(mine.owner)))
    books = Books(mine.owner, mine.organization, mine.account)
    over, kept = books.issue(day=LONG_AGO), books.issue(day=AT.date())
    note = void(books, over, day=LONG_AGO)
    with within(mine.organization):
        sent = letter(mine, over.id)
    assert document(mine.organization, invoice=over.id, at=AT)
    remove_old(mine.organization, today=date(2026, 3, 10), at=AT)
    client = portal.client(mine.owner, mine.person, language=language)
    pages = (f"/fakturaer/{over.id}/", f"/fakturaer/kreditnota/{note.id}/")
    for page in pages:
        shown = client.get(page).content.decode()
        assert words in shown and "/pdf/" not in shown and "/e-faktura/" not in shown, page
        assert client.get(f"{page}pdf/").status_code == client.get(f"{page}e-faktura/").status_code == 404
    assert client.get(f"/fakturaer/{over.id}/rykker/{sent.id}/pdf/").status_code == 404
    still = client.get(f"/fakturaer/{kept.id}/").content.decode()
    assert words not in still and f"/fakturaer/{kept.id}/pdf/" in still


def test_the_company_sees_what_the_next_night_removes() -> None:
    """GDP-2: how many go, and how many are held."""
    mine = old_customer("Jensine")
    invoice(mine, number=1, kept_until=PAST)
    invoice(mine, number=2, kept_until=PAST, paid=False)
    client = as_manager(mine.owner, language="en")
    shown = client.get(client.path("sb_protection")).content.decode()
    assert "Too old for the books: 1 invoices, 0 credit notes. Customers who left long ago: 0." in shown
    assert "Held back, because something is unpaid, disputed or to be paid back: 1." in shown
