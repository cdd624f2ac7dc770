"""Silence looks like a broken product: where the company wants it, a known address hears why no link came (XB-45)."""

from tests import make, outbox
from tests.story.login import login_steps as steps


def test_a_known_address_hears_why_where_the_company_wants_it_xb_45(
    now: steps.Watch, posted: list[outbox.Mail]
) -> None:
    """XB-45, SB-24: off by default; on, a barred address is told, an unknown one hears nothing, and not without end."""
    for on in (False, True):
        company = make.organization(choices={"explain_mail": True} if on else {}, allowed_acts=[])
        barred = make.recipient(make.account(company), has_self_service_access=False)
        posted.clear()
        for address in (barred.email, "ukendt@example.com"):
            steps.ask(steps.browser(company), address)
            steps.run_jobs(company)
        assert [mail.to for mail in posted] == ([barred.email] if on else [])
    for _ in range(8):
        steps.ask(steps.browser(company), barred.email)
        steps.run_jobs(company)
    assert len(posted) == 5
