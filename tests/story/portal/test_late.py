"""The pages of late payment: what is to be paid now, letters, a dispute and its thread, more time, instalments."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import make, portal
from tests.story.invoicing.books import CLERK, noon
from tests.story.late.debts import DUE, Debts, debts, owed

from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.close_dispute import reject_dispute
from selvbetjening.domain.payments.actions.write_in_dispute import write_in_dispute
from selvbetjening.domain.payments.models import Deferral, Dispute, DisputeFile, PaymentPlan
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 3, 20)


@pytest.fixture
def mine() -> Iterator[Debts]:
    clock.set_source(lambda: noon(TODAY))
    yield debts()
    clock.reset()


def visitor(mine: Debts, *, language: str = "da") -> portal.PortalClient:
    return portal.client(mine.owner, make.recipient(mine.account), language=language)


def late(mine: Debts) -> Invoice:
    invoice = owed(mine, 60_000, 40_000)
    mine.through(DUE, TODAY)
    return invoice


def text(answer: Any) -> str:
    words: str = answer.content.decode()
    return words.replace("\u00a0", " ")


def test_the_invoice_shows_what_is_to_be_paid_now_and_every_letter(mine: Debts) -> None:
    """COL-1, DUN-8: fees and interest of their own, without VAT; each letter can be read again as it was sent."""
    invoice, browser = late(mine), visitor(mine)
    page = text(browser.get(f"/fakturaer/{invoice.id}/"))
    for said in ("Rykkere indtil nu", "200,00 kr.", "5,68 kr.", "1.455,68 kr.", "9. marts 2026", "19. marts 2026"):
        assert said in page, said
    letter = mine.letter(invoice, 2)
    shown = text(browser.get(f"/fakturaer/{invoice.id}/rykker/{letter.id}/"))
    assert "1.455,68 kr." in shown
    assert "Havnegade 1, 8000 Aarhus C" in shown
    english = text(visitor(mine, language="en").get(f"/fakturaer/{invoice.id}/"))
    assert "Reminders so far" in english


def test_the_log_says_which_invoice_and_how_much(mine: Debts) -> None:
    """CM-10: a letter's number is not the invoice's; amounts stand as they were asked for."""
    late(mine)
    log = text(visitor(mine).get("/logbog/"))
    told = "faktura: 1 · brev: 2 · i alt: 1.455,68 kr. · gebyr: 100,00 kr. · betales senest: "
    assert told in log
    assert "1.250,00 kr." in log, "what the invoice was for"


def test_a_line_is_disputed_with_a_file_and_the_company_answers(mine: Debts) -> None:
    """CM-06: the whole way, without a script; the amount leaves what is to be paid now."""
    invoice, browser = late(mine), visitor(mine)
    way = f"/fakturaer/{invoice.id}/indsigelse/"
    assert "Ydelse 40000" in text(browser.get(way))
    empty = browser.post(way, {"line": "", "reason": "", "text": ""})
    assert empty.status_code == 200
    assert "Fejl" in text(empty)
    said = {"line": str(mine.line_of(invoice, 1)), "reason": "faulty", "text": "Den virker ikke"}
    card = browser.post(way, {**said, "text": "Kort 4111 1111 1111 1111"})
    assert "kortnummer" in text(card)
    fake = browser.post(way, {**said, "attached": SimpleUploadedFile("a.pdf", b"<html>")})
    assert "PDF, JPEG" in text(fake)
    sent = browser.post(way, {**said, "attached": SimpleUploadedFile("foto.png", b"\x89PNG\r\n\x1a\n..IEND..")})
    with within(mine.organization):
        dispute, file = Dispute.objects.get(), DisputeFile.objects.get()
    assert sent["Location"] == f"/indsigelser/{dispute.id}/"
    write_in_dispute(
        mine.organization, dispute=dispute.id, author="company", text="Hvornår?", actor=CLERK, at=noon(TODAY)
    )
    page = text(browser.get(sent["Location"]))
    for words in ("Den virker ikke", "Hvornår?", "foto.png", "500,00 kr.", "Besvaret"):
        assert words in page, words
    got = browser.get(f"/indsigelser/fil/{file.id}/")
    assert got["Content-Disposition"].startswith("attachment")
    assert (got["Content-Type"], got.content[:4]) == ("image/png", b"\x89PNG")
    assert browser.post(f"/indsigelser/{dispute.id}/skriv/", {"text": "I går"}).status_code == 302
    assert "955,68 kr." in text(browser.get(f"/fakturaer/{invoice.id}/"))
    reject_dispute(mine.organization, dispute=dispute.id, text="Nej", actor=CLERK, at=noon(TODAY))
    assert "Afvist" in text(browser.get(f"/indsigelser/{dispute.id}/"))
    assert browser.get(f"/indsigelser/{dispute.id}/fortryd/").status_code == 302


def test_a_chosen_file_is_judged_at_once_and_never_lost_in_silence(mine: Debts) -> None:
    """CM-06, XB-42: after an error the field asks for the file again; its kind is told with the rest."""
    invoice, browser = late(mine), visitor(mine)
    path = f"/fakturaer/{invoice.id}/indsigelse/"
    again = "Vælg filen igen"
    good = SimpleUploadedFile("kvittering.pdf", b"%PDF-1.7 %%EOF")
    without_words = text(browser.post(path, {"reason": "faulty", "text": "", "attached": good}))
    assert without_words.count(again) == 2, "in the summary and at the field"
    wrong = SimpleUploadedFile("virus.exe", b"MZ")
    of_wrong_kind = text(browser.post(path, {"reason": "faulty", "text": "", "attached": wrong}))
    assert "Send kun filer af typen PDF, JPEG eller PNG" in of_wrong_kind and again not in of_wrong_kind
    assert again not in text(browser.post(path, {"reason": "faulty", "text": ""}))
    with within(mine.organization):
        assert not Dispute.objects.exists()


def test_a_dispute_is_taken_back(mine: Debts) -> None:
    """CM-06: GET says what that means, POST does it."""
    invoice, browser = late(mine), visitor(mine)
    said = {"line": str(mine.line_of(invoice)), "reason": "other", "text": "Nej"}
    where = browser.post(f"/fakturaer/{invoice.id}/indsigelse/", said)["Location"]
    assert "750,00 kr." in text(browser.get(f"{where}fortryd/"))
    browser.post(f"{where}fortryd/")
    with within(mine.organization):
        assert Dispute.objects.get().state == "withdrawn"


def test_fees_and_interest_rest_with_a_claim_that_is_disputed_whole(mine: Debts) -> None:
    """CM-06: nothing is to be paid now, the badge says why, and what was claimed beside it waits for the answer."""
    invoice, browser = owed(mine), visitor(mine)
    mine.through(DUE, TODAY)
    before = mine.due(invoice)
    said = {"line": str(mine.line_of(invoice)), "reason": "faulty", "text": "Den virker ikke"}
    browser.post(f"/fakturaer/{invoice.id}/indsigelse/", said)
    due = mine.due(invoice)
    assert before.claims.total.minor > 0
    assert (due.now.minor, due.resting) == (0, before.claims.total)
    page = " ".join(re.sub("<[^>]+>", " ", text(browser.get(f"/fakturaer/{invoice.id}/"))).split())
    assert "Forfalden" not in page and "Skulle være betalt" not in page and "Sådan betaler du" not in page


def test_more_time_and_instalments_are_shown_before_they_are_done(mine: Debts) -> None:
    """CM-06: "udskyd 7 dage" and instalments: the days and parts first, then a press."""
    first, browser = late(mine), visitor(mine)
    assert "Udskyd 7 dage" in text(browser.get(f"/fakturaer/{first.id}/"))
    offer = text(browser.get(f"/fakturaer/{first.id}/udskyd/"))
    assert "27. marts 2026" in offer
    day = mine.letter(first, 2).deadline_on
    assert f"{day.day}. marts 2026" in offer, "the day to pay by now is that of the latest letter, as on the invoice"
    browser.post(f"/fakturaer/{first.id}/udskyd/")
    shown = " ".join(re.sub("<[^>]+>", " ", text(browser.get(f"/fakturaer/{first.id}/"))).split())
    assert "Betales senest 27. marts 2026" in shown and "Udskudt" in shown and "Forfalden" not in shown
    again = browser.get(f"/fakturaer/{first.id}/udskyd/", follow=True)
    assert "har allerede fået mere tid" in text(again)
    page = text(browser.get(f"/fakturaer/{first.id}/rater/?antal=3"))
    assert "485,23 kr." in page  # 1,455.68 in three
    browser.post(f"/fakturaer/{first.id}/rater/", {"antal": "99"})
    with within(mine.organization):
        assert (Deferral.objects.count(), PaymentPlan.objects.count()) == (1, 0)
    browser.post(f"/fakturaer/{first.id}/rater/", {"antal": "3"})
    with within(mine.organization):
        assert PaymentPlan.objects.get().total_minor == 1455_68
    assert "485,22 kr." in text(browser.get(f"/fakturaer/{first.id}/"))


def test_what_is_not_allowed_or_not_ones_own_is_not_there(mine: Debts) -> None:
    """SB-05, SEC-19: switched off or a neighbour's: no link and 404."""
    invoice, neighbour = late(mine), visitor(debts())
    own = visitor(mine)
    said = {"line": str(mine.line_of(invoice)), "reason": "other", "text": "Nej"}
    dispute = own.post(f"/fakturaer/{invoice.id}/indsigelse/", said)["Location"]
    letter = mine.letter(invoice, 1)
    for way in ("udskyd/", "rater/", "indsigelse/", f"rykker/{letter.id}/"):
        assert neighbour.get(f"/fakturaer/{invoice.id}/{way}").status_code == 404
    for way in (dispute, f"{dispute}fortryd/"):
        assert neighbour.get(way).status_code == 404
    assert neighbour.post(f"{dispute}skriv/", {"text": "x"}).status_code == 404
    with within(mine.organization):
        Organization.objects.update(allowed_acts=["view_invoices"])
    assert "Udskyd" not in text(own.get(f"/fakturaer/{invoice.id}/"))
    for way in ("udskyd/", "rater/", "indsigelse/"):
        assert own.get(f"/fakturaer/{invoice.id}/{way}").status_code == 404
    assert own.post(f"{dispute}skriv/", {"text": "x"}).status_code == 404
