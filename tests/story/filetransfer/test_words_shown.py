"""What a delivery's page calls things: no codes, and nothing accepted that still waits for somebody (BP-45)."""

from typing import Any

import pytest

from selvbetjening.domain.deliveries.documents import receipt_files, status_words
from selvbetjening.domain.deliveries.lifecycle import AUTOMATIC
from selvbetjening.domain.organizations.rules.register.files import SETTINGS
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.business.selvbetjening.settings.direct_debit_forms import TermsForm
from tests import deliveries as files
from tests import directdebit
from tests.story.deliveries.test_told import spoilt
from tests.story.filetransfer.steps import browser, company

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten: the deliveries of the tests are in time for 1 February."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def shown(client: Any, delivery: Any) -> str:
    return str(client.get(client.path("mft_delivery", delivery)).content.decode())


def test_what_waits_for_somebody_would_be_accepted() -> None:
    """BP-47: a possible duplicate has done nothing yet."""
    of, organization = company()
    client = browser(organization)
    directdebit.mandate(of.agreement, "1000")
    data = files.file(of, [14_900])
    first = files.send(of, data)
    page = shown(client, first.id)
    assert "<dt>Accepteret</dt>" in page and "<dt>I alt at opkræve</dt>" in page
    held = files.send(of, data, name="igen.bs1")
    assert held.state == "held_duplicate"
    page = shown(client, held.id)
    assert "<dt>Accepteret</dt>" not in page and "<dt>I alt at opkræve</dt>" not in page
    assert "<dt>Ville blive accepteret</dt>" in page and "<dt>Ville blive opkrævet i alt</dt>" in page


def test_a_finding_is_told_in_words_only() -> None:
    """BP-46: the code is for machines, and stands in the JSON."""
    of, organization = company()
    files.send(of, files.file(of, [14_900]))
    with within(of.id):
        type(of.agreement).objects.filter(id=of.agreement.id).update(on_repeat="refuse")
    refused = files.send(of, files.file(of, [9_900], identification="2"))
    assert refused.content["errors"][0]["code"] == "collection.taken"
    page = shown(browser(organization), refused.id)
    assert "Kunden har allerede en opkrævning den 1. februar 2027." in page
    assert "collection.taken" not in page


@pytest.mark.parametrize("state", [each.value for each in AUTOMATIC if each.value != "accepted"])
def test_a_state_on_the_way_is_a_sentence(state: str) -> None:
    """BP-45: right after Send the page says what happens, not a bare code."""
    assert status_words(status=state, code="").endswith(".")


def test_the_two_settings_of_files_with_errors_name_each_other() -> None:
    """The file rules count for all agreements; an agreement that takes the sound lines takes them all the same."""
    company_wide = next(each for each in SETTINGS if each.code == "files_accept")
    assert "Direct debit" in company_wide.help and "all agreements" in company_wide.help
    of_one = str(TermsForm.base_fields["accept_partly"].help_text)
    assert "My File Transfer" in of_one


def test_a_fault_names_its_field_and_the_timeline_its_sftp_user() -> None:
    """BP-45, BP-46: line, place and the field's own name; who sent it, to the second."""
    of, organization = company()
    row = files.send(of, spoilt(files.file(of, [14_900], customers=["1001"]), b"1001"))
    error = row.content["errors"][0]
    assert error["field_label"]["da"]
    page = shown(browser(organization), row.id)
    assert f"<br>{error['field_label']['da']}" in page
    assert 'data-label="Hvem">p1234abcd</td>' in page
    assert "kl. 10.00</time>.00</td>" in page
    receipt = next(each for each in files.receipts(of, row.id) if each.kind == "K2")
    text = " ".join(receipt_files(of.id, row=receipt, languages=["da"])[2].content.decode().split())
    assert f"({error['field_label']['da']}):" in text


def test_the_list_is_not_pushed_down_by_its_search() -> None:
    """The search is folded until it is used; what can be undone is undone by a button of that name."""
    of, organization = company(files_undo_minutes=30)
    client = browser(organization)
    waits = files.send(of, files.file(of, [14_900]))
    page = str(client.get(client.path("mft")).content.decode())
    assert '<details class="sb-details"><summary>Find en leverance</summary><div><form method="get"' in page
    assert 'sb-details" open' in str(client.get(client.path("mft") + "?q=x").content.decode())
    assert "Fortryd: Træk filen tilbage" in shown(client, waits.id)
