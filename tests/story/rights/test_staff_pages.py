"""The operator's side: why what is kept, erasing, and what a breach's report needs (GDP-1, GDP-2, GDP-4, GDP-9)."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.rights.rules.incidents import tell_authority_before
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.story.rights.people import AT, customer, invoice
from tests.story.staff.door import browser, operator

pytestmark = pytest.mark.usefixtures("database")


def test_the_purposes_and_the_law_are_shown() -> None:
    """GDP-1, GDP-2: every table by name; every rule with its source."""
    company = make.organization()
    client = operator()
    shown = client.get(f"/organizations/{company.id}/protection/").content.decode()
    assert "accounts.Recipient" in shown and "docs/data-processing.md" in shown
    law = client.get("/law/").content.decode()
    assert "renteloven" in law and "DUN-1" in law and "GDP-4" in law
    for path in (
        "/law/",
        f"/organizations/{company.id}/protection/",
        f"/organizations/{company.id}/protection/incident/",
    ):
        assert browser().get(path).status_code == 302


def test_a_person_is_erased_with_the_word_and_not_without() -> None:
    """GDP-4: the page says what stays; the act wants a word that is meant."""
    mine = customer("Oda")
    invoice(mine, number=1, kept_until=date(2031, 12, 31))
    client = operator()
    address = f"/organizations/{mine.owner.id}/accounts/{mine.account.id}/erase/"
    assert "31" in client.get(address).content.decode() and "2031" in client.get(address).content.decode()
    assert client.post(address, {"whom": "account", "word": "yes"}).status_code == 200
    assert client.post(address, {"whom": str(make.recipient(mine.account).id), "word": "nope"}).status_code == 200
    with within(mine.organization):
        assert not Erasure.objects.exists()
    assert client.post(address, {"whom": "account", "word": "erase"}).status_code == 302
    with within(mine.organization):
        assert Account.objects.get().name == "–"
        assert set(Recipient.objects.values_list("name", flat=True)) == {"–"}
    again = client.post(address, {"whom": "account", "word": "ERASE"})
    assert "erased before" in again.content.decode()


def test_a_neighbours_person_cannot_be_erased_through_another_account() -> None:
    """GDP-4, SEC-12: only who stands on the page."""
    mine, other = customer("Palle"), customer("Rita")
    client = operator()
    address = f"/organizations/{mine.owner.id}/accounts/{mine.account.id}/erase/"
    assert client.post(address, {"whom": str(other.person.id), "word": "ERASE"}).status_code == 200
    elsewhere = f"/organizations/{mine.owner.id}/accounts/{other.account.id}/erase/"
    assert client.get(elsewhere).status_code == 404
    with within(other.organization):
        assert Recipient.objects.get(id=other.person.id).name == "Rita Eksempel"


def test_an_incident_is_written_out_per_account() -> None:
    """GDP-9: who, what, when; also who of the staff looked; no formula runs in a spreadsheet (SEC-121)."""
    mine = customer("Sigrid", code="=1+1")
    other = customer("Tora", mine.owner)
    client = operator()
    client.get(f"/organizations/{mine.owner.id}/accounts/{mine.account.id}/")
    days = {"since": AT.date().isoformat(), "until": (datetime.now(UTC).date() + timedelta(days=1)).isoformat()}
    address = f"/organizations/{mine.owner.id}/protection/incident/"
    answer = client.get(address, {**days, "code": "=1+1"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="incident.csv"'
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["code"] for row in rows] == ["accounts.recipient_changed", "look"]
    assert rows[0]["account"] == "'=1+1" and str(mine.person.id) in rows[0]["actor"]
    assert mine.person.email not in text and str(other.account.id) not in text
    everybody = client.get(address, days).content.decode("utf-8-sig")
    assert str(other.person.id) in everybody
    assert "no account with this number" in client.get(address, {**days, "code": "K-404"}).content.decode()


def test_the_authority_is_told_within_72_hours() -> None:
    """GDP-9: counted from when it is known, weekends and holidays included."""
    known = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    assert tell_authority_before(known_at=known) == datetime(2026, 12, 27, 15, 0, tzinfo=UTC)
    assert tell_authority_before(known_at=known) < known + timedelta(hours=72, seconds=1)
