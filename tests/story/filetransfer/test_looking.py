"""Looking at deliveries: found by every name of theirs, a line explained, what broke off, what is deleted."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.forget import forget
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business
from tests import deliveries as files
from tests.deliveries import Sender
from tests.story.filetransfer.steps import browser, company

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def text(response: Any) -> str:
    assert response.status_code == 200, response.content
    return str(response.content.decode())


def without_a_day(of: Sender) -> bytes:
    """One collection, on a day that does not exist, at line 3."""
    lines = files.file(of, [14_900]).split(b"\r\n")
    lines[2] = lines[2][:51] + b"31022027" + lines[2][59:]
    return b"\r\n".join(lines)


def test_a_delivery_is_found_by_whatever_names_it() -> None:
    """BP-49: file name, number, id, hash, SFTP user, key, person, state, day and environment."""
    of, organization = company()
    client = browser(organization, "fetch")
    mine = files.send(of, files.file(of), name="januar.txt")
    row, done = files.upload(of, files.file(of, identification="2"), name="februar.txt")
    files.run(of, done)
    assert row.membership_id == of.person
    for asked in ("januar", "1", str(mine.id), mine.sha256[:12], "P1234ABCD", "SHA256:abc"):
        page = text(client.get(client.path("mft"), {"q": asked}))
        assert "januar.txt" in page and "februar.txt" not in page, asked
    page = text(client.get(client.path("mft"), {"person": str(of.person), "fra": "2027-01-20", "miljoe": "production"}))
    assert "januar.txt" in page and "februar.txt" in page
    for nothing in ({"q": "SHA256:xyz"}, {"tilstand": "afvist"}, {"til": "2027-01-19"}, {"miljoe": "test"}):
        page = text(client.get(client.path("mft"), nothing))
        assert "januar.txt" not in page and "februar.txt" not in page, nothing


def test_a_line_is_explained_before_and_after_the_file_is_sent() -> None:
    """BP-45, BM-01, SEC-19: each field by the format's own table, the wrong one marked; no neighbour's."""
    of, organization = company()
    client = browser(organization)
    refused = files.send(of, without_a_day(of), name="forkert.txt")
    staged, _done = files.upload(of, without_a_day(of), purpose="preview")
    looked = ask_preview(of.id, staging=staged.id, by=of.https, at=files.AT)
    delivery, preview = client.path("mft_line", refused.id, 3), client.path("mft_preview_line", looked.id, 3)
    assert delivery in text(client.get(client.path("mft_delivery", refused.id)))
    assert preview in text(client.get(client.path("mft_preview", looked.id)))
    for address in (delivery, preview):
        page = text(client.get(address))
        for words in (
            "Opkrævning",
            "leverance 0601, sektion 0112",
            "52–59",
            "31022027",
            "kan ikke læses",
            "Betalingsdato",
        ):
            assert words in page, words
    assert client.get(client.path("mft_line", refused.id, 99)).status_code == 404
    _other, elsewhere = company()
    stranger = business.as_manager(elsewhere)
    for name, id_ in (("mft_line", refused.id), ("mft_preview_line", looked.id)):
        assert stranger.get(stranger.path(name, id_, 3)).status_code == 404
    sender = browser(organization, "send")
    assert sender.get(delivery).status_code == 403


def test_what_broke_off_is_said_and_is_gone_once_it_is_whole() -> None:
    """BP-44, MFT-04: the list names the half file; whole it is a delivery like any other."""
    of, organization = company()
    client, data = browser(organization, "fetch"), files.file(of, [100] * 40)
    assert files.put(of, data[:2_000], name="halv.txt").outcome == "incomplete"
    assert "halv.txt" in text(client.get(client.path("mft")))
    assert "nåede ikke helt frem" in text(client.get(client.path("mft")))
    assert "halv.txt" not in text(client.get(client.path("mft"), {"q": "findes-ikke"}))


def test_a_page_says_when_the_content_is_deleted_and_later_that_it_was() -> None:
    """BP-49: "slettes {dato}"; the receipts and the page stay, the file and its lines are gone."""
    of, organization = company()
    client = browser(organization, "fetch")
    done = files.send(of, files.file(of), name="januar.txt")
    address = client.path("mft_delivery", done.id)
    assert "Den slettes" in text(client.get(address)) and "20. april 2027" in text(client.get(address))
    forget(of.id, at=files.AT + timedelta(days=91))
    page = text(client.get(address))
    assert "Selve filen blev slettet" in page and "K3, behandlet" in page
    for name, more in (("mft_delivered", ()), ("mft_line", (3,))):
        assert client.get(client.path(name, done.id, *more)).status_code == 404


def test_an_approver_sees_what_the_month_before_came_to() -> None:
    """BM-04: the difference to last month is told by count and total; other PBS numbers' files are left out."""
    of, organization = company()
    files.send(of, files.file(of, [14_900, 9_900]))
    choose(of.id, values={"files_four_eyes": "always"}, actor=SYSTEM, at=files.AT, by_managers=True)
    later = files.AT + timedelta(days=28)
    data = files.file(of, [14_900], identification="2", due=date(2027, 3, 1))
    held = files.run(of, files.put(of, data, at=later), at=later)
    assert held.state == "awaiting_approval"
    colleague = browser(organization, "fetch", "approve")
    page = text(colleague.get(colleague.path("mft_approve", held.id)))
    assert "Måneden før: 1 fil med 2 opkrævninger" in page and "248,00" in page
    first = files.get(of, files.upload(of, files.file(of, identification="3"))[0].id)
    with within(of.id):
        assert queries.month_before(of.id, row=first).files == 0
