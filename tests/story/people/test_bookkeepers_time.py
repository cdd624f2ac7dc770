"""A bookkeeper's time: a year at most, a word before the end, invited and ended by an owner (CM-08)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from selvbetjening.domain.accounts.actions.accountants import warn
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from tests import outbox, portal
from tests.story.login import login_steps as steps
from tests.story.people.test_bookkeepers import Company, Who, now, words

__all__ = ["now"]

pytestmark = pytest.mark.usefixtures("database")


def test_a_year_at_most_and_a_word_before_the_end_cm_08(posted: list[outbox.Mail], now: steps.Watch) -> None:
    """CM-08: twelve months; once, fourteen days before the end, the bookkeeper hears of it."""
    nordlys = Company("Nordlys")
    with pytest.raises(Refused, match="too_long_a_time"):
        nordlys.grant(nordlys.accounts[0], ends_on=date(2027, 4, 16))
    nordlys.grant(nordlys.accounts[0], ends_on=date(2027, 4, 15))
    nordlys.grant(nordlys.accounts[1], ends_on=date(2026, 6, 1))
    steps.run_jobs(nordlys.company)
    posted.clear()
    for day, told in ((17, 0), (18, 1), (19, 0)):
        now.at = datetime(2026, 5, day, 9, 0, tzinfo=UTC)
        assert warn(nordlys.id, at=now.at) == told
    steps.run_jobs(nordlys.company)
    assert [mail.to for mail in posted] == [Who.email]
    with within(nordlys.id):
        assert Event.objects.filter(name="accounts.accountant_expiring").count() == 1


def test_an_owner_invites_sees_and_ends_cm_08(posted: list[outbox.Mail], now: steps.Watch) -> None:
    """CM-08, XB-37: by the pages; more than a year is refused with the way out, and a stale login is asked anew."""
    nordlys = Company("Nordlys")
    client = portal.client(nordlys.company, nordlys.owner, language="en")
    form = {"name": "Bo Bog", "email": Who.email, "ends_on": "2027-05-01"}
    assert "A year at most" in words(client.post("/bogholdere/inviter/", form))
    assert client.post("/bogholdere/inviter/", {**form, "ends_on": "2026-12-31"}).status_code == 302
    assert "Bo Bog" in words(client.get("/bogholdere/"))
    steps.run_jobs(nordlys.company)
    (mail,) = [mail for mail in posted if mail.to == Who.email]
    assert "https://bogholder.portal.test/" in mail.text
    now.at += timedelta(minutes=16)
    assert "Log in once more" in words(client.post("/bogholdere/inviter/", form))
