"""Files without an end, sidecars and names of old on the pages (BP-44, BP-48, annex C.4)."""

from typing import Any

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.models import DeliveryMove, Staging
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests.deliveries import Sender
from tests.story.filetransfer.steps import browser, company

pytestmark = pytest.mark.usefixtures("database")
PLAIN = b"ingen slutrecord\n" * 9


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def text(response: Any) -> str:
    assert response.status_code == 200, response.content
    return str(response.content.decode())


def waiting(of: Sender, name: str) -> Staging:
    with within(of.id):
        return Staging.objects.get(organization_id=of.id, name=name, state="waiting")


def test_a_person_says_that_a_file_is_whole() -> None:
    """BP-44, annex C.4: she sees size and hash, MitID is asked for, and the delivery names her; nobody else may."""
    of, organization = company()
    choose(of.id, values={"files_unproven": "confirm"}, actor=SYSTEM, at=files.AT)
    assert files.put(of, PLAIN, name="liste.txt").code == "needs.word"
    row, client = waiting(of, "liste.txt"), browser(organization, "fetch", "send")
    listed = text(client.get(client.path("mft")))
    address = client.path("mft_whole", row.id)
    assert "liste.txt" in listed and address in listed and "nåede ikke helt frem" not in listed
    assert row.found_sha256 in text(client.get(address))
    assert client.post(address, {"sha256": row.found_sha256}).status_code == 401  # to MitID first
    client.confirm("files")
    stale = client.post(address, {"sha256": "0" * 64}, follow=True)
    assert "ændret" in text(stale)
    done = client.post(address, {"sha256": row.found_sha256})
    assert "leverancer" in done["Location"]
    with within(of.id):
        (made,) = queries.deliveries(of.id, filters=queries.Filters(), limit=9)
        first = DeliveryMove.objects.get(delivery_id=made.id, position=1)
    assert (made.name, made.unproven, made.account_id) == ("liste.txt", True, of.account)
    assert client.membership is not None
    assert first.actor_id == str(client.membership.id) or first.actor_kind == "user"
    assert client.get(address).status_code == 404
    reader = browser(organization, "fetch")
    files.put(of, PLAIN + b"2", name="to.txt")
    other = waiting(of, "to.txt")
    assert reader.path("mft_whole", other.id) not in text(reader.get(reader.path("mft")))
    assert reader.get(reader.path("mft_whole", other.id)).status_code == 403
    stranger = browser(company()[1], "fetch", "send")
    assert stranger.get(stranger.path("mft_whole", other.id)).status_code == 404


def test_what_lies_beside_a_file_is_shown() -> None:
    """Annex C.4: on the page of the delivery that it speaks of, and where there is none, on the list."""
    of, organization = company()
    client = browser(organization, "fetch")
    files.put(of, b"0" * 64, name="alene.txt.sha256")
    done = files.put(of, files.file(of), name="x.txt")
    files.put(of, b"0" * 64, name="x.txt.sha256")
    files.put(of, b"", name="x.ok")
    files.put(of, b"", name="SLUT")
    listed = text(client.get(client.path("mft")))
    assert "alene.txt.sha256" in listed and "SLUT" in listed and "x.ok" not in listed
    page = text(client.get(client.path("mft_delivery", done.delivery)))
    assert "x.txt.sha256" in page and "Passer ikke" in page and "x.ok" in page


def test_both_names_are_shown_and_open_the_same(settings: Any) -> None:
    """BP-48: a file to collect says its name of old; a receipt is fetched under it, and names both."""
    of, organization = company()
    client = browser(organization, "fetch")
    for name in ("rapport.txt", "D0000001001-602.BS1"):
        keep_output(
            of.id, output=None, solution="betalingsservice", kind="payments", pbs_number="", name=name, chunks=[b"BS"],
            environment="production", at=files.AT,
        )  # fmt: skip
    page = text(client.get(client.path("mft_collect")))
    assert "D9000000001.BS1" in page and page.count("Med gamle navne") == 1
    done = files.send(of, files.file(of), name="o.txt")
    k1, k2, k3 = files.receipts(of, done.id)
    for row, letter, words in ((k1, "T", "MODTAGET"), (k2, "V", "VALIDERINGSKVITTERING"), (k3, "F", "FOELGESEDDEL")):
        address = client.path("mft_receipt", row.id)
        old = client.get(address, {"fil": "old"})
        assert f"{letter}0000001001.BS1" in old["Content-Disposition"]
        told = old.content.decode("iso-8859-1")
        assert words in told and f"o.txt.{done.id}.{row.kind}.json" in told
        assert f"{letter}0000001001.BS1" in text(client.get(address, {"fil": "json"}))
        assert f"{letter}0000001001.BS1" in text(client.get(address, {"fil": "txt"}))
    assert "BELOEBSRECORDS (042):          1" in client.get(
        client.path("mft_receipt", k2.id), {"fil": "old"}
    ).content.decode("iso-8859-1")
    assert "149,00" in told
