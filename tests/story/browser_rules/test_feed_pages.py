"""The customer's feeds in a real browser: axe, both widths, nothing wider than the telephone (CM-09, XB-42, ACC-1)."""

from typing import TYPE_CHECKING

import pytest

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import live, make
from tests.tale.checked import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_feeds(site: live.Site, page: "Page", faults: list[str], language: str) -> None:
    """CM-09: empty, with a secret, with a list, with an error; both pages in both languages."""
    owner = make.organization()
    here = OrganizationId(owner.id)
    with within(here):
        Organization.objects.filter(id=here).update(allowed_acts=list(permissions.REGISTRY))
    live.log_in(page, owner, make.recipient(make.account(owner)))
    door, walk = site.origin(owner), Checked(page, faults, key=f"feeds-{language}")
    page.goto(f"{door}/oplysninger/")
    if language == "en":
        page.get_by_role("button", name="English").click()
    for name, path in (("calendar", "/oplysninger/kalender/"), ("programs", "/oplysninger/programmer/")):
        walk.visit(f"{name}-empty", f"{door}{path}")
        page.locator("main form.sb-form button").click()
        page.locator("#error-summary").wait_for()
        walk.look(f"{name}-error")
        page.locator("#id_name").fill("Min telefon, den nye")
        page.locator("main form.sb-form button").click()
        page.locator("main .sb-alert--success").wait_for()
        walk.look(f"{name}-made")
    assert walk.wrong == []
