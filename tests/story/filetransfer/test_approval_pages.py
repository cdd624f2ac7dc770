"""The pages on which a company decides which files others approve, and where the reasons are read (BM-04, SEC-32)."""

from html import unescape
from typing import Any

import pytest

from selvbetjening.domain.access.models import AccessTask
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business
from tests import deliveries as files
from tests.deliveries import Sender
from tests.story.filetransfer.steps import browser, company
from tests.story.filetransfer.test_pages import form

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def text(response: Any) -> str:
    assert response.status_code == 200, response.content
    return " ".join(unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


def given(number: str = "", **parts: str) -> dict[str, str]:
    asked = {"kind": "above", "amount": "0,00", "count": "0", "new_share": "100", "approvers": "1", **parts}
    return {**asked, **({"pbs_number": number} if number else {})}


def rules(of: Sender) -> dict[str, Any]:
    with within(of.id):
        found: dict[str, Any] = Organization.objects.get(id=of.id).choice("files_approval_rules")
    return found


def test_a_rule_is_tried_kept_and_weakened_only_by_two() -> None:
    """BM-04, SEC-32: with MitID; tried on the last thirty days, kept, and what loosens it waits with its words."""
    of, organization = company()
    large = files.send(of, files.file(of, [900_000, 600_000], customers=["1", "2"]))
    files.send(of, files.file(of, [100], customers=["7"], identification="2"))
    manager, number = business.as_manager(organization), of.agreement.pbs_number
    assert "Intet PBS-nr. har sin egen regel" in text(manager.get(manager.path("mft_approval_rules")))
    new = manager.path("mft_approval_rule_new")
    assert manager.post(new, given(number, amount="10.000,00")).status_code == 401
    manager.confirm("policies")
    page = text(manager.post(new, {**given(number, amount="10.000,00", new_share="60"), "try": "1"}))
    assert "Af 2 filer ville den have holdt 2 tilbage." in page
    assert "i alt 15.000,00 kr. (PBS-nr." in page and "2 nye betalere ud af 2" in page
    assert manager.path("mft_delivery", large.id) in page and rules(of) == {}
    assert manager.post(new, given(number, amount="10.000,00")).status_code == 302
    assert rules(of)[f"betalingsservice/{number}"]["amount"] == 1_000_000
    assert "fra 10.000,00 kr." in text(manager.get(manager.path("mft_approval_rules")))

    one = manager.path("mft_approval_rule", f"betalingsservice-{number}")
    assert 'value="10000,00"' in text(manager.get(one))
    assert manager.post(one, given(amount="20.000,00")).status_code == 302
    assert rules(of)[f"betalingsservice/{number}"]["amount"] == 1_000_000
    with within(of.id):
        task = AccessTask.objects.get(organization_id=of.id, kind="weaken_policy")
    asked = text(manager.get(manager.path("task", task.id)))
    assert number in asked and "fra 10.000,00 kr." in asked and "fra 20.000,00 kr." in asked
    assert manager.post(one, {"remove": "1"}).status_code == 302
    assert rules(of), "taking it away wants two, too"
    wrong = manager.post(new, given(number, amount="ti"))
    assert "Skriv et beløb" in text(wrong)


def test_only_managers_make_rules_and_of_their_own_company() -> None:
    """SEC-19, BP-28."""
    of, organization = company(files_approval_rules={"betalingsservice/12345678": _rule()})
    user, other = browser(organization), business.as_manager(company()[1])
    for name in ("mft_approval_rules", "mft_approval_rule_new"):
        assert user.get(user.path(name)).status_code == 403
    assert other.get(other.path("mft_approval_rule", "betalingsservice-12345678")).status_code == 404
    mine = business.as_manager(organization)
    assert mine.get(mine.path("mft_approval_rule", "betalingsservice-12345678")).status_code == 200
    for unknown in ("betalingsservice-99999999", "x", "betalingsservice-alle"):
        assert mine.get(mine.path("mft_approval_rule", unknown)).status_code == 404
    assert rules(of)


def _rule() -> dict[str, Any]:
    return {"kind": "always", "amount": 0, "count": 0, "new_share": 100, "account": False, "approvers": 1}


def test_the_reasons_stand_in_the_preview_and_on_the_held_file_in_both_languages() -> None:
    """BM-04, BM-01: before it is sent, and on the file that waits: how many payers are new."""
    of, organization = company(files_four_eyes="above", files_four_eyes_new_share=50)
    data = files.file(of, [100] * 12, customers=[str(1000 + each) for each in range(12)])
    client = browser(organization)
    shown = text(client.get(form(client, ("a.bs1", data)).headers["Location"]))
    assert "venter den, til en anden har godkendt den" in shown and "12 nye betalere ud af 12" in shown
    held = files.send(of, data)
    assert held.state == "awaiting_approval"
    for language, words in (("da", "12 nye betalere ud af 12"), ("en", "12 new payers of 12")):
        reader = browser(organization, language=language)
        assert words in text(reader.get(reader.path("mft_delivery", held.id)))
        assert words in text(reader.get(reader.path("mft_approve", held.id)))
