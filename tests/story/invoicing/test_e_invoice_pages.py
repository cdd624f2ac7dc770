"""E-invoices on screen: the customer fetches the file and reads how it fares, the company sees what needs somebody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.actions.send import send
from selvbetjening.domain.invoicing.einvoice.checked import check
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.reactions.invoices import send_invoice
from tests import make, portal
from tests.access_point import RecordingAccessPoint
from tests.business import as_manager
from tests.story.invoicing.books import Books, books, noon
from tests.story.invoicing.test_credit_notes import give
from tests.story.invoicing.test_documents import PUBLIC, delivery

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def access_point() -> Iterator[type[RecordingAccessPoint]]:
    with override_settings(ACCESS_POINT="tests.access_point.RecordingAccessPoint"):
        yield RecordingAccessPoint
    RecordingAccessPoint.forget()


def desk(shop: Books) -> str:
    """The company's own page about its e-invoices."""
    client = as_manager(shop.owner, language="en")
    return str(client.get(client.path("sb_e_invoices")).content.decode())


def browser(shop: Books, language: str = "en") -> portal.PortalClient:
    return portal.client(shop.owner, make.recipient(shop.account), language=language)


@pytest.mark.parametrize(("language", "word"), [("da", "faktura"), ("en", "invoice")])
def test_the_e_invoice_is_downloaded_beside_the_pdf(language: str, word: str) -> None:
    """EIN-3, download_einvoice: the stored bytes, named in the invoice's language."""
    shop = books(**(PUBLIC | {"language": language}))
    invoice = shop.issue()
    customer = browser(shop)
    address = f"/fakturaer/{invoice.id}/e-faktura/"
    assert address in customer.get(f"/fakturaer/{invoice.id}/").content.decode()
    answer = customer.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    assert answer["Content-Disposition"] == f'attachment; filename="{word}-{invoice.number}.xml"'
    assert check(answer.content) == []
    assert customer.get(address).content == answer.content


@pytest.mark.parametrize(("language", "word"), [("da", "kreditnota"), ("en", "credit-note")])
def test_the_e_credit_note_is_downloaded_beside_the_pdf(language: str, word: str) -> None:
    """EIN-3, EIN-1: a public body books the file; the page says how it fares; a neighbour gets nothing."""
    shop = books(**(PUBLIC | {"language": language}))
    note = give(shop, shop.issue(), 5000)
    customer, page = browser(shop), f"/fakturaer/kreditnota/{note.id}/"
    shown = customer.get(page).content.decode()
    assert f"{page}e-faktura/" in shown
    answer = customer.get(f"{page}e-faktura/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    assert answer["Content-Disposition"] == f'attachment; filename="{word}-{note.number}.xml"'
    assert check(answer.content) == []
    assert "Being sent to" in customer.get(page).content.decode()
    assert browser(books()).get(f"{page}e-faktura/").status_code == 404


def test_a_neighbour_gets_nothing_and_a_switched_off_download_neither() -> None:
    shop, other = books(**PUBLIC), books()
    invoice = shop.issue()
    assert browser(other).get(f"/fakturaer/{invoice.id}/e-faktura/").status_code == 404
    with within(shop.organization):
        found = Organization.objects.get(id=shop.organization)
        found.allowed_acts = [act for act in found.allowed_acts if act != "download_einvoice"]
        found.save(update_fields=["allowed_acts"])
    assert browser(shop).get(f"/fakturaer/{invoice.id}/e-faktura/").status_code in (403, 404)
    assert "e-faktura/" not in browser(shop).get(f"/fakturaer/{invoice.id}/").content.decode()


def test_the_invoice_says_how_its_e_invoice_fares(access_point: type[RecordingAccessPoint]) -> None:
    """EIN-4."""
    shop = books(**PUBLIC)
    invoice = shop.issue()
    document(shop.organization, invoice=invoice.id, at=noon())
    path = f"/fakturaer/{invoice.id}/"
    assert "Being sent to 5798000000001" in browser(shop).get(path).content.decode()
    send(shop.organization, delivery=delivery(shop).id, at=noon())
    assert "Sendt til 5798000000001" in browser(shop, "da").get(path).content.decode()
    sent = desk(shop)
    row = sent.partition("E-invoices that were sent")[2]
    for said in (f"Invoice {invoice.number}", "Prøveby Kommune", "0088:5798000000001", "Taken", delivery(shop).receipt):
        assert said and said in row, said


def test_an_e_invoice_in_a_folder_is_not_said_to_be_sent(tmp_path: Path) -> None:
    """EIN-4: the demo's access point only writes a file; nothing has left the machine."""
    shop = books(**PUBLIC)
    invoice = shop.issue()
    document(shop.organization, invoice=invoice.id, at=noon())
    folder = "selvbetjening.adapters.accesspoint.FolderAccessPoint"
    with override_settings(ACCESS_POINT=folder, E_INVOICE_FOLDER=tmp_path):
        send(shop.organization, delivery=delivery(shop).id, at=noon())
    assert list(tmp_path.glob("*.xml"))
    shown = browser(shop, "da").get(f"/fakturaer/{invoice.id}/").content.decode()
    assert "Lagt klar til afsendelse til 5798000000001" in shown and "Sendt til" not in shown


def test_the_company_sees_missing_references_rejections_and_broken_rules(
    access_point: type[RecordingAccessPoint],
) -> None:
    """EIN-1: a warning before issue; EIN-4: what was not taken; EIN-2: what breaks a rule."""
    shop = books(**(PUBLIC | {"reference": ""}))
    access_point.refused["5798000000001"] = "receiver"
    document(shop.organization, invoice=shop.issue().id, at=noon())
    send(shop.organization, delivery=delivery(shop).id, at=noon())
    page = desk(shop)
    assert "Prøveby Kommune" in page and "0088:5798000000001" in page
    assert "None: every document passes." in page or "Ingen: alle dokumenter består." in page
    clean = books()
    page = desk(clean)
    assert "Prøveby" not in page and "0088:" not in page


@pytest.mark.parametrize(("account", "mails"), [(PUBLIC, 0), ({"party_type": "business"}, 1)])
def test_a_public_body_gets_no_pdf_by_mail(account: dict[str, str], mails: int) -> None:
    """EIN-1."""
    shop = books(**account)
    make.recipient(shop.account)
    invoice = shop.issue()
    event = Recorded(
        invoice.id, shop.organization, "invoicing.issued", noon(), "system", "", shop.account.id,
        {"invoice": str(invoice.id)},
    )  # fmt: skip
    with within(shop.organization):
        send_invoice(event)
        assert Message.objects.filter(kind="invoice_issued").count() == mails


def test_the_invoice_says_how_to_pay_as_its_paper_does() -> None:
    """FIK-1: the line of the payment slip, and the account, in the words of the reader."""
    shop = books()
    with within(shop.organization):
        Organization.objects.filter(id=shop.organization).update(
            choices={"fik_creditor_number": "81234567", "bank_registration_number": "1234", "bank_account_number": "99"}
        )
    invoice = shop.issue()
    page = browser(shop, "da").get(f"/fakturaer/{invoice.id}/").content.decode()
    assert "Indbetalingskort: +71&lt;000000000000018+81234567&lt;" in page and "Reg.nr. 1234, konto 99" in page
    english = browser(shop, "en").get(f"/fakturaer/{invoice.id}/").content.decode()
    assert "Payment slip: +71&lt;" in english and "Reg. no. 1234, account 99" in english
