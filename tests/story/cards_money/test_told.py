"""The company is mailed what waits for it of its card payments: each once, one mail an hour (G5)."""

from datetime import datetime, timedelta

import pytest
from django.urls import resolve

from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.tell_alarms import sweep, tell_alarms, tell_alarms_job
from selvbetjening.domain.payments.models import GatewayFact
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.domain.tenancy.within import within
from tests.story.cards_money.till import AT, Till, kr, later


def odd(mine: Till, name: str) -> Fact:
    """A payment that nobody asked for in this amount."""
    invoice = mine.issue()
    mine.paid(invoice, tell=False)
    fact = mine.book.told[-1]
    return Fact(**{
        **{name: getattr(fact, name) for name in Fact.__slots__}, "amount": kr(17), "dedupe_key": name,
    })  # fmt: skip


def mailed(mine: Till) -> list[Message]:
    return [each for each in mine.rows(Message) if each.kind == "card_alarms"]


def woken(mine: Till, at: datetime, patch: pytest.MonkeyPatch) -> bool:
    """Whether the sweep wakes this company's mail; others' rows may lie there."""
    ids: list[object] = []
    patch.setattr(tell_alarms_job, "defer", lambda organization: ids.append(organization))
    sweep(at=at)
    return mine.organization in ids


def address(mine: Till, email: str) -> None:
    with within(mine.organization):
        Organization.objects.filter(id=mine.organization).update(email=email)


@pytest.fixture
def told(mine: Till) -> Till:
    """A chargeback, told at once."""
    mine.tell(mine.book.dispute(mine.paid(mine.issue()), kr(25_000)))
    react(mine.organization, at=AT)
    return mine


def test_a_chargeback_is_mailed_at_once_with_what_to_do_and_a_link(told: Till) -> None:
    (mail,) = mailed(told)
    path = f"/v/{told.organization}/selvbetjening/alarmer/"
    assert (mail.to_address, mail.language) == (told.owner.email, "da")
    assert f"https://erhverv.portal.test{path}" in mail.text
    assert resolve(path, urlconf="selvbetjening.portals.business.urls").url_name == "sb_alarms"
    assert "Svar hos indløseren inden fristen" in mail.text and "250,00\xa0kr." in mail.text


def test_more_within_the_hour_comes_in_one_mail_and_nothing_twice(told: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two", "three"):
        assert told.tell(odd(told, name), at=AT + timedelta(minutes=5)) == [("parked", "amount")]
        react(told.organization, at=AT + timedelta(minutes=5))
    assert len(mailed(told)) == 1
    assert woken(told, AT + timedelta(minutes=59), monkeypatch)
    assert tell_alarms(told.organization, at=AT + timedelta(minutes=59)) == 0
    assert tell_alarms(told.organization, at=AT + timedelta(minutes=60)) == 3
    (_, digest) = sorted(mailed(told), key=lambda each: each.created_at)
    assert digest.subject == "3 kortbetalinger kræver din hjælp"
    assert digest.text.count("Stripe") == 3
    assert [tell_alarms(told.organization, at=later(day)) for day in (1, 2)] == [0, 0]
    assert not woken(told, later(2), monkeypatch)


def test_who_named_no_address_is_told_once_there_is_one(mine: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    address(mine, "")
    mine.tell(odd(mine, "one"))
    react(mine.organization, at=AT)
    assert mailed(mine) == [] and not woken(mine, AT, monkeypatch)
    address(mine, "bogholderi@nordlys.example")
    assert tell_alarms(mine.organization, at=AT) == 1
    assert [fact.told_at for fact in mine.rows(GatewayFact, outcome="parked")] == [AT]
