"""An owner decides who is on the account; the last owner stays one on every path (XB-32, XB-37, SEC-03)."""

import re
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.accounts.actions import recipients
from selvbetjening.domain.accounts.actions.change_email import ask
from selvbetjening.domain.accounts.models import Recipient, RecipientInvitation
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox, portal
from tests.hostile.at_once import at_once
from tests.story.login import login_steps as steps

SWITCHES = {"receive_invoice": "on", "receive_payment_confirmation": "on", "receive_subscription_notifications": "on"}


class House:
    """One account with an owner."""

    def __init__(self, **values: Any) -> None:
        self.company = make.organization(**values)
        self.id = OrganizationId(self.company.id)
        self.account = make.account(self.company, name="Bageriet ApS", party_type="business")
        self.owner = make.recipient(self.account, name="Ea Ejer")
        self.client = portal.client(self.company, self.owner, language="en")

    def people(self) -> list[Recipient]:
        with within(self.id):
            return list(Recipient.objects.filter(account=self.account, removed_at=None).order_by("created_at", "name"))

    def fresh(self, person: Recipient) -> Recipient:
        with within(self.id):
            return Recipient.objects.get(id=person.id)

    def mails(self, posted: list[outbox.Mail], to: str) -> list[outbox.Mail]:
        steps.run_jobs(self.company)
        return [mail for mail in posted if mail.to == to]


@pytest.fixture
def house(now: steps.Watch) -> House:
    return House()


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_nobody_is_on_the_account_before_the_mailbox_says_yes(house: House, posted: list[outbox.Mail]) -> None:
    """XB-32, SEC-67, SEC-03: invited, accepted by a press in the mail's page, the others told; twice is once."""
    form = {"name": "Bo Bogholder", "email": "Bo@Example.com", "role": "reader", **SWITCHES}
    assert house.client.post("/modtagere/inviter/", form).status_code == 302
    assert len(house.people()) == 1
    (mail,) = house.mails(posted, "bo@example.com")
    path = re.search(r"https://\S+?(/log-ind/invitation/[A-Za-z0-9_-]+/)", mail.text)
    assert path and "[[token]]" not in mail.text
    other = steps.browser(house.company)
    for _ in range(3):
        assert other.get(path[1]).headers["Location"] == "/log-ind/invitation/"
        assert "Bageriet ApS" in text(other.get("/log-ind/invitation/"))
    assert len(house.people()) == 1, "opening does nothing (SEC-58)"
    assert other.post("/log-ind/invitation/").headers["Location"] == "/log-ind/"
    assert [(one.email, one.role) for one in house.people()][1:] == [("bo@example.com", "reader")]
    other.get(path[1])
    other.post("/log-ind/invitation/")
    assert len(house.people()) == 2
    assert len(house.mails(posted, house.owner.email)) == 1


def test_an_invitation_cannot_lock_a_stranger_out_lg_03(house: House, posted: list[outbox.Mail]) -> None:
    """LG-03, SEC-67: an owner who invites somebody else's customer learns nothing and blocks nobody."""
    stranger = make.recipient(make.account(house.company), email="offer@example.com")
    form = {"name": "X", "email": stranger.email, "role": "reader", **SWITCHES}
    known = house.client.post("/modtagere/inviter/", form, follow=True)
    unknown = house.client.post("/modtagere/inviter/", {**form, "email": "ingen@example.com"}, follow=True)
    assert text(known).replace("offer@", "ingen@").count("The invitation is on its way") == 1
    assert "The invitation is on its way" in text(unknown)
    (mail,) = house.mails(posted, stranger.email)
    path = re.search(r"(/log-ind/invitation/[A-Za-z0-9_-]+/)", mail.text)
    assert path
    browser = steps.browser(house.company)
    browser.get(path[1])
    browser.post("/log-ind/invitation/")
    assert len(house.people()) == 1
    client = steps.browser(house.company)
    steps.ask(client, stranger.email)
    assert steps.mailed(house.company, posted, stranger.email), "the stranger still gets a login mail"


