"""Lists that leave as files, and what is typed to find them: the log, its edges, and how many an hour."""

from datetime import timedelta

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make
from tests.business import as_manager

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("given", ["＝HYPERLINK(1)", "=HYPERLINK(1)", "＋1", "@SUM(A1)"])
def test_no_cell_of_the_logs_file_is_a_formula_sec_121(given: str) -> None:
    """SEC-121: full-width variants get the quote, too; the file is the house's own CSV (SEC-122)."""
    ours = make.organization()
    client = business.as_member(
        ours, business.member(ours, who=business.user(name=f"{given} B"), role="access_manager")
    )
    client.post(client.path("sb_mail_texts"), {"mail_sender_name": "Nyt navn", "mail_reply_to": ""})
    text = client.get(client.path("log") + "?fil=csv").content.decode("utf-8-sig")
    assert f";'{given}" in text and f";{given}" not in text


def test_the_logs_file_is_an_export_sec_119_sec_122() -> None:
    """BP-34, SEC-119: up to 10,000 lines about everybody leave, and the log itself tells."""
    ours = make.organization()
    number = business.operator()
    client = business.as_operator(ours, number=number)
    file = client.get(client.path("log") + "?fil=csv")
    assert file.status_code == 200 and file.content.endswith(b"\r\n")
    with within(OrganizationId(ours.id)):
        event = Event.objects.get(name="organizations.list_exported")
    assert event.data["what"] == "log" and (event.actor_kind, event.actor_id) == ("staff", str(number))


@pytest.mark.parametrize("asked", ["until=9999-12-31", "since=0001-01-01", "since=0001-01-01&fil=csv"])
def test_a_day_at_the_edge_of_the_calendar_is_told_at_its_field_of_the_log(asked: str) -> None:
    client = as_manager(make.organization(), language="en")
    answer = client.get(f"{client.path('log')}?{asked}")
    assert answer.status_code == 200 and "years 1900 to 2199" in answer.content.decode()


@pytest.mark.parametrize("days", [("2026-01-01", "9999-12-31"), ("0001-01-01", "2026-01-01")])
def test_a_day_at_the_edge_of_the_calendar_is_told_at_its_field_of_the_incident_file(days: tuple[str, str]) -> None:
    client = as_manager(make.organization(), language="en")
    client.confirm("export")
    answer = client.post(client.path("sb_incident"), {"since": days[0], "until": days[1]})
    assert answer.status_code == 200 and "years 1900 to 2199" in answer.content.decode()


@pytest.mark.parametrize("name", ["members", "grant_many", "sb_logins", "sb_plans", "sb_coupons", "find"])
def test_a_nul_in_the_search_breaks_no_page(name: str) -> None:
    client = as_manager(make.organization())
    assert client.get(f"{client.path(name)}?q=%00").status_code == 200


def test_ten_files_an_hour_by_one_user_security_5_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """security.md 5.2: 10 exports per user per hour of all kinds together, then 429; a colleague has her own ten."""
    ours = make.organization()
    client, colleague = as_manager(ours, language="en"), as_manager(ours)
    client.confirm("export")
    first = [client.post(client.path("export"), {"kind": "csv"}).status_code for _ in range(8)]
    assert first == [200] * 8
    assert client.get(client.path("sb_settlements_file")).status_code == 200
    assert client.get(client.path("log") + "?fil=csv").status_code == 200
    late = client.post(client.path("export"), {"kind": "csv"})
    assert late.status_code == 429 and "Too many attempts" in late.content.decode()
    assert client.get(client.path("sb_settlements_file")).status_code == 429
    assert client.get(client.path("log") + "?fil=csv").status_code == 429
    assert client.get(client.path("log")).status_code == 200
    assert colleague.get(colleague.path("log") + "?fil=csv").status_code == 200
    later = clock.now() + timedelta(hours=1, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(client.path("log") + "?fil=csv").status_code in (200, 302)
