"""The door of the business portal: who comes in, and what a refusal says (BP-05, BP-06, BP-25, BP-78, BM-12)."""

import pytest

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
