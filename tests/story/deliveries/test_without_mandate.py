"""Collections that nobody would pay are no money: page, receipt and mail say so, and no total has them (BM-01, 16)."""

import pytest

from selvbetjening.domain.deliveries.documents import receipt_files
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.directdebit import queries
from selvbetjening.portals.business.filetransfer.contents import content_of
from tests import deliveries as files
from tests import directdebit
from tests.deliveries import Sender
from tests.story.deliveries.test_told import mails

pytestmark = pytest.mark.usefixtures("database")

CUSTOMERS = ["1001", "1002", "1003"]


def sent(of: Sender) -> Delivery:
    return files.send(of, files.file(of, [14_900, 9_900, 19_900], customers=CUSTOMERS))


def text_of(of: Sender, row: Delivery) -> str:
    receipt = next(each for each in files.receipts(of, row.id) if each.kind == "K2")
    text = next(each for each in receipt_files(of.id, row=receipt, languages=["da"]) if each.name.endswith(".txt"))
    return " ".join(text.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def test_what_nobody_pays_is_told_loudly_and_is_in_no_total() -> None:
    """BP-46, BM-01: one of three has a mandate, and the agreement sends no slips."""
    of = files.sender()
    directdebit.mandate(of.agreement, "1002")
    row = sent(of)
    content = content_of(row.content)
    assert (content.uncollected, content.asked) == (2, 3)
    assert (content.total.minor, content.uncollected_total.minor) == (9_900, 34_800)
    text = text_of(of, row)
    assert "!! 2 af 3 opkrævninger har ingen betalingsaftale og opkræves ikke: 348,00 kr." in text
    assert "3 opkrævninger, 99,00 kr." in text
    (mail,) = mails(of)
    assert "2 af 3 opkrævninger har ingen betalingsaftale og opkræves ikke." in mail


def test_with_slips_everybody_is_asked() -> None:
    """betalingsservice.md 16: under Total a customer without a mandate gets a slip, so the amount counts."""
    company = directdebit.company()
    for product, uncollected in (("total", (0, 0)), ("basis", (1, 14_900))):
        mine = directdebit.agreement(company, product=product)
        directdebit.mandate(mine, "1002")
        lines = [directdebit.line(mine, "1001", 14_900), directdebit.line(mine, "1002", 9_900)]
        lines.append(directdebit.line(mine, "1003", 500, sign="2"))
        told = queries.effects(company, rows=directdebit.rows(lines), at=directdebit.AT)
        (day,) = told.days
        assert (told.missing_mandates, day.uncollected, day.uncollected_minor) == (2, *uncollected)
        assert (day.count, day.collect_minor) == (3, 24_800)
