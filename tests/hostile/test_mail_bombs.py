"""SEC-62, LG-15: no portal is a way to bury a stranger in mail; three ways to ask for one, three limits over them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from selvbetjening.domain.accounts.actions.accountants import invite_accountant
from selvbetjening.domain.accounts.actions.change_email import ask
from selvbetjening.domain.accounts.actions.invite import invite
from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import RecipientDetails
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from tests import make

pytestmark = pytest.mark.usefixtures("database")
AT = make.AT
Way = Callable[[Recipient, str, datetime], object]


def by_invitation(owner: Recipient, email: str, at: datetime) -> object:
    return invite(
        OrganizationId(owner.organization_id), account=owner.account_id, invited_by=owner.id,
        details=RecipientDetails(name="Fremmed", email=email), actor=who(owner), at=at,
    )  # fmt: skip


def by_bookkeeper(owner: Recipient, email: str, at: datetime) -> object:
    return invite_accountant(
        OrganizationId(owner.organization_id), account=owner.account_id, granted_by=owner.id, name="Fremmed",
        email=email, scopes=["documents"], ends_on=copenhagen_day(at) + timedelta(days=30), actor=who(owner), at=at,
    )  # fmt: skip


def by_new_address(owner: Recipient, email: str, at: datetime) -> object:
    return ask(
        OrganizationId(owner.organization_id), recipient=owner.id, email=email, language="da", actor=who(owner), at=at
    )


WAYS = [by_invitation, by_bookkeeper, by_new_address]


def who(owner: Recipient) -> Actor:
    return Actor("recipient", str(owner.id))


def owner_of(company: Organization | None = None) -> Recipient:
    return make.recipient(make.account(company or make.organization()))


def sent(way: Way, owner: Recipient, emails: list[str], *, at: datetime = AT) -> int:
    """How many of these were not refused for their number."""
    return [asked(way, owner, email, at) for email in emails].count("")


def asked(way: Way, owner: Recipient, email: str, at: datetime) -> str:
    """Why it was refused, or nothing."""
    try:
        way(owner, email, at)
    except Refused as refused:
        if (refused.reason, refused.field) != ("too_often", "email"):
            raise
        return refused.reason
    return ""


@pytest.mark.parametrize("way", WAYS)
def test_one_address_gets_three_mails_an_hour_of_one_account(way: Way) -> None:
    owner = owner_of()
    assert sent(way, owner, ["fremmed@stranger.example"] * 6) == 3
    assert sent(way, owner, ["en.anden@stranger.example"]) == 1
    assert sent(way, owner, ["fremmed@stranger.example"], at=AT + timedelta(minutes=70)) == 1


def test_the_ways_share_one_limit() -> None:
    owner = owner_of()
    assert [sent(way, owner, ["fremmed@stranger.example"]) for way in (*WAYS, *WAYS)] == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("way", WAYS)
def test_one_account_asks_for_twenty_mails_an_hour(way: Way) -> None:
    """However many addresses; an address in another case or with blanks is the same one."""
    assert sent(way, owner_of(), [f"nr{number}@stranger.example" for number in range(24)]) == 20
    assert sent(way, owner_of(), ["a@stranger.example", " A@Stranger.example ", "a@STRANGER.example"] * 2) == 3


@pytest.mark.parametrize("way", WAYS)
def test_many_accounts_do_not_get_further_with_one_address(way: Way) -> None:
    """Whoever signs up again and again has as many accounts as they like; another company's count is its own."""
    company = make.organization()
    owners = [owner_of(company) for _ in range(5)]
    assert sum(sent(way, owner, ["fremmed@stranger.example"] * 3) for owner in owners) == 10
    assert sent(way, owner_of(), ["fremmed@stranger.example"]) == 1
