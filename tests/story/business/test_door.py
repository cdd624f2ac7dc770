"""The door of the business portal: who comes in, and what a refusal says (BP-05, BP-06, BP-25, BP-78, BM-12)."""

from datetime import timedelta

import pytest
from django.conf import settings

from selvbetjening.domain.identity.models import BusinessSession
from selvbetjening.kernel import clock
from selvbetjening.portals.sessions.business import hand_over
from tests import business, make

pytestmark = pytest.mark.usefixtures("database")


def test_a_stranger_is_led_to_the_login_and_back_bp_01() -> None:
    """BP-01: a deep link is kept for after the login; the bare address leads to the login, too."""
    ours = make.organization()
    stranger = business.stranger(ours)
    answer = stranger.get(stranger.path("members"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/log-ind/?next=%2Fv%2F")
    assert stranger.get("/").headers["Location"] == "/log-ind/"
    assert stranger.get("/log-ind/").status_code == 200


def test_a_manager_sees_the_frame_of_her_company_bp_06() -> None:
    """BP-06: every page says for whom one acts, in its title, too."""
    ours = make.organization(name="Nordlys Træning")
    manager = business.as_manager(ours)
    page = manager.get(manager.path("front")).content.decode()
    assert "Nordlys Træning" in page
    assert f"CVR {ours.cvr}" in page.partition("</title>")[0]


def test_an_operator_is_handed_over_once_sec_34() -> None:
    """SEC-34, BP-33: by a press, once; the reason stands on every page; the company's users are not hers to manage."""
    ours, theirs = make.organization(name="Nordlys Træning"), make.organization(cvr="92222209")
    number = business.operator()
    token = hand_over(operator=number, organization=ours.id, reason="Hjælp til opsætning")
    browser = business.stranger(ours)
    browser.cookies[settings.SESSION_COOKIE_NAME] = token
    assert browser.get(browser.path("front")).status_code == 302, "the token is no session"
    browser = business.stranger(ours)
    token = hand_over(operator=number, organization=ours.id, reason="Hjælp til opsætning")
    address = f"/operatoer/{token}/"
    assert browser.get(address).status_code == 200 and browser.get(address).status_code == 200
    assert browser.post(address, {}).status_code == 302
    page = browser.get(browser.path("front")).content.decode()
    assert "Hjælp til opsætning" in page and "Nordlys Træning" in page
    assert "ACC-01" in browser.get(browser.path("members")).content.decode()
    assert browser.get(f"/v/{theirs.id}/").status_code == 404
    assert business.stranger(ours).post(address, {}).status_code == 400
    with pytest.raises(ValueError, match="says why"):
        hand_over(operator=number, organization=ours.id, reason=" ")


def test_a_session_ends_after_half_an_hour_and_after_eight_bp_07(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-07, SEC-26: idle 30 minutes, absolute 8 hours, and never past the broker's own session."""
    ours = make.organization()
    now = clock.now()
    shift = {"by": timedelta()}
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: now + shift["by"]))
    short = business.client_for(business.user(), cvr=ours.cvr, ends_at=now + timedelta(minutes=10))
    idle, busy = (business.client_for(business.user(), cvr=ours.cvr) for _ in range(2))
    for minutes in range(0, 480, 20):
        shift["by"] = timedelta(minutes=minutes)
        assert busy.get("/mine-sessioner/").status_code == 200
        if minutes == 20:
            assert short.get("/mine-sessioner/").status_code == 302
        if minutes == 40:
            assert idle.get("/mine-sessioner/").status_code == 302
    shift["by"] = timedelta(minutes=480)
    assert busy.get("/mine-sessioner/").status_code == 302


def test_one_ends_ones_other_sessions_sec_33() -> None:
    """BP-07, SEC-33: one of them, or all others; somebody else's stays."""
    ours, me = make.organization(), business.user()
    here, there, third = (business.client_for(me, cvr=ours.cvr) for _ in range(3))
    foreign = business.client_for(business.user(), cvr=ours.cvr)
    other = BusinessSession.objects.get(key_digest=there.digest).id
    strange = BusinessSession.objects.get(key_digest=foreign.digest).id
    for one in (other, strange):
        assert here.post("/mine-sessioner/", {"end": str(one)}).status_code == 302
    assert there.get("/mine-sessioner/").status_code == 302
    assert foreign.get("/mine-sessioner/").status_code == 200
    assert here.post("/mine-sessioner/", {"others": "1"}).status_code == 302
    assert third.get("/mine-sessioner/").status_code == 302
    assert here.get("/mine-sessioner/").status_code == 200
    assert here.post("/log-ud/", {}).headers["Clear-Site-Data"] == '"cache", "storage"'
    assert here.get("/mine-sessioner/").status_code == 302


def test_ones_own_log_and_nobody_elses_bp_34() -> None:
    """BP-34: a user sees her own entries; an Access Manager everything; as a file that runs no formulas."""
    ours = make.organization()
    manager = business.as_manager(ours)
    one = business.member(ours)
    assert manager.membership is not None
    manager.post(manager.path("member_end", one.id), {"ends_on": (clock.today() + timedelta(days=60)).isoformat()})
    another = business.as_member(ours, business.member(ours))
    own = business.as_member(ours, one)
    assert "Astrid" in manager.get(manager.path("log")).content.decode().partition("<tbody>")[2]
    assert "<tbody>" in own.get(own.path("log")).content.decode()
    assert "<tbody>" not in another.get(another.path("log")).content.decode()
    file = manager.get(manager.path("log") + "?fil=csv")
    assert file.headers["Content-Type"].startswith("text/csv") and "Astrid" in file.content.decode("utf-8-sig")
