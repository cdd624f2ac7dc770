"""Ending a contract without a login: one neutral answer, a mailed link, the same steps (XB-29, CM-04)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.billing.actions.answer_ending_request import answer_ending_request
from selvbetjening.domain.billing.models import GuestLink, GuestRequest, LegalAct
from selvbetjening.domain.billing.rules.law.declarations import contract_number
from selvbetjening.domain.messaging.actions.deliver import deliver
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.rights.actions.purge import purge
from selvbetjening.domain.tenancy.within import within
from tests import make, portal
from tests.outbox import POSTED
from tests.story.portal.world import NOW, World, quote_in, text_of, world

PAGE = "/opsig-eller-fortryd/"


def ask(ours: World, client: portal.PortalClient, *, email: str, number: str, at: datetime = NOW) -> str:
    """Ask as a guest, let the job answer, and return what became of it."""
    answer = client.post(PAGE, {"email": email, "number": number})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}sendt/")
    with within(ours.id):
        row = GuestRequest.objects.get(outcome="")
    answer_ending_request(ours.id, guest_request=row.id, at=at)
    with within(ours.id):
        row.refresh_from_db()
    return row.outcome


def link_and_code(ours: World, at: datetime = NOW) -> tuple[str, str]:
    """Post the guest's mail and read it."""
    with within(ours.id):
        mail = Message.objects.get(kind="guest_link", state="queued")
    POSTED.clear()
    deliver(ours.id, message=mail.id, at=at)
    text = POSTED[0].text
    path = re.search(r"(/opsig-eller-fortryd/link/[A-Za-z0-9_-]{43}/)", text)
    code = re.search(r"\b(\d{8})\b", text)
    assert path and code
    return path[1], code[1]


def let_in(ours: World, client: portal.PortalClient) -> None:
    assert ask(ours, client, email=ours.recipient.email, number=str(ours.invoice.number)) == "sent"
    path, _ = link_and_code(ours)
    client.get(path)
    assert client.post(f"{PAGE}fortsaet/")["Location"] == f"{PAGE}aftale/"


def test_a_guest_cancels_with_address_and_invoice_number_xb_29(ours: World) -> None:
    """XB-29, CM-04, CAN-2: request, link, preview, one button, receipt; the act says that it came from a guest."""
    client = portal.client(ours.organization, language="en")
    let_in(ours, client)
    assert "Cancel subscription" in text_of(client.get(f"{PAGE}aftale/"))
    page = client.get(f"{PAGE}aftale/opsig/")
    answer = client.post(f"{PAGE}aftale/opsig/", {"quote": quote_in(page)}, follow=True)
    assert "The subscription is cancelled" in text_of(answer)
    assert ours.reload().state == "cancelled"
    with within(ours.id):
        act = LegalAct.objects.get(subscription_id=ours.subscription.id)
    assert (act.channel, act.receipt_address) == ("guest", ours.recipient.email)
    assert act.actor_id == str(ours.recipient.id)


def test_the_contracts_number_does_as_well_and_so_does_a_barred_recipient_xb_29(ours: World) -> None:
    """XB-29: who cannot log in can still end a contract."""
    with within(ours.id):
        Recipient.objects.filter(id=ours.recipient.id).update(has_self_service_access=False)
    client = portal.client(ours.organization)
    number = contract_number(subscription=ours.subscription.id)
    assert ask(ours, client, email=ours.recipient.email, number=f" {number.lower()} ") == "sent"


@pytest.mark.parametrize("wrong", ["email", "number", "both", "neighbour"])
def test_whatever_does_not_belong_together_gets_no_mail_xb_29(wrong: str, ours: World) -> None:
    """SEC-63: the same answer, and no link."""
    other = world()
    email = "fremmed@example.com" if wrong in ("email", "both") else ours.recipient.email
    number = "999999" if wrong in ("number", "both") else str(ours.invoice.number)
    place = other if wrong == "neighbour" else ours
    assert ask(place, portal.client(place.organization), email=email, number=number) == "unknown"
    with within(place.id):
        assert not GuestLink.objects.exists()
        assert not Message.objects.filter(kind="guest_link").exists()


def test_the_answer_is_the_same_to_the_byte_xb_29(ours: World) -> None:
    """LG-04, SEC-63: known, unknown and wrong number: status, headers, cookies' names and body."""
    seen = set()
    for email, number in (
        (ours.recipient.email, str(ours.invoice.number)),
        (ours.recipient.email, "4711"),
        ("fremmed@example.com", str(ours.invoice.number)),
    ):
        client = portal.client(ours.organization)
        answer = client.post(PAGE, {"email": email, "number": number})
        after = client.get(answer["Location"])
        body = re.sub(rb'value="[^"]{64}"|nonce="[^"]*"', b"", after.content)
        seen.add((answer.status_code, answer["Location"], tuple(sorted(client.cookies)), answer.content, body))
    assert len(seen) == 1
    with within(ours.id):
        assert GuestRequest.objects.count() == 3


