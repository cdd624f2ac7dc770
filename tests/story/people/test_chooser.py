"""Several accounts for one address: the company lets it choose, after the mailbox is proven (XB-06, XB-07)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.accounts.actions import recipients
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.identity.models import LoginLink, PortalIdentity
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox, portal
from tests.story.login import login_steps as steps

EMAIL = "bo@example.com"
CHOOSER = {"duplicate_email_mode": "chooser"}


class Two:
    """One company where the address stands on two accounts, and a third one that is somebody else's."""

    def __init__(self, **values: Any) -> None:
        self.company = make.organization(**{"choices": CHOOSER, **values})
        self.id = OrganizationId(self.company.id)
        self.first = make.recipient(make.account(self.company, name="Bageriet"), email=EMAIL)
        self.second = make.recipient(make.account(self.company, name="Caféen"), email=EMAIL)
        self.stranger = make.recipient(make.account(self.company, name="Fremmed"))

    def log_in(self, posted: list[outbox.Mail]) -> portal.PortalClient:
        client = steps.browser(self.company)
        steps.ask(client, EMAIL)
        received = steps.mailed(self.company, posted, EMAIL)
        client.get(received.path)
        self.landed = client.post("/log-ind/fortsaet/")
        return client

    def choose(self, client: portal.PortalClient, recipient: Recipient) -> Any:
        return client.post("/log-ind/vaelg-konto/", {"recipient": str(recipient.id)})


def shown(client: portal.PortalClient) -> str:
    """Whose details the browser sees."""
    return str(client.get("/oplysninger/").content.decode())


