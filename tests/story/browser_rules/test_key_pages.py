"""The pages of SFTP users, keys, the doctor and the guides in a real browser: axe and both widths (BP-80)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.identity.actions.ssh_accounts import open_for_machine, open_for_person
from selvbetjening.domain.identity.actions.ssh_attempts import Tried, note_attempts
from selvbetjening.domain.identity.actions.ssh_keys import add_key, disable_key, use_key
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, live, make
from tests.business_rows import Firm
from tests.sftp_keys import new_key
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.tale.checked import WIDTHS, Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_keys_doctor_and_guides(
    site: live.Site, page: "Page", faults: list[str], language: str, settings: Any
) -> None:  # fmt: skip
    """BP-42, BP-51, BP-80, BM-08: empty and full; what is refused is shown at its field."""
    settings.SFTP_HOST_PUBLIC_KEYS = [" ".join(new_key().public.decode().split()[:2])]
    firm = Firm(make.organization(name="Nordlys Træning"))
    client = business.as_member(firm.organization, firm.manager, language=language)
    log_in(page, client)
    # The browser's own header stays Danish whatever is asked of it; the cookie counts for more.
    page.context.add_cookies([
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": f"{ORIGIN}/", "secure": True}
    ])  # fmt: skip
    widths = WIDTHS if language == "da" else WIDTHS[1:]
    walk = Checked(page, faults, key=f"keys-{language}", widths=widths)
    walk.visit("users-empty", ORIGIN + client.path("sftp_users"))
    account, key = _filled(firm)
    assert page.locator("html").get_attribute("lang") == language
    for name in ("sftp_users", "sftp_user_new", "sftp_machine_new", "sftp_server", "guides"):
        walk.visit(name, ORIGIN + client.path(name))
    for name in ("sftp_user", "sftp_habits", "sftp_user_end", "sftp_key_add", "sftp_doctor", "sftp_responsible"):
        walk.visit(name, ORIGIN + client.path(name, account))
    for name in ("sftp_key_off", "sftp_key_remove", "sftp_key_test", "sftp_key_compare"):
        walk.visit(name, ORIGIN + client.path(name, key))
    for guide in ("sftp", "https"):
        walk.visit(f"guide-{guide}", ORIGIN + client.path("guide", guide, language))
    _tested(walk, client.path("sftp_key_test", key), client.path("sftp_key_compare", key))
    page.goto(ORIGIN + client.path("sftp_key_add", account))
    page.fill("textarea[name=text]", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA")
    with walk.refused(422):
        page.locator("main form button").first.click()
        page.locator("#error-summary").wait_for()
    walk.look("key-private")
    assert walk.wrong == []


def _tested(walk: Checked, test: str, compare: str) -> None:
    """A test under way, and a key that is another one."""
    page = walk.page
    page.goto(ORIGIN + test)
    page.locator("main form button").first.click()
    page.get_by_role("row").nth(1).wait_for()
    walk.look("test-waits")
    page.goto(ORIGIN + compare)
    page.fill("textarea[name=text]", new_key().fingerprint)
    page.locator("main form button").first.click()
    page.locator("main .sb-alert").first.wait_for()
    walk.look("compared")


def _filled(firm: Firm) -> tuple[Any, Any]:
    """A machine with an old key that a new one has taken over from, one that is off, and a morning of attempts."""
    at = clock.now()
    business.member(firm.organization, grants={FILE_TRANSFER: []})
    open_for_person(firm.id, membership=firm.manager.id, environment="test", actor=SYSTEM, at=at)
    machine = open_for_machine(
        firm.id, label="ERP, natkørsel", responsible=firm.manager.id, environment="production", actor=SYSTEM, at=at
    )  # fmt: skip
    made = [
        add_key(
            firm.id, account=machine.id, text=new_key().public, label=label, months=months, by=firm.manager.id,
            actor=SYSTEM, at=at - timedelta(days=20 - place),
        )
        for place, (label, months) in enumerate([("Gammel server", 1), ("Ny server", 24), ("Prøve", 24)])
    ]  # fmt: skip
    use_key(firm.id, key=made[0].id, address="192.0.2.7", at=at - timedelta(days=9))
    for _ in range(3):
        use_key(firm.id, key=made[1].id, address="192.0.2.7", at=at)
    disable_key(firm.id, key=made[2].id, actor=SYSTEM, at=at)
    told: list[Any] = ["ok", "unknown_key", "algorithms", "refused_path", "incomplete"]
    note_attempts(attempts=[
        Tried(at=at - timedelta(minutes=place), verdict=each, address="192.0.2.7", user_name=machine.name,
              organization=firm.id, account=machine.id, client="SSH-2.0-OpenSSH_9.9p1 Debian-3", kind="ssh-ed25519",
              bits=256, fingerprint=made[1].fingerprint, wanted="kex: diffie-hellman-group1-sha1" if place > 1 else "")
        for place, each in enumerate(told)
    ])  # fmt: skip
    return machine.id, made[0].id
