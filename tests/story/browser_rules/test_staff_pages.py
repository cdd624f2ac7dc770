"""Every page of the operator in a real browser: axe, both widths, both languages (SEC-83, SEC-18)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest
from django.conf import settings

from selvbetjening.adapters.clamav import nobody
from selvbetjening.domain.deliveries.actions.let_out import let_out
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.identity.actions.make_staff_link import make_staff_link
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.portals.staff.routes import ROUTES
from tests import deliveries as files
from tests import live
from tests.deliveries import Sender
from tests.story.deliveries.test_after_failure import broken  # noqa: F401
from tests.story.staff.door import operator
from tests.tale.checked import WIDTHS, Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
ORIGIN: Final = "https://staff.portal.test"
_OTHER: Final = Actor("staff", "9000001")


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> tuple[Sender, str]:
    """A company with an agreement and two files in quarantine: one that nobody asked for, one that is asked for."""
    of = files.sender()
    first, second = files.file(of, [14_900]), files.file(of, [14_900, 9_900], identification="7")
    place = first.index(of.agreement.pbs_number.encode(), 128)
    monkeypatch.setattr(nobody, "_EICAR", first[place : place + 30])
    waiting = files.send(of, first, name="opkraevninger.bs1")
    asked = files.send(of, second, name="opkraevninger-februar.bs1")
    assert (waiting.state, asked.state) == ("quarantined", "quarantined")
    let_out(of.id, delivery=asked.id, reason="Falsk alarm, sag 17", actor=_OTHER, at=files.AT + files.MINUTE)
    return of, str(asked.id)


def log_in(page: "Page") -> None:
    """Give the page's browser an operator's session."""
    page.context.add_cookies([{
        "name": settings.SESSION_COOKIE_NAME, "value": operator().cookies[settings.SESSION_COOKIE_NAME].value,
        "url": f"{ORIGIN}/", "secure": True, "httpOnly": True, "sameSite": "Lax",
    }])  # fmt: skip


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_the_operator(
    language: str,
    site: live.Site,
    open_page: "Callable[..., Page]",
    faults: list[str],
    caught: tuple[Sender, str],
    broken: tuple[Sender, Delivery],  # noqa: F811
) -> None:
    """SEC-18, SEC-83: every route with rows in it, the way in, and two forms that were sent empty."""
    of, asked = caught
    page = open_page(language=language)
    walk = Checked(page, faults, key=f"staff-{language}", widths=WIDTHS if language == "da" else WIDTHS[1:])
    walk.visit("login", f"{ORIGIN}/login/")
    link = make_staff_link(email="operatoer@operator.example", at=clock.now())
    walk.visit("link", f"{ORIGIN}/link/{link.token}/")
    log_in(page)
    failed_at, failed = broken
    for route, _view, name in ROUTES:
        breaks = "/failed/" in route
        path = route.replace("<uuid:organization>", str(failed_at.id if breaks else of.id))
        path = path.replace("<uuid:delivery>", str(failed.id) if breaks else asked)
        path = path.replace("<uuid:agreement>", str(of.agreement.id))
        assert "<" not in path, f"the walk does not know how to reach {route}"
        walk.visit(name, f"{ORIGIN}/{path}")
    for path, name in (("quarantine/{}/", "quarantine-no-reason"), ("betalingsservice/open/", "agreement-empty")):
        page.goto(f"{ORIGIN}/organizations/{of.id}/{path.format(asked)}")
        page.locator(".st-form input[type=submit]").click()
        walk.look(name)
    assert walk.wrong == []
