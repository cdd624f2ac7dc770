"""What a company itself keeps on an account: note, e-invoices, reminders, archive (fenerum-api.md 5, SB-03)."""

import re
from typing import Any

import pytest

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make
from tests.api.client import Machine

pytestmark = pytest.mark.usefixtures("database")
EAN = "5798009811578"
FORM = {
    "party_type": "business", "name": "Fjord Cykler ApS", "cvr": "12345674", "address_line": "Havnegade 1",
    "postal_code": "8000", "city": "Aarhus C", "country": "DK", "language": "da", "gets_reminders": "on",
}  # fmt: skip


@pytest.fixture
def firm() -> tuple[Organization, Account]:
    company = make.organization()
    return company, make.account(company, party_type="business", name="Fjord Cykler ApS", cvr="12345674")


def row(company: Organization, account: Account) -> Account:
    with within(OrganizationId(company.id)):
        return Account.objects.get(id=account.id)


def reminds(page: str) -> bool:
    """Whether the box stands ticked."""
    (box,) = re.findall(r'<input[^>]*name="gets_reminders"[^>]*>', page)
    return " checked" in box


def test_staff_keep_what_the_api_keeps(firm: tuple[Organization, Account]) -> None:
    """fenerum-api.md 5: one action behind both doors; what one sets the other shows, and the book names the fields."""
    company, account = firm
    client = business.as_manager(company, language="en")
    path = client.path("sb_account_change", account.id)
    machine = Machine(company)
    assert reminds(client.get(path).content.decode())
    sent = {**FORM, "ean": EAN, "ean_invoicing": "on", "einvoicing_scheme": "GLN", "invoice_note": "Att. kassen"}
    del sent["gets_reminders"]
    assert client.post(path, sent).status_code == 302
    shown = machine.get(f"accounts/{account.code}/").json()
    assert (shown["ean_invoicing"], shown["ean_number"], shown["einvoicing_identifier_schema"]) == (True, EAN, "GLN")
    assert (shown["invoice_note"], shown["is_getting_reminders"], shown["is_archived"]) == ("Att. kassen", False, False)
    with within(machine.here):
        (told,) = Event.objects.filter(name="accounts.changed")
        assert set(told.data["fields"]) == {"ean_invoicing", "invoice_note", "gets_reminders"}
    machine.put(f"accounts/{account.code}/", {"invoice_note": "Fra API", "is_getting_reminders": True})
    page = client.get(path).content.decode()
    assert "Fra API</textarea>" in page and reminds(page)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"ean_invoicing": "on"}, "E-invoices need an address"),
        ({"ean_invoicing": "on", "ean": "5798009811579"}, "Write the 13 digits of the EAN number"),
        ({"ean_invoicing": "on", "einvoicing_scheme": "SE", "ean": "123"}, "A CVR number has 8 digits"),
        ({"ean_invoicing": "on", "einvoicing_scheme": "CVR"}, ""),
        ({"ean_invoicing": "on", "einvoicing_scheme": "SE", "ean": "25313763"}, ""),
        ({"ean": EAN}, ""),
        ({"einvoicing_scheme": "IBAN"}, "E-invoices go by: "),
        ({"invoice_note": "x" * 501}, "500"),
    ],
)
def test_an_e_invoice_has_an_address(firm: tuple[Organization, Account], sent: dict[str, Any], words: str) -> None:
    """PTY-3, XB-42, fenerum-api.md 5: the same addresses as in the API; the error stands at its field."""
    company, account = firm
    client = business.as_manager(company, language="en")
    answer = client.post(client.path("sb_account_change", account.id), {**FORM, **sent}, follow=True)
    page = answer.content.decode()
    assert ("error-summary" in page) is bool(words), page
    if words:
        assert words in page and row(company, account).ean_invoicing is False
    else:
        assert row(company, account).ean_invoicing is ("ean_invoicing" in sent)
        assert "13 digits" not in page, "no doubt about a number that is meant as another one"


def test_an_account_is_put_away_and_taken_out_again(firm: tuple[Organization, Account]) -> None:
    """fenerum-api.md 5 (`is_archived`): one box; the account's page says what it means."""
    company, account = firm
    client = business.as_manager(company, language="en")
    path, shown = client.path("sb_account_change", account.id), client.path("sb_account", account.id)
    assert client.post(path, {**FORM, "is_archived": "on"}).status_code == 302
    assert row(company, account).is_archived and "The account is archived" in client.get(shown).content.decode()
    client.post(path, FORM)
    assert not row(company, account).is_archived and "archived" not in client.get(shown).content.decode()
