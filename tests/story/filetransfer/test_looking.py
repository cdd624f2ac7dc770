"""Looking at deliveries: found by every name of theirs, a line explained, what broke off, what is deleted."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.forget import forget
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.models import Preview, Staging
from selvbetjening.domain.identity.actions.ssh_accounts import open_for_machine
from selvbetjening.domain.identity.actions.ssh_keys import add_key
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import new_id
from tests import business
from tests import deliveries as files
from tests.deliveries import Sender
from tests.sftp_keys import new_key
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
    assert "Slettes" in text(client.get(address)) and "20. april 2027" in text(client.get(address))
    forget(of.id, at=files.AT + timedelta(days=91))
    page = text(client.get(address))
    assert "Blev slettet" in page and "K3, behandlet" in page
    for name, more, said in (("mft_delivered", (), 410), ("mft_line", (3,), 404)):
        assert client.get(client.path(name, done.id, *more)).status_code == said


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


def test_a_dry_run_over_sftp_is_shown_without_a_button_that_sends_it() -> None:
    """Annex C.1, BM-01: `/proev` never delivers, not from the page either."""
    of, organization = company()
    with within(of.id):
        client = business.as_member(organization, Membership.objects.get(id=of.person), language="en")
    files.put(of, files.file(of), purpose="preview")
    with within(of.id):
        row = Staging.objects.get(organization_id=of.id)
    trial = ask_preview(of.id, staging=row.id, by=of.sftp, at=files.AT)
    address = client.path("mft_preview", trial.id)
    page = text(client.get(address))
    assert "A dry run is never delivered" in page and 'name="send"' not in page
    assert client.post(address, {"send": "1"}).status_code == 302
    with within(of.id):
        assert queries.deliveries(of.id, filters=queries.Filters()) == []
    assert "A dry run is never delivered" in text(client.get(address))


def test_a_reader_of_some_numbers_sees_no_file_and_no_preview_that_is_not_checked_yet() -> None:
    """BP-13: neither names a PBS number before its check; then they are their sender's, and the whole company's."""
    of, organization = company()
    everything = browser(organization, "fetch", "send")
    some = business.member(organization)
    business.give(organization, some, FILE_TRANSFER, ["fetch", "send"], pbs_numbers=[of.agreement.pbs_number])
    narrow = business.as_member(organization, some)
    done = files.put(of, files.file(of), name="andres.txt")
    row, _done = files.upload(of, files.file(of, identification="2"), purpose="preview")
    with within(of.id):
        looked = Preview.objects.create(
            organization_id=of.id, staging=row, membership_id=of.person, sha256="0" * 64, asked_at=files.AT,
            expires_at=files.AT + timedelta(days=1),
        )  # fmt: skip
    for address in (narrow.path("mft_delivery", done.delivery), narrow.path("mft_preview", looked.id)):
        assert (everything.get(address).status_code, narrow.get(address).status_code) == (200, 404)
    assert "andres.txt" not in text(narrow.get(narrow.path("mft")))
    files.run(of, done)
    assert "andres.txt" in text(narrow.get(narrow.path("mft")))
    with within(of.id):
        Preview.objects.filter(id=looked.id).update(membership_id=some.id)
    assert narrow.get(narrow.path("mft_preview", looked.id)).status_code == 200


def test_whoever_put_the_machines_key_in_is_not_offered_to_approve() -> None:
    """SEC-32, BM-04: the page says so at once, and offers it to the others."""
    of, organization = company(files_four_eyes="always")
    other, third = files.member_of(of), files.member_of(of)
    row = open_for_machine(of.id, label="ERP", responsible=other, environment="production", actor=SYSTEM, at=files.AT)
    key = add_key(
        of.id, account=row.id, text=bytearray(new_key().public), label="ERP", by=of.person, actor=SYSTEM, at=files.AT
    )
    of.account = row.id
    by = replace(of.sftp, actor=Actor("api", str(row.id)), membership=other, key_fingerprint=key.fingerprint)
    holder = new_id()
    staging = open_staging(of.id, by=by, name="a.txt", folder="bs", holder=holder, at=files.AT)
    files.write(of, staging, files.file(of), holder=holder, at=files.AT)
    waits = files.run(of, commit(of.id, staging=staging.id, by=by, at=files.AT))
    offered = {}
    for member in (of.person, other, third):
        with within(of.id):
            client = business.as_member(organization, Membership.objects.get(id=member))
        offered[member] = f'value="{waits.sha256}"' in text(client.get(client.path("mft_approve", waits.id)))
    assert offered == {of.person: False, other: False, third: True}
