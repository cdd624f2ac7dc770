"""Billing details: seen, corrected, warned about, and nothing else bound."""

import pytest
from tests.story.portal.world import World, text_of, world

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within

EDIT = "/oplysninger/ret/"
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
        ("name", "x" * 121, "Name: "),
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
    words = text_of(client.post(EDIT, {**GOOD, "cvr": "DK 12 34 56 78"}, follow=True))
    assert account(company).cvr == "12345678"
    assert "The CVR number does not look right." in words
    words = text_of(client.post(EDIT, {**GOOD, "cvr": "DK 12 34 56 74"}, follow=True))
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