@pytest.mark.parametrize("way", ["expired", "withdrawn", "inviter gone", "foreign host"])
def test_a_dead_invitation_adds_nobody(way: str, house: House, now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """SEC-55, SEC-56: three days, taken back, the inviter gone, or another company's host: 200 and nothing happens."""
    form = {"name": "Bo", "email": "bo@example.com", "role": "owner", **SWITCHES}
    house.client.post("/modtagere/inviter/", form)
    (mail,) = house.mails(posted, "bo@example.com")
    path = re.search(r"(/log-ind/invitation/[A-Za-z0-9_-]+/)", mail.text)
    assert path
    browser = steps.browser(House().company if way == "foreign host" else house.company)
    if way == "expired":
        now.at += timedelta(hours=72)
    if way == "withdrawn":
        with within(house.id):
            invitation = RecipientInvitation.objects.get()
        house.client.post(f"/modtagere/inviter/{invitation.id}/traek-tilbage/")
    if way == "inviter gone":
        with within(house.id):
            Recipient.objects.filter(id=house.owner.id).update(role="billing")
    browser.get(path[1])
    assert browser.post("/log-ind/invitation/").status_code == 200
    assert len(house.people()) == 1


def test_adding_wants_a_fresh_login_xb_37(house: House, now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """XB-37: older than fifteen minutes shows the way to a new link, which leads back here; nothing is sent else."""
    form = {"name": "Bo", "email": "bo@example.com", "role": "reader", **SWITCHES}
    now.at += timedelta(minutes=16)
    assert "Log in once more" in text(house.client.post("/modtagere/inviter/", form))
    assert "Log in once more" in text(house.client.get("/oplysninger/e-mail/"))
    with within(house.id):
        assert not RecipientInvitation.objects.exists()
    assert house.client.get("/modtagere/").status_code == 200
    house.client.defaults["REMOTE_ADDR"] = "2001:db8:77:1::1"
    house.client.post("/log-ind/igen/", {"next": "/modtagere/inviter/"})
    received = steps.mailed(house.company, posted, house.owner.email)
    house.client.get(received.path)
    answer = house.client.post("/log-ind/fortsaet/")
    assert answer.headers["Location"] == "/modtagere/inviter/"
    assert house.client.post("/modtagere/inviter/", form).status_code == 302


@pytest.mark.parametrize("act", ["remove", "role", "bar", "end"])
def test_the_last_owner_stays_one_xb_32(act: str, house: House) -> None:
    """XB-32, SEC-29: removing, another role, no login and an end are refused with the way out; a second owner frees."""
    path, change = f"/modtagere/{house.owner.id}/", {"name": "Ea Ejer", "role": "owner", **SWITCHES}
    forms = {
        "remove": (f"{path}fjern/", {}),
        "role": (path, {**change, "role": "reader", "has_self_service_access": "on"}),
        "bar": (path, change),
        "end": (path, {**change, "has_self_service_access": "on", "ends_on": "2099-01-01"}),
    }
    where, data = forms[act]
    answer = house.client.post(where, data, follow=True)
    assert "needs an owner" in text(answer)
    found = house.fresh(house.owner)
    assert (found.role, found.removed_at, found.has_self_service_access, found.ends_on) == ("owner", None, True, None)
    make.recipient(house.account, name="To Ejer")
    assert house.client.post(where, data).status_code == 302


def test_two_owners_cannot_remove_each_other_sec_29(house: House) -> None:
    """XB-32, SEC-29: at the same moment one is refused, so one owner is left."""
    second = make.recipient(house.account, name="To Ejer")

    def remove(person: Recipient) -> str:
        try:
            recipients.remove(house.id, recipient=person.id, actor=SYSTEM, at=make.AT)
        except Refused as refused:
            return refused.reason
        return "removed"

    results = at_once([lambda: remove(house.owner), lambda: remove(second)])
    assert sorted(results) == ["last_owner", "removed"]
    assert len(house.people()) == 1


def test_removed_is_out_at_once_and_can_be_brought_back(house: House, now: steps.Watch) -> None:
    """XB-32, SEC-28: sessions end, no mail, no login; the undo brings role and mails back, for thirty days."""
    other = make.recipient(house.account, name="Lis Læser", role="reader")
    theirs = portal.client(house.company, other)
    assert theirs.get("/oplysninger/").status_code == 200
    house.client.post(f"/modtagere/{other.id}/fjern/")
    assert theirs.get("/oplysninger/").headers["Location"].startswith("/log-ind/")
    assert [one.name for one in house.people()] == ["Ea Ejer"]
    house.client.post(f"/modtagere/{other.id}/fortryd/")
    assert [(one.name, one.role) for one in house.people()][1:] == [("Lis Læser", "reader")]
    house.client.post(f"/modtagere/{other.id}/fjern/")
    now.at += timedelta(days=31)
    with pytest.raises(Refused, match="too_late"):
        recipients.restore(house.id, recipient=other.id, actor=SYSTEM, at=now.at)


@pytest.mark.parametrize("role", ["billing", "reader", "accountant"])
def test_only_owners_decide_about_people_xb_32(role: str, house: House) -> None:
    """XB-32: pages, routes and acts are an owner's alone; the menu shows them to nobody else."""
    ends = (make.AT + timedelta(days=9_000)).date() if role == "accountant" else None
    other = make.recipient(house.account, role=role, ends_on=ends)
    client = portal.client(house.company, other)
    for path in ("/modtagere/", "/modtagere/inviter/", f"/modtagere/{house.owner.id}/", "/bogholdere/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/modtagere/{house.owner.id}/fjern/").status_code == 404
    assert 'href="/modtagere/"' not in client.get("/oplysninger/").content.decode()
    assert house.fresh(house.owner).removed_at is None


def test_a_neighbours_recipient_is_as_one_that_is_not_there(house: House) -> None:
    """SEC-19: another account's recipient and another company's answer 404 on every route."""
    for stranger in (make.recipient(make.account(house.company)), House().owner):
        for path in (f"/modtagere/{stranger.id}/", f"/modtagere/{stranger.id}/fjern/"):
            assert house.client.get(path).status_code == house.client.post(path).status_code == 404
        assert house.client.post(f"/modtagere/{stranger.id}/fortryd/").status_code == 404


def test_an_end_takes_effect_on_its_day_xb_32(house: House, now: steps.Watch) -> None:
    """XB-32: a bookkeeper with an end date is out from that day on, at the next request and for new logins."""
    last = now.at.date() + timedelta(days=3)
    other = make.recipient(house.account, role="accountant", ends_on=last, email="bog@example.com")
    client = portal.client(house.company, other)
    assert client.get("/oplysninger/").status_code == 200
    now.at += timedelta(days=3)
    assert client.get("/oplysninger/").status_code == 302
    steps.ask(steps.browser(house.company), "bog@example.com")
    steps.run_jobs(house.company)
    assert steps.outcomes(house.company)[-1] == "recipient_barred"


class Codes:
    """Both codes of a change of address, from the mails."""

    def __init__(self, house: House, posted: list[outbox.Mail], new: str) -> None:
        code = re.compile(r"^(\d{8})$", re.MULTILINE)
        old_mail, new_mail = house.mails(posted, house.owner.email)[-1], house.mails(posted, new)[-1]
        found = [code.search(mail.text) for mail in (old_mail, new_mail)]
        assert found[0] and found[1]
        self.old, self.new = found[0][1], found[1][1]


NEW = "ea.ny@example.com"
CONFIRM = "/oplysninger/e-mail/bekraeft/"


def test_both_mailboxes_change_the_address_xb_38(house: House, posted: list[outbox.Mail]) -> None:
    """XB-38, SEC-03, SB-17: a code from each; afterwards every session is over, and both addresses hear of it."""
    elsewhere = portal.client(house.company, house.owner)
    house.client.post("/oplysninger/e-mail/", {"email": NEW})
    codes = Codes(house, posted, NEW)
    assert house.fresh(house.owner).email == house.owner.email
    for wrong in ({"old_code": codes.new, "new_code": codes.old}, {"old_code": codes.old, "new_code": codes.old}):
        assert "do not fit" in text(house.client.post(CONFIRM, wrong))
    answer = house.client.post(CONFIRM, {"old_code": codes.old, "new_code": codes.new})
    assert answer.headers["Location"] == "/log-ind/"
    assert house.fresh(house.owner).email == NEW
    assert elsewhere.get("/oplysninger/").status_code == house.client.get("/oplysninger/").status_code == 302
    for address in (house.owner.email, NEW):
        assert (
            "address" in house.mails(posted, address)[-1].subject
            or "adresse" in house.mails(posted, address)[-1].subject
        )


def test_five_wrong_codes_end_the_wish_xb_38(house: House, posted: list[outbox.Mail]) -> None:
    """XB-38: guessing ends after five; the right codes are worth nothing then."""
    house.client.post("/oplysninger/e-mail/", {"email": NEW})
    codes = Codes(house, posted, NEW)
    for _ in range(5):
        house.client.post(CONFIRM, {"old_code": codes.old, "new_code": "00000000"})
    house.client.post(CONFIRM, {"old_code": codes.old, "new_code": codes.new})
    assert house.fresh(house.owner).email == house.owner.email


@pytest.mark.parametrize("way", ["a day later", "asked anew", "taken meanwhile", "changed meanwhile"])
def test_a_wish_that_is_over_changes_nothing_xb_38(
    way: str, house: House, now: steps.Watch, posted: list[outbox.Mail]
) -> None:
    """XB-38, SEC-56, LG-03: expired, replaced, or an address that would lock two people out."""
    house.client.post("/oplysninger/e-mail/", {"email": NEW})
    codes = Codes(house, posted, NEW)
    before = house.owner.email
    if way == "a day later":
        now.at += timedelta(hours=24)
        house.client = portal.client(house.company, house.owner, language="en")
    if way == "asked anew":
        ask(house.id, recipient=house.owner.id, email="x@example.com", language="da", actor=SYSTEM, at=now.at)
    if way == "taken meanwhile":
        make.recipient(make.account(house.company), email=NEW)
    if way == "changed meanwhile":
        before = "staff@example.com"
        with within(house.id):
            Recipient.objects.filter(id=house.owner.id).update(email=before)
    house.client.post(CONFIRM, {"old_code": codes.old, "new_code": codes.new})
    assert house.fresh(house.owner).email == before
