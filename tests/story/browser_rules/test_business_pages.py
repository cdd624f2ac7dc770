"""Every page of the business portal in a real browser: axe, both widths, nothing wider than the telephone (BP-80)."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from selvbetjening.domain.access.actions.deputies import accept_deputy, name_deputy
from selvbetjening.domain.access.actions.succession import ask_succession
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.actions.write_managers import write_managers
from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.messaging.ports import PostRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business, live, make, outbox
from tests.business import BusinessClient
from tests.business_rows import ROWS, Firm
from tests.story.login.login_steps import run_jobs
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]
ORIGIN = "https://erhverv.portal.test"
#: What a manager can open, by the route's name; and below a user.
PAGES = [
    "front",
    "find",
    "members",
    "invite",
    "invite_several",
    "invitations",
    "tasks",
    "review",
    "policies",
    "export",
    "managers",
    "deputies",
    "succession",
    "grant_many",
    "message",
    "own_access",
    "request_access",
    "leave",
    "log",
    "notices",
    "notice_choices",
]
OF_A_MEMBER = [
    "member",
    "member_email",
    "member_suspend",
    "member_delete",
    "member_end",
    "member_promote",
    "member_sessions",
    "member_why",
    "grant_give",
]


def log_in(page: "Page", client: BusinessClient) -> None:
    """Give the page's browser the client's session."""
    page.context.add_cookies([{
        "name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": f"{ORIGIN}/", "secure": True, "httpOnly": True, "sameSite": "Lax",
    }])  # fmt: skip


def test_the_pages_for_anybody(site: live.Site, page: "Page", faults: list[str]) -> None:
    """BP-70, BP-80: login, requirements, accessibility, privacy, and a dead invitation."""
    walk = Checked(page, faults, key="business-open")
    for name in ("log-ind", "krav", "krav/?svar=company", "tilgaengelighed", "privatliv"):
        walk.visit(name.replace("/", "-"), f"{ORIGIN}/{name}{'' if '?' in name else '/'}")
    walk.visit("invitation-dead", f"{ORIGIN}/invitation/", status=404)
    assert walk.wrong == []


def test_the_pages_of_a_manager(site: live.Site, page: "Page", faults: list[str]) -> None:
    """BP-10 to BP-34, BP-80: everything that an Access Manager sees, full and empty."""
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager)
    log_in(page, client)
    walk = Checked(page, faults, key="business")
    for name in ("tasks", "review", "invitations"):
        walk.visit(f"{name}-empty", ORIGIN + client.path(name))
    member = ROWS["member"](firm)
    business.give(firm.organization, firm.made["member"], SELVBETJENING, ["view"], reason="Løn")
    task, invitation, _review = ROWS["task"](firm), ROWS["invitation"](firm), ROWS["review"](firm)
    for name in PAGES:
        walk.visit(name, ORIGIN + client.path(name))
    for name in OF_A_MEMBER:
        walk.visit(name, ORIGIN + client.path(name, member))
    gone = business.member(firm.organization, state="suspended", grants={SELVBETJENING: []})
    walk.visit("member_restore", ORIGIN + client.path("member_restore", gone.id))
    walk.visit("task", ORIGIN + client.path("task", task))
    walk.visit("invitation_change", ORIGIN + client.path("invitation_change", invitation))
    for name in ("mine-virksomheder", "mine-sessioner", "overblik", "log-ud"):
        walk.visit(name, f"{ORIGIN}/{name}/")
    page.goto(ORIGIN + client.path("invite"))
    page.locator("main form button").first.click()
    page.locator("#error-summary").wait_for()
    walk.look("invite-error")
    page.goto(ORIGIN + client.path("export"))
    with walk.refused(401):
        page.locator("main form button").first.click()
    walk.look("step-up")
    assert walk.wrong == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_being_told(
    site: live.Site, page: "Page", faults: list[str], posted: list[outbox.Mail], language: str
) -> None:
    """BP-77, BP-80: notices of every kind, one's choices, and an address that takes no mail."""
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager, language=language)
    log_in(page, client)
    page.context.set_extra_http_headers({"Accept-Language": language})
    outbox.REFUSED[firm.manager.email] = PostRefused("recipient_550", permanent=True)
    task, member = ROWS["task"](firm), ROWS["member"](firm)
    suspend(firm.id, membership=member, by=firm.manager.id, at=clock.now())
    guest = {"sender": "Ib Gæst", "email": "ib@firma.example", "text": "Hej.\nMå jeg komme ind?"}
    write_managers(firm.id, user=business.user().id, at=clock.now(), **guest)
    run_jobs(firm.organization)
    assert task
    walk = Checked(page, faults, key=f"business-told-{language}")
    for name in ("notices", "notice_choices", "front"):
        walk.visit(name, ORIGIN + client.path(name))
    for name in ("member", "member_email"):
        walk.visit(name, ORIGIN + client.path(name, firm.manager.id))
    assert walk.wrong == []


