"""Billing details: seen, corrected, warned about, and nothing else bound."""

import pytest
from tests.story.portal.world import World, text_of, world

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within

EDIT, NUMBERS, REFERENCES = "/oplysninger/ret/", "/oplysninger/numre/", "/oplysninger/referencer/"
GOOD = {
    "name": "Anna Nyborg", "address_line": "Nygade 7", "address_line_2": "2. tv.", "postal_code": "5000",
    "city": "Odense C", "country": "DK", "language": "en",
}  # fmt: skip


def account(ours: World) -> Account:
    with within(ours.id):
        return Account.objects.get(id=ours.account.id)


def test_a_recipient_corrects_the_details(ours: World) -> None:
    """SB-04, XB-19: saved, confirmed, recorded once; issued invoices stay as they are (XB-28)."""
    client = ours.client(language="en")
    answer = client.post(EDIT, GOOD, follow=True)
    assert answer.redirect_chain == [("/oplysninger/", 302)]
    words = text_of(answer)
    assert "Your details are saved." in words and "Nygade 7" in words and "Odense C" in words
    found = account(ours)
    assert (found.name, found.postal_code, found.language) == ("Anna Nyborg", "5000", "en")
    assert "Nothing was changed." in text_of(client.post(EDIT, GOOD, follow=True))
    with within(ours.id):
        assert Event.objects.filter(name="accounts.billing_details_updated").count() == 1
    assert ours.invoices()[0].snapshot["buyer"]["name"] == "Anna Eksempel"


def test_only_the_form_s_fields_are_bound(ours: World) -> None:
    """SEC-25, PTY-1: party type, code, organization, account and a consumer's CVR are not the form's to change."""
    other = world()
    ours.client().post(
        EDIT,
        {**GOOD, "party_type": "business", "code": "X-1", "organization": str(other.organization.id), "cvr": "12345674",
         "id": str(other.account.id), "account": str(other.account.id), "created_at": "2020-01-01"},
    )  # fmt: skip
    found = account(ours)
    assert (found.party_type, found.code, found.cvr) == ("consumer", ours.account.code, "")
    assert found.organization_id == ours.organization.id
    assert found.name == "Anna Nyborg"
    assert account(other).name == "Anna Eksempel"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Name: "),
        ("name", "x" * 129, "Name: "),
        ("name", "a\u202eb", "Name: There is a character in it that cannot be printed."),
        ("country", "XX", "Country: "),
        ("language", "de", "Language of mails and invoices: "),
    ],
)
def test_errors_name_their_field_and_lead_to_it(field: str, value: str, words: str, ours: World) -> None:
    """XB-42: a summary with links to the fields; what was typed is kept; nothing is saved."""
    answer = ours.client(language="en").post(EDIT, {**GOOD, field: value})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<a href="#id_{field}">{words}' in html
    assert "<title>Error: " in html.replace("\n", "")
    assert 'value="Nygade 7"' in html
    assert account(ours).address_line == "Prøvevej 2"


def test_a_doubtful_cvr_is_saved_with_a_warning() -> None:
    """XB-27, PTY-2: warned, never blocked; blanks and DK are taken away."""
    company = world(party_type="business")
    client = company.client(language="en")
    words = text_of(client.post(NUMBERS, {"cvr": "DK 12 34 56 78"}, follow=True))
    assert account(company).cvr == "12345678"
    assert "The CVR number does not look right." in words
    words = text_of(client.post(NUMBERS, {"cvr": "DK 12 34 56 74"}, follow=True))
    assert account(company).cvr == "12345674"
    assert "does not look right" not in words


def test_a_company_needs_its_address() -> None:
    """INV-4."""
    company = world(party_type="business")
    answer = company.client(language="en").post(EDIT, {**GOOD, "address_line": ""})
    assert answer.status_code == 200
    assert 'href="#id_address_line"' in answer.content.decode()


def test_names_are_text(ours: World) -> None:
    """SEC-140: what somebody types is never markup."""
    client = ours.client()
    client.post(EDIT, {**GOOD, "name": "<script>alert(1)</script>"})
    for path in ("/", "/oplysninger/", EDIT):
        assert "<script>alert" not in client.get(path).content.decode()


def test_an_institution_needs_an_ean_number_and_a_wrong_one_is_refused() -> None:
    """PTY-3: required of a public body, with a right check digit; other parts can be saved without it."""
    school = world(party_type="public")
    client = school.client(language="en")
    client.post(EDIT, GOOD)
    assert account(school).city == "Odense C"
    assert 'href="#id_ean"' in client.post(NUMBERS, {"cvr": "12345674", "ean": ""}).content.decode()
    page = client.post(NUMBERS, {"cvr": "", "ean": "5790 0001 2345 0"}).content.decode()
    assert 'href="#id_ean"' in page and "Write the 13 digits of the EAN number." in page
    assert account(school).ean != "5790000123450"
    words = text_of(client.post(NUMBERS, {"ean": "5790000123452", "vat_number": "se 5566778899 01"}, follow=True))
    assert (account(school).ean, account(school).vat_number) == ("5790000123452", "SE556677889901")
    assert "does not look right" not in words


def test_each_permission_lets_its_own_part_be_corrected() -> None:
    """XB-44, SB-05, SEC-25: PO number and reference apart from numbers, and both apart from name and address."""
    company = world(party_type="business")
    client = company.client(language="en")
    client.post(REFERENCES, {"po_number": "PO-77", "reference": "Bo, lager 3", "cvr": "11111111", "name": "Anden"})
    found = account(company)
    assert (found.po_number, found.reference, found.cvr) == ("PO-77", "Bo, lager 3", company.account.cvr)
    assert found.name == company.account.name
    assert "Bo, lager 3" in text_of(client.get("/oplysninger/"))
    company.allow("update_references")
    assert client.get(EDIT).status_code == client.get(NUMBERS).status_code == 404
    assert client.post(NUMBERS, {"cvr": "12345674"}).status_code == 404
    assert client.get(REFERENCES).status_code == 200


def test_a_consumer_has_no_numbers_to_correct(ours: World) -> None:
    """PTY-1, PTY-2: no CVR and no EAN number is asked of a private person."""
    client = ours.client()
    assert client.get(NUMBERS).status_code == client.get(REFERENCES).status_code == 404
    assert "EAN" not in text_of(client.get("/oplysninger/"))


def test_invoices_can_go_to_an_address_of_their_own() -> None:
    """The billing address stands beside the legal one, whole or not at all."""
    company = world(party_type="business")
    client = company.client(language="en")
    half = client.post(EDIT, {**GOOD, "billing_address_line": "Postboks 1"})
    assert 'href="#id_billing_city"' in half.content.decode()
    whole = {"billing_address_line": "Postboks 1", "billing_postal_code": "1001", "billing_city": "København K"}
    assert "København K" in text_of(client.post(EDIT, {**GOOD, **whole}, follow=True))
    assert account(company).billing_address.postal_code == "1001"
    assert account(company).legal_address.city == "Odense C"