def test_the_mailbox_is_proven_first_and_then_chooses_xb_07(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """XB-06, XB-07: one mail, one spent token, one proven identity, and nobody is in before the choice."""
    two = Two()
    client = two.log_in(posted)
    assert two.landed.headers["Location"].startswith("/log-ind/vaelg-konto/")
    assert not steps.is_in(client) or client.get("/oplysninger/").status_code == 302
    page = client.get("/log-ind/vaelg-konto/").content.decode()
    assert "Bageriet" in page and "Caféen" in page and "Fremmed" not in page
    before = client.cookies[_cookie(client)].value
    assert two.choose(client, two.first).headers["Location"] == "/"
    assert client.cookies[_cookie(client)].value != before
    assert "Bageriet" in shown(client) and "Caféen" not in shown(client)
    two.choose(client, two.second)
    assert "Caféen" in shown(client)
    with within(two.id):
        assert PortalIdentity.objects.get().email == EMAIL
        assert LoginLink.objects.get().spent_at is not None


def test_opening_a_link_chooses_nothing_lg_08(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-08, XB-07: without the press there is no proven mailbox, and the chooser leads to the login."""
    two = Two()
    client = steps.browser(two.company)
    steps.ask(client, EMAIL)
    received = steps.mailed(two.company, posted, EMAIL)
    client.get(received.path)
    assert client.get("/log-ind/vaelg-konto/").headers["Location"] == "/log-ind/"
    assert two.choose(client, two.first).headers["Location"] == "/log-ind/"
    assert not steps.is_in(client) and steps.spent_links(two.company) == 0


def test_another_browser_needs_the_code_lg_09(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-09: the chooser's link is held to the same rule as any other."""
    two = Two()
    asking, other = steps.browser(two.company), steps.browser(two.company)
    steps.ask(asking, EMAIL)
    received = steps.mailed(two.company, posted, EMAIL)
    other.get(received.path)
    assert other.post("/log-ind/fortsaet/").status_code == 200
    assert other.post("/log-ind/fortsaet/", {"code": received.code}).status_code == 302
    two.choose(other, two.first)
    assert "Bageriet" in shown(other)


@pytest.mark.parametrize("other", ["stranger", "barred", "foreign", "removed", "ended"])
def test_only_ones_own_able_accounts_can_be_chosen_xb_07(
    other: str, now: steps.Watch, posted: list[outbox.Mail]
) -> None:
    """XB-07, SB-18: barred, removed and ended ones are neither listed nor taken, nor anybody else's."""
    two, foreign = Two(), Two()
    third = make.recipient(make.account(two.company, name="Dødens gab"), email=EMAIL)
    with within(two.id):
        if other == "barred":
            recipients.bar(two.id, recipient=third.id, actor=SYSTEM, at=now())
        if other == "removed":
            make_another_owner = Recipient.objects.filter(id=third.id)
            make_another_owner.update(removed_at=now())
        if other == "ended":
            Recipient.objects.filter(id=third.id).update(ends_on=now().date())
    target = {"stranger": two.stranger, "foreign": foreign.first}.get(other, third)
    client = two.log_in(posted)
    if other not in ("stranger", "foreign"):
        assert "Dødens gab" not in client.get("/log-ind/vaelg-konto/").content.decode()
    assert two.choose(client, target).status_code == 200
    assert client.get("/oplysninger/").headers["Location"].startswith("/log-ind/vaelg-konto/")


def test_each_request_tests_again_lg_14(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-14, XB-07: barring, another address, and the company's own change of mind count at the next request."""
    two = Two()
    client = two.log_in(posted)
    two.choose(client, two.first)
    with within(two.id):
        Recipient.objects.filter(id=two.first.id).update(has_self_service_access=False)
    assert client.get("/oplysninger/").headers["Location"].startswith("/log-ind/vaelg-konto/")
    assert "Bageriet" not in client.get("/log-ind/vaelg-konto/").content.decode()
    two.choose(client, two.second)
    with within(two.id):
        Recipient.objects.filter(id=two.second.id).update(email="ny@example.com")
    assert client.get("/oplysninger/").status_code == 302
    assert client.get("/log-ind/vaelg-konto/").headers["Location"] == "/log-ind/", "nothing is left to choose"

    again = two_again = Two()
    client = two_again.log_in(posted)
    again.choose(client, again.first)
    with within(again.id):
        Organization.objects.filter(id=again.id).update(choices={})
    assert client.get("/oplysninger/").headers["Location"].startswith("/log-ind/?")
    assert client.get("/log-ind/vaelg-konto/").headers["Location"] == "/log-ind/"


def test_block_is_the_default_and_stays_as_it_was_lg_03(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """SB-19, LG-02, LG-03: without the setting nothing is sent, a barred twin counts, and the log has the reason."""
    two = Two(choices={})
    with within(two.id):
        Recipient.objects.filter(id=two.second.id).update(has_self_service_access=False)
    steps.ask(steps.browser(two.company), EMAIL)
    steps.run_jobs(two.company)
    assert posted == [] and steps.outcomes(two.company) == ["duplicate_email"]


def test_all_barred_get_no_mail_under_chooser_lg_02(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-02: case 2 holds for an address whose recipients are all barred or ended."""
    two = Two()
    with within(two.id):
        Recipient.objects.filter(id=two.first.id).update(has_self_service_access=False)
        Recipient.objects.filter(id=two.second.id).update(ends_on=now().date())
    steps.ask(steps.browser(two.company), EMAIL)
    steps.run_jobs(two.company)
    assert posted == [] and steps.outcomes(two.company) == ["recipient_barred"]


def test_switching_makes_no_session_live_longer_lg_13(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-13: twelve hours from the login, however often the account is changed meanwhile."""
    two = Two()
    client = two.log_in(posted)
    begun = now.at
    for hour in range(1, 48):
        now.at = begun + timedelta(minutes=15 * hour)
        two.choose(client, two.first if hour % 2 else two.second)
        assert client.get("/oplysninger/").status_code == 200
    now.at = begun + timedelta(hours=12)
    assert client.get("/oplysninger/").headers["Location"].startswith("/log-ind/?")


def test_log_out_everywhere_ends_every_choice_lg_13(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """LG-13: browsers that have chosen another account go out, too."""
    two = Two()
    one, other = two.log_in(posted), two.log_in(posted)
    two.choose(one, two.first)
    two.choose(other, two.second)
    one.post("/log-ud/alle-steder/")
    assert other.get("/oplysninger/").headers["Location"].startswith("/log-ind/?")


def _cookie(client: portal.PortalClient) -> str:
    return next(name for name in client.cookies if "session" in name)


def test_an_address_on_one_account_goes_straight_in(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """XB-07: there is nothing to choose for most."""
    company = make.organization(choices=CHOOSER)
    holder: Account = make.account(company, name="Alene")
    make.recipient(holder, email="alene@example.com")
    client = steps.browser(company)
    steps.ask(client, "alene@example.com")
    client.get(steps.mailed(company, posted, "alene@example.com").path)
    assert client.post("/log-ind/fortsaet/").headers["Location"] == "/"
    assert "Alene" in shown(client)
