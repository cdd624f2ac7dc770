"""Production before and after its test, and a change of the server's key, in a real browser (BP-50, BM-09, BP-80)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from selvbetjening.domain.access.models import FileProduction
from selvbetjening.domain.identity.actions.host_keys import announce_host_key, withdraw_host_key
from selvbetjening.domain.identity.models import HostKeyUse
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from tests import business, deliveries, directdebit, live
from tests.business_rows import Firm
from tests.sftp_keys import new_key
from tests.story.browser_rules.test_business_pages import ORIGIN, log_in
from tests.story.browser_rules.test_key_pages import _filled
from tests.tale.checked import WIDTHS, Checked

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_production_and_a_new_server_key(
    site: live.Site, page: "Page", faults: list[str], language: str, settings: Any
) -> None:  # fmt: skip
    """BP-50, BM-09, BP-80: closed, tested, asked for, open; the key that comes on the page and at the doctor."""
    old, coming = new_key(), new_key()
    settings.SFTP_HOST_PUBLIC_KEYS = [" ".join(old.public.decode().split()[:2])]
    of, firm = _new_company()
    client = business.as_member(firm.organization, firm.manager, language=language)
    log_in(page, client)
    page.context.add_cookies([
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": f"{ORIGIN}/", "secure": True}
    ])  # fmt: skip
    walk = Checked(
        page, faults, key=f"production-{language}", widths=WIDTHS if language == "da" else WIDTHS[1:]
    )  # fmt: skip
    for name in ("mft", "mft_production", "sftp_users", "sftp_user_new"):
        walk.visit(f"{name}-closed", ORIGIN + client.path(name))
    data = deliveries.file(of, subsystem="KR9")
    deliveries.run(of, deliveries.put(of, data, environment="test", name="prøve.txt"))
    walk.visit("tested", ORIGIN + client.path("mft_production"))
    walk.visit("opening", ORIGIN + client.path("mft_production_open"))
    with within(of.id):
        FileProduction.objects.create(organization_id=of.id, opened_at=clock.now(), opened_by_id=firm.manager.id)
    walk.visit("open", ORIGIN + client.path("mft_production"))
    account, _key = _filled(firm)
    at = clock.now()
    change = announce_host_key(text=coming.public, starts_on=copenhagen_day(at) + timedelta(days=40), at=at)
    try:
        with within(of.id):
            HostKeyUse.objects.create(organization_id=of.id, account_id=account, fingerprint=change.retires, used_at=at)
        walk.visit("server", ORIGIN + client.path("sftp_server"))
        walk.visit("doctor", ORIGIN + client.path("sftp_doctor", account))
        walk.visit("guide", ORIGIN + client.path("guide", "sftp", language))
    finally:
        withdraw_host_key(fingerprint=change.fingerprint, at=clock.now())
    assert walk.wrong == []


def _new_company() -> tuple[deliveries.Sender, Firm]:
    """It has agreements for both environments, and has sent nothing."""
    of = deliveries.sender()
    directdebit.agreement(of.id, pbs_number=of.agreement.pbs_number, product="basis", is_test=True)
    with within(of.id):
        FileProduction.objects.filter(organization_id=of.id).delete()
        company = of.agreement.organization
    return of, Firm(company)
