"""The company's side: why what is kept, erasing, and what a breach's report needs (GDP-1, GDP-2, GDP-4, GDP-9)."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.rights.rules.incidents import tell_authority_before
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.business import as_manager, stranger
from tests.story.rights.people import AT, Customer, customer
from tests.story.staff.door import browser, operator

pytestmark = pytest.mark.usefixtures("database")


def test_the_purposes_and_the_law_are_shown() -> None:
    """GDP-1, GDP-2: every table by name; every rule with its source."""
    company = make.organization()
    client = as_manager(company, language="en")
    shown = client.get(client.path("sb_protection")).content.decode()
    assert "accounts.Recipient" in shown and "docs/data-processing.md" in shown
    for law in (operator().get("/law/").content.decode(), client.get(client.path("sb_law")).content.decode()):
        assert "renteloven" in law and "DUN-1" in law and "GDP-4" in law
    assert browser().get("/law/").status_code == 302
    for page in ("sb_law", "sb_protection", "sb_incident"):
        assert stranger(company).get(client.path(page)).status_code == 302


def look_at(mine: Customer) -> None:
    """As an operator who opened the account, before companies had pages of their own."""
    reason = f"staff: account {mine.account.id} of {mine.owner.id}"
    with doorway(reason=reason, actor=Actor("staff", "1"), at=clock.now()):
        pass


def test_an_incident_is_written_out_per_account() -> None:
    """GDP-9: who, what, when; also who of the staff looked; no formula runs in a spreadsheet (SEC-121)."""
    mine = customer("Sigrid", code="=1+1")
    other = customer("Tora", mine.owner)
    client = as_manager(mine.owner, language="en")
    look_at(mine)
    days = {"since": AT.date().isoformat(), "until": (datetime.now(UTC).date() + timedelta(days=1)).isoformat()}
    address = client.path("sb_incident")
    assert client.post(address, days).status_code == 401, "BP-08: exports want MitID afresh"
    client.confirm("export")
    answer = client.post(address, {**days, "code": "=1+1"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="incident.csv"'
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["code"] for row in rows] == ["accounts.recipient_changed", "look"]
    assert rows[0]["account"] == "'=1+1" and str(mine.person.id) in rows[0]["actor"]
    assert mine.person.email not in text and str(other.account.id) not in text
    with within(OrganizationId(mine.owner.id)):
        noted = Event.objects.get(name="organizations.list_exported")
    assert noted.data == {"what": "incident", "rows": 2}, "SEC-122"
    everybody = client.post(address, days).content.decode("utf-8-sig")
    assert str(other.person.id) in everybody
    assert "no account with this number" in client.post(address, {**days, "code": "K-404"}).content.decode()


def test_the_authority_is_told_within_72_hours() -> None:
    """GDP-9: counted from when it is known, weekends and holidays included."""
    known = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    assert tell_authority_before(known_at=known) == datetime(2026, 12, 27, 15, 0, tzinfo=UTC)
    assert tell_authority_before(known_at=known) < known + timedelta(hours=72, seconds=1)