def test_the_visit_is_kept_by_one_press(site: live.Site, page: "Page", faults: list[str]) -> None:
    """BP-07, BP-80: two minutes before the idle end the page says so; the press renews, and what is typed stays."""
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, business.member(firm.organization))
    log_in(page, client)
    walk = Checked(page, faults, key="business-idle")
    page.clock.install()
    page.goto(ORIGIN + client.path("message"))
    page.fill("textarea", "Halvt skrevet")
    page.clock.fast_forward(27 * 60_000)
    assert page.locator(".sb-idle").is_hidden()
    page.clock.fast_forward(90_000)
    stay = page.get_by_role("button", name="Bliv logget ind")
    stay.wait_for()
    walk.look("idle-soon")
    stay.click()
    page.locator(".sb-idle").wait_for(state="hidden")
    assert page.input_value("textarea") == "Halvt skrevet"
    page.clock.fast_forward(31 * 60_000)
    page.get_by_text("Du er blevet logget ud").wait_for()
    walk.look("idle-over")
    assert walk.wrong == []


def test_the_pages_of_a_deputy(site: live.Site, page: "Page", faults: list[str]) -> None:
    """BM-11, BP-80: named, answered, asked, and the notice on the front page."""
    firm = Firm(make.organization(name="Nordlys Træning"))
    at, row = clock.now(), business.member(firm.organization)
    with within(firm.id):
        Membership.objects.filter(id=firm.manager.id).update(last_login_at=at - timedelta(days=61))
    name_deputy(firm.id, membership=row.id, by=firm.manager.id, at=at)
    client = business.as_member(firm.organization, row)
    log_in(page, client)
    walk = Checked(page, faults, key="business-deputy")
    for name in ("deputy_answer", "front"):
        walk.visit(name, ORIGIN + client.path(name))
    accept_deputy(firm.id, by=row.id, at=at)
    walk.visit("succession-ask", ORIGIN + client.path("succession"))
    ask_succession(firm.id, by=row.id, at=at)
    for name in ("succession", "managers"):
        walk.visit(name, ORIGIN + client.path(name))
    log_in(page, business.as_member(firm.organization, firm.manager))
    for name in ("deputies", "succession", "front"):
        walk.visit(f"{name}-manager", ORIGIN + client.path(name))
    assert walk.wrong == []


def test_the_pages_of_a_refusal(site: live.Site, page: "Page", faults: list[str]) -> None:
    """BP-05, BM-12: a refusal in a company, and one before it."""
    firm = Firm()
    client = business.as_member(firm.organization, business.member(firm.organization, state="suspended"))
    log_in(page, client)
    walk = Checked(page, faults, key="business-refused")
    walk.visit("suspended", ORIGIN + client.path("front"), status=403)
    user = business.as_member(firm.organization, business.member(firm.organization))
    log_in(page, user)
    walk.visit("no-access", ORIGIN + client.path("members"), status=403)
    assert walk.wrong == []
