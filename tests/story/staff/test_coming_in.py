"""Operators come in by a link, once, and by nothing else (SEC-34)."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from selvbetjening.domain.identity.actions.make_staff_link import make_staff_link
from selvbetjening.domain.identity.models import StaffSession
from selvbetjening.kernel import clock
from tests import make
from tests.story.staff.door import browser, operator

pytestmark = pytest.mark.usefixtures("database")


def test_a_link_shows_a_button_and_is_spent_once_sec_34() -> None:
    """SEC-34: GET changes nothing, the first POST logs in, the second gets a page that says so."""
    made = make_staff_link(email="once@operator.example", at=clock.now())
    first, second = browser(), browser()
    for _ in range(3):
        assert b"<form" in first.get(f"/link/{made.token}/").content
    assert first.post(f"/link/{made.token}/").status_code == 302
    assert first.get("/organizations/").status_code == 200
    late = second.post(f"/link/{made.token}/")
    assert late.status_code == 200 and b"does not work any more" in late.content
    assert second.get("/organizations/").status_code == 302


def test_an_old_link_and_a_shut_out_operator_stay_outside_sec_34() -> None:
    """SEC-34: ten minutes, and only for operators who are active."""
    old = make_staff_link(email="old@operator.example", at=clock.now() - timedelta(minutes=10))
    assert browser().post(f"/link/{old.token}/").status_code == 200
    fresh = make_staff_link(email="gone@operator.example", at=clock.now())
    User.objects.filter(username="gone@operator.example").update(is_active=False)
    assert browser().post(f"/link/{fresh.token}/").status_code == 200
    with pytest.raises(PermissionError):
        make_staff_link(email="gone@operator.example", at=clock.now())


def test_no_password_lets_anybody_in_sec_34() -> None:
    """SEC-34: even a password that somebody set in the table opens nothing."""
    user = User.objects.create_user("word@operator.example", password="a password", is_staff=True)
    assert user.check_password("a password")
    assert authenticate(username="word@operator.example", password="a password") is None
    client = browser()
    answer = client.post("/login/", {"username": "word@operator.example", "password": "a password"})
    assert answer.status_code == 200 and b"staff-link" in answer.content
    assert client.get("/organizations/").status_code == 302


def test_after_fifteen_idle_minutes_the_operator_is_out_sec_34() -> None:
    """SEC-34: 15 minutes without a press."""
    client = operator()
    assert client.get("/organizations/").status_code == 200
    StaffSession.objects.update(last_seen_at=clock.now() - timedelta(minutes=15))
    assert client.get("/organizations/").status_code == 302


def test_every_page_asks_who_it_is() -> None:
    """SEC-34: without a login every page of the operator's leads to the page that explains."""
    company = make.organization()
    client = browser()
    for path in ("organizations/add/", f"organizations/{company.id}/", f"organizations/{company.id}/gate/"):
        answer = client.get(f"/{path}")
        assert answer.status_code == 302 and answer["Location"].startswith("/login/")
    assert client.post(f"/organizations/{company.id}/gate/", {}).status_code == 302


def test_the_operator_chooses_the_language() -> None:
    """The choice is kept in the browser and leads back to the page; a path off this host does not."""
    client = operator()
    assert "Companies" in client.get("/organizations/").content.decode()
    answer = client.post("/language/", {"language": "da", "next": "/organizations/"})
    assert (answer.status_code, answer["Location"]) == (302, "/organizations/")
    assert "Virksomheder" in client.get("/organizations/").content.decode()
    away = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert away["Location"] == "/"