def test_opening_the_link_spends_nothing_and_a_press_spends_it_once_xb_29(ours: World) -> None:
    """SEC-57, SEC-58, XB-01: GET and HEAD have no effect; the second press is dead."""
    client = portal.client(ours.organization, language="en")
    assert ask(ours, client, email=ours.recipient.email, number=str(ours.invoice.number)) == "sent"
    path, _ = link_and_code(ours)
    for _ in range(3):
        client.head(path)
        assert client.get(path)["Location"] == f"{PAGE}fortsaet/"
        assert "Go to my contract" in text_of(client.get(f"{PAGE}fortsaet/"))
    assert client.post(f"{PAGE}fortsaet/").status_code == 302
    again = portal.client(ours.organization, language="en")
    again.get(path)
    assert "does not work any more" in text_of(again.get(f"{PAGE}fortsaet/"))
    assert again.get(f"{PAGE}aftale/")["Location"] == PAGE


def test_another_browser_needs_the_code_and_has_five_tries_xb_29(ours: World) -> None:
    """SEC-59, LG-09: a scanner that presses gets nothing; the person types the code."""
    client = portal.client(ours.organization)
    ask(ours, client, email=ours.recipient.email, number=str(ours.invoice.number))
    path, code = link_and_code(ours)
    other = portal.client(ours.organization, language="en")
    other.get(path)
    assert "Type the code from the mail" in text_of(other.post(f"{PAGE}fortsaet/"))
    for _ in range(4):
        wrong = "00000000" if code != "00000000" else "11111111"
        assert other.post(f"{PAGE}fortsaet/", {"code": wrong}).status_code == 200
    assert other.post(f"{PAGE}fortsaet/", {"code": code}).status_code == 302


def test_a_link_dies_with_its_minutes_and_with_a_newer_one_xb_29(
    ours: World, present: Callable[[datetime], None]
) -> None:
    """SEC-56, SEC-57."""
    client = portal.client(ours.organization)
    ask(ours, client, email=ours.recipient.email, number=str(ours.invoice.number))
    first, _ = link_and_code(ours)
    ask(ours, client, email=ours.recipient.email, number=str(ours.invoice.number))
    second, _ = link_and_code(ours)
    client.get(first)
    assert client.post(f"{PAGE}fortsaet/").status_code == 200
    present(NOW + timedelta(minutes=11))
    client.get(second)
    assert client.post(f"{PAGE}fortsaet/").status_code == 200


def test_what_a_guest_has_proven_opens_one_contract_for_half_an_hour_xb_29(
    ours: World, present: Callable[[datetime], None]
) -> None:
    """XB-29: bound to one subscription: no other page opens, no other quote is taken, and it runs out."""
    client = portal.client(ours.organization)
    let_in(ours, client)
    for path in ("/", "/abonnementer/", f"/abonnementer/{ours.subscription.id}/", "/fakturaer/"):
        assert client.get(path)["Location"].startswith("/log-ind/")
    second = make.subscription(ours.account, ours.large)
    quote = quote_in(ours.client().get(f"/abonnementer/{second.id}/opsig/"))
    assert client.post(f"{PAGE}aftale/opsig/", {"quote": quote}).status_code == 404
    present(NOW + timedelta(minutes=31))
    assert client.get(f"{PAGE}aftale/")["Location"] == PAGE


def test_a_company_cannot_close_the_way_of_a_consumer_can_2() -> None:
    """CAN-2: switch and permission off, the way is open; for a business customer the permission decides."""
    for party_type, expected in (("consumer", 200), ("business", 404)):
        shut = world(party_type=party_type, self_service_enabled=False, allowed_acts=[])
        client = portal.client(shut.organization)
        let_in(shut, client)
        assert client.get(f"{PAGE}aftale/opsig/").status_code == expected


def test_mails_to_one_address_are_counted_xb_29(ours: World) -> None:
    """LG-15: five mails an hour; the sixth request gets the same answer and no mail."""
    outcomes = [
        ask(ours, portal.client(ours.organization), email=ours.recipient.email, number=str(ours.invoice.number))
        for _ in range(6)
    ]
    assert outcomes == ["sent"] * 5 + ["over_limit"]


def test_what_guests_leave_behind_is_forgotten_in_time_gdp_6(ours: World) -> None:
    """GDP-6, SEC-145: secrets a day after the link's end, networks after 7 days, the rest with the login log."""
    client = portal.client(ours.organization)
    assert ask(ours, client, email=ours.recipient.email, number=str(ours.invoice.number)) == "sent"
    path, _ = link_and_code(ours)

    def left(after: timedelta) -> tuple[bytes, bytes, str]:
        purge(ours.id, at=NOW + after)
        with within(ours.id):
            link, asked = GuestLink.objects.get(), GuestRequest.objects.get()
        return bytes(link.token_digest), bytes(link.code_digest), asked.network

    minutes = timedelta(minutes=ours.organization.login_link_minutes)
    token, code, network = left(minutes + timedelta(hours=24))
    assert len(token) == len(code) == 32 and network
    no_token, no_code, network = left(minutes + timedelta(hours=24, seconds=1))
    assert no_token != token and no_code == b"" and network
    client.get(path)
    assert client.post(f"{PAGE}fortsaet/").status_code == 200  # a stranger's link
    assert left(timedelta(days=7))[2] == network
    assert left(timedelta(days=7, seconds=1))[2] == ""
    left(timedelta(days=90))
    purge(ours.id, at=NOW + timedelta(days=90, seconds=1))
    with within(ours.id):
        assert not GuestLink.objects.exists() and not GuestRequest.objects.exists()
