"""How often is too often (LG-15, SEC-64, security.md 5.2), and by which address it is counted (SEC-139)."""

from datetime import timedelta

import pytest
from django.test import RequestFactory, override_settings

from selvbetjening.portals.network import network
from tests import make, outbox
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")


def test_five_mails_an_hour_to_one_address_lg_15(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-15: the sixth gets the same answer and no mail; after an hour there is one again."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    answers = set()
    for _ in range(6):
        asked = steps.ask(steps.browser(company), anna.email)
        answers.add((asked.status_code, asked.headers["Location"], asked.content))
        steps.run_jobs(company)
        now.at += timedelta(minutes=1)
    assert len(answers) == 1
    assert steps.outcomes(company) == ["sent"] * 5 + ["over_limit"]
    assert len(posted) == 5
    now.at += timedelta(hours=1)
    steps.ask(steps.browser(company), anna.email)
    steps.run_jobs(company)
    assert len(posted) == 6


def test_thirty_requests_an_hour_from_one_network_lg_15(now: steps.Watch) -> None:
    """LG-15, SEC-64: the next is 429 with Retry-After, the same for known and unknown; another /64 is free."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = steps.browser(company, REMOTE_ADDR="2001:db8:1:2:3::4")
    for number in range(30):
        assert steps.ask(client, f"x{number}@example.com").status_code == 302
    client.defaults["REMOTE_ADDR"] = "2001:db8:1:2:ffff::9"
    pages = [steps.ask(client, email) for email in (anna.email, "nobody@example.com")]
    assert [page.status_code for page in pages] == [429, 429]
    assert steps.words(pages[0]) == steps.words(pages[1])
    assert 0 < int(pages[0].headers["Retry-After"]) <= 3600
    assert len(steps.outcomes(company)) == 30
    assert steps.ask(steps.browser(company, REMOTE_ADDR="2001:db8:1:3::4"), anna.email).status_code == 302
    now.at += timedelta(hours=1)
    assert steps.ask(client, anna.email).status_code == 302


def test_thirty_redemptions_an_hour_from_one_network(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """Security.md 5.2: wrong codes for thirty links from one network, then 429; a dead link's page still helps."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    steps.ask(steps.browser(company), anna.email)
    link = steps.mailed(company, posted, anna.email)
    thief = steps.browser(company)
    thief.get(link.path)
    codes = [thief.post("/log-ind/fortsaet/", {"code": f"{n:08d}"}).status_code for n in range(31)]
    assert codes == [200] * 30 + [429]
    assert not steps.is_in(thief)


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1, not-an-address", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "203.0.113.9", "unknown"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
    ],
)
def test_forwarded_addresses_are_believed_from_our_proxies_only_sec_139(
    remote: str, forwarded: str, expected: str
) -> None:
    """SEC-139: read from the right, past known hops only; IPv6 counts by its /64."""
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=["10.0.0.0/8"]):
        assert network(request) == expected
