"""Signing up: behind a spent sign-up link, the party type first, and nothing before a valid form (LG-11, SB-12)."""

from typing import Any

import pytest
from django.conf import settings
from tests import make, portal
from tests.story.portal.world import World, text_of

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.tenancy.within import within
from selvbetjening.portals.sessions import SessionStore

EMAIL = "ny@example.com"
FORM = {
    "name": "Nye Kunde ApS", "person": "Nanna Ny", "cvr": "12345674", "address_line": "Nygade 7",
    "postal_code": "5000", "city": "Odense C", "country": "DK", "language": "da",
}  # fmt: skip


def proven(ours: World, email: str = EMAIL) -> portal.PortalClient:
    """A browser that has just spent a sign-up link."""
    client = portal.client(ours.organization, language="en")
    with within(ours.id):
        session = SessionStore()
        session["signup_email"] = email
        session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def opened(ours: World) -> list[Account]:
    with within(ours.id):
        return list(Account.objects.exclude(id=ours.account.id).order_by("created_at"))


def test_from_link_to_plans(ours: World) -> None:
    """LG-11: type first, then details; a generated code, a recipient with all three mail flags, logged in."""
    client = proven(ours)
    first = client.get("/opret/")
    assert "Private person" in text_of(first) and "Public institution" in text_of(first)
    assert 'name="name"' not in first.content.decode()
    assert "checked" not in first.content.decode(), "ORD-3: nothing is chosen beforehand"
    second = client.get("/opret/", {"kundetype": "virksomhed"})
    assert 'name="cvr"' in second.content.decode()
    assert opened(ours) == []
    answer = client.post("/opret/?kundetype=virksomhed", FORM, follow=True)
    assert answer.redirect_chain == [("/nyt-abonnement/", 302)]
    assert "Welcome." in text_of(answer)
    (account,) = opened(ours)
    assert (account.party_type, account.name, account.cvr) == ("business", "Nye Kunde ApS", "12345674")
    assert account.code
    with within(ours.id):
        made = Recipient.objects.get(account=account)
    assert (made.name, made.email, made.has_self_service_access) == ("Nanna Ny", EMAIL, True)
    assert made.receive_invoice and made.receive_payment_confirmation and made.receive_subscription_notifications
    assert client.get("/").status_code == 200


def test_the_login_page_tells_a_new_customer_where_to_begin_sb_12(ours: World) -> None:
    """SB-12, LG-11: with sign-up on she may type her address too; /opret/ leads there with a word. LG-04: the word is
    about the page that was asked for, never about an address."""
    stranger = portal.client(ours.organization, language="en")
    assert "Not a customer yet?" in text_of(stranger.get("/log-ind/"))
    led = stranger.get("/opret/", follow=True)
    assert led.redirect_chain == [("/log-ind/?ny=1", 302)]
    assert "Become a customer" in text_of(led) and "create your account" in text_of(led)
    wrong = stranger.post("/log-ind/", {"ny": "1", "email": "nobody"})
    assert "Become a customer" in text_of(wrong) and wrong.status_code == 200
    answers = {
        stranger.post("/log-ind/", {"ny": "1", "email": each})["Location"] for each in (EMAIL, ours.recipient.email)
    }
    assert answers == {"/log-ind/sendt/"}
    ours.allow()
    assert "Not a customer yet?" not in text_of(stranger.get("/log-ind/"))
    assert "Become a customer" not in text_of(stranger.get("/log-ind/?ny=1"))


def test_the_type_must_be_chosen(ours: World) -> None:
    for asked in ({"videre": "1"}, {"kundetype": "kommune"}):
        assert "Choose one of the three." in text_of(proven(ours).get("/opret/", asked))


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("country", "XX"), ("city", ""), ("person", "")])
def test_nothing_is_made_of_a_wrong_form(field: str, value: str, ours: World) -> None:
    """LG-11: the same session goes on after the correction."""
    client = proven(ours)
    wrong = client.post("/opret/?kundetype=virksomhed", {**FORM, field: value})
    assert wrong.status_code == 200
    assert f'href="#id_{field}"' in wrong.content.decode()
    assert opened(ours) == []
    assert client.post("/opret/?kundetype=virksomhed", FORM).status_code == 302
    assert len(opened(ours)) == 1


def test_twice_is_once(ours: World) -> None:
    """A double press: the second finds that the account is there."""
    client = proven(ours)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    again = proven(ours)
    again.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.post("/opret/?kundetype=privat", FORM).status_code == 302
    assert again.post("/opret/?kundetype=privat", FORM).status_code == 302
    other = proven(ours)
    assert other.post("/opret/?kundetype=privat", FORM).headers["Location"] == "/log-ind/"
    assert len(opened(ours)) == 1


def test_without_a_spent_link_there_is_no_form(ours: World) -> None:
    """LG-11: nobody signs up with an address that is not proven."""
    for ask in (portal.client(ours.organization).get, portal.client(ours.organization).post):
        answer: Any = ask("/opret/?kundetype=privat")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/log-ind/?ny=1")
    assert ours.client().get("/opret/").headers["Location"] == "/"


def test_the_permission_is_asked_again(ours: World) -> None:
    """SB-05, SB-12: switched off between the link and the form, there is no form and no account."""
    client = proven(ours)
    ours.forbid("create_account")
    assert client.get("/opret/").status_code == 404
    assert client.post("/opret/?kundetype=privat", FORM).status_code == 404
    assert opened(ours) == []


def test_an_address_that_got_a_recipient_meanwhile_logs_in_instead(ours: World) -> None:
    """SB-12: only an address of no recipient signs up; somebody of the company may have been quicker."""
    client = proven(ours)
    make.recipient(ours.account, email=EMAIL)
    answer = client.post("/opret/?kundetype=privat", FORM)
    assert answer.headers["Location"] == "/log-ind/"
    assert opened(ours) == []


def test_only_the_form_s_fields_are_bound(ours: World) -> None:
    """SEC-25: address, code, party type and organization come from the link and the page."""
    extra = {"email": "boss@example.com", "code": "VIP", "party_type": "public", "organization": "x", "id": "x"}
    proven(ours).post("/opret/?kundetype=privat", {**FORM, **extra})
    (account,) = opened(ours)
    assert account.party_type == "consumer"
    assert account.code != "VIP"
    assert account.cvr == ""
    with within(ours.id):
        assert Recipient.objects.get(account=account).email == EMAIL
