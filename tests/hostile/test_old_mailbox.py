"""Whoever still reads a recipient's former mailbox, or was barred, has no way in (SB-17, SEC-28, SEC-30)."""

from selvbetjening.domain.accounts.actions import recipients
from selvbetjening.domain.identity.actions.answer_login_request import answer_login_request
from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import outbox
from tests.story.login import login_steps as steps
from tests.story.portal.world import NOW, World


def move(ours: World, *, email: str) -> None:
    """The company gives the recipient another address."""
    details = recipients.RecipientDetails(name="Ny Person", email=email)
    recipients.change(ours.id, recipient=ours.recipient.id, details=details, actor=SYSTEM, at=NOW)


def test_a_link_to_the_former_address_opens_nothing(ours: World, posted: list[outbox.Mail]) -> None:
    """SB-17, LG-14: mailed before the change, pressed after it, in the browser that asked for it."""
    browser = steps.browser(ours.organization)
    steps.ask(browser, ours.recipient.email)
    received = steps.mailed(ours.organization, posted, ours.recipient.email)
    move(ours, email="ny.person@example.com")
    browser.get(received.path)
    assert browser.post("/log-ind/fortsaet/").status_code == 200
    assert not steps.is_in(browser)


def test_a_mail_under_way_to_the_former_address_is_not_posted(ours: World, posted: list[outbox.Mail]) -> None:
    """SB-17: the link was decided before the change and would be posted after it."""
    steps.ask(steps.browser(ours.organization), ours.recipient.email)
    with within(ours.id):
        asked = LoginRequest.objects.get()
    answer_login_request(ours.id, login_request=asked.id, at=NOW)
    move(ours, email="ny.person@example.com")
    steps.run_jobs(ours.organization)
    assert [mail for mail in posted if mail.to == ours.recipient.email] == []


def test_a_browser_of_the_former_address_is_logged_out(ours: World) -> None:
    """SEC-28: a change of the name alone ends nothing."""
    browser = ours.client()
    move(ours, email=ours.recipient.email)
    assert steps.is_in(browser)
    move(ours, email="ny.person@example.com")
    assert not steps.is_in(browser)


def test_admitting_again_gives_back_no_old_session_or_link(ours: World, posted: list[outbox.Mail]) -> None:
    """SEC-30: barred and admitted between two presses of one browser."""
    logged_in, asking = ours.client(), steps.browser(ours.organization)
    steps.ask(asking, ours.recipient.email)
    received = steps.mailed(ours.organization, posted, ours.recipient.email)
    recipients.bar(ours.id, recipient=ours.recipient.id, actor=SYSTEM, at=NOW)
    recipients.admit(ours.id, recipient=ours.recipient.id, actor=SYSTEM, at=NOW)
    asking.get(received.path)
    asking.post("/log-ind/fortsaet/")
    assert not steps.is_in(asking)
    assert not steps.is_in(logged_in)
