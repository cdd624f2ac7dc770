"""The letter as PDF: what the mail says, stored once, with the mail and on the page of the invoice (XB-20, COL-1)."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from selvbetjening.domain.billing.actions.document_reminder import document_reminder
from selvbetjening.domain.invoicing.models import ReminderDocument
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.reactions.late import reminder_attachment
from tests import make, portal
from tests.story.invoicing.books import noon
from tests.story.late.debts import DUE, debts, owed
from tests.story.late.test_late_mails import post

pytestmark = pytest.mark.usefixtures("database")


def words(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        (
            "da",
            ("Inkassovarsel", "1.250,00 kr.", "300,00 kr.", "1.559,02 kr.", "10. april 2026", "inkasso"),
            "rykker-1-3",
        ),
        ("en", ("Demand before collection", "DKK 1,250.00", "DKK 1,559.02", "debt collection"), "reminder-1-3"),
    ],
)
def test_the_demand_on_paper_says_everything_col_1(language: str, said: tuple[str, ...], name: str) -> None:
    """COL-1, XB-20: every amount of the mail, in the letter's language; one file for mail and page."""
    mine = debts(language=language)
    reader = make.recipient(mine.account)
    late = owed(mine)
    mine.through(DUE, date(2026, 3, 29))
    mails = [mail for mail in post(mine, date(2026, 3, 29)) if mail.kind == "reminder"]
    demand = mine.letter(late, 3)
    assert demand.id in {mail.attachment for mail in mails}
    with within(mine.organization):
        sent = reminder_attachment(mine.organization, demand.id)
        assert ReminderDocument.objects.count() == 3
    assert sent.name == f"{name}.pdf"
    found = words(sent.content)
    for each in (*said, "12345674", "0012345678", "Anna Eksempel"):
        assert each in found, each
    assert PdfReader(io.BytesIO(sent.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    browser = portal.client(mine.owner, reader)
    page = f"/fakturaer/{late.id}/rykker/{demand.id}/"
    assert f"{page}pdf/" in browser.get(page).content.decode()
    answer = browser.get(f"{page}pdf/")
    assert (answer.content, answer["Content-Type"]) == (sent.content, "application/pdf")
    other = debts()
    stranger = portal.client(other.owner, make.recipient(other.account))
    assert stranger.get(f"{page}pdf/").status_code == 404


def test_a_letter_is_stored_once_and_keeps_the_company_as_it_was() -> None:
    mine = debts()
    late = owed(mine)
    mine.through(DUE, date(2026, 3, 9))
    letter = mine.letter(late, 1).id
    first = bytes(document_reminder(mine.organization, reminder=letter, at=noon()).content)
    with within(mine.organization):
        Organization.objects.update(name="Nyt navn")
    assert bytes(document_reminder(mine.organization, reminder=letter, at=noon()).content) == first
    assert "Rykker 1" in words(first) and "Nordlys" in words(first)


def test_why_the_amount_changed_is_said_in_mails_with_amounts_only_gdp_5() -> None:
    """GDP-5, CM-01: a company that wants no amounts in mails has no sentences with amounts in them either."""
    for shown in (True, False):
        mine = debts(choices={"mail_show_amounts": shown})
        make.recipient(mine.account)
        owed(mine, 10_000)
        owed(mine, 12_000)
        with within(mine.organization):
            Message.objects.all().delete()
        texts = [mail.text for mail in post(mine, DUE) if mail.kind == "invoice_issued"]
        assert len(texts) == 2
        assert any("kr." in text for text in texts) is shown
        assert any("Hvorfor beløbet er, som det er" in text for text in texts) is not shown
