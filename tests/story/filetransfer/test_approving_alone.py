"""Somebody who may approve files, and not look at all of them, is led to what she decides, and back (BM-04, BP-13)."""

import pytest

from selvbetjening.domain.access.models import Notice
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import deliveries as files
from tests.story.filetransfer.steps import browser, company

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def test_the_mail_and_the_front_page_lead_to_the_yes_and_the_yes_leads_back() -> None:
    of, organization = company(files_four_eyes="always")
    client = browser(organization, "approve")
    waits = files.send(of, files.file(of), name="a.txt")
    address = client.path("mft_approve", waits.id)
    front = client.get(client.path("front")).content.decode()
    assert "1 fil venter på godkendelse" in front and f'href="{address}"' in front
    assert client.membership is not None
    react(of.id, at=files.AT)
    with within(of.id):
        notice = Notice.objects.get(membership_id=client.membership.id, code="files:approve")
    assert address.endswith(notice.path)
    assert client.get(address).status_code == 200
    client.confirm("files")
    said = client.post(address, {"sha256": waits.sha256}, follow=True)
    assert said.status_code == 200 and "Du har godkendt filen" in said.content.decode()
    assert files.get(of, waits.id).state == "accepted"
    assert "venter på godkendelse" not in client.get(client.path("front")).content.decode()
