"""When a login mail is sent and when not: seven no, four yes (LG-02, SB-24), each with its reason in the log."""

from collections.abc import Callable
from typing import Any

import pytest

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Organization
from tests import make, outbox
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")

CLOSED = [act for act in permissions.REGISTRY if act != permissions.CREATE_ACCOUNT]
Case = Callable[[], tuple[Organization, str]]


def person(address: str = "", **values: Any) -> tuple[Organization, str]:
    """A company like this with one recipient; the address that is typed."""
    company = make.organization(**values)
    anna = make.recipient(make.account(company))
    return company, address or anna.email


def barred() -> tuple[Organization, str]:
    company = make.organization()
    return company, make.recipient(make.account(company), has_self_service_access=False).email


def twice(**second: Any) -> tuple[Organization, str]:
    company = make.organization()
    holder = make.account(company)
    anna = make.recipient(holder)
    make.recipient(holder, email=anna.email, **second)
    return company, anna.email


def beside_a_barred_one() -> tuple[Organization, str]:
    company = make.organization()
    holder = make.account(company)
    make.recipient(holder, has_self_service_access=False)
    return company, make.recipient(holder).email


def typed_otherwise() -> tuple[Organization, str]:
    company = make.organization()
    make.recipient(make.account(company), email="bjørk+faktura@xn--rdgrd-vuad.example")
    return company, "  BJØRK+Faktura@RØDGRØD.example "


NO: dict[str, Case] = {
    "unknown_email": lambda: person("nobody@example.com", allowed_acts=CLOSED),
    "recipient_barred": barred,
    "duplicate_email": twice,
    "organization_inactive": lambda: person(is_active=False),
    "feature_missing": lambda: person(features=[]),
    "self_service_disabled": lambda: person(self_service_enabled=False),
    "api_user_missing": lambda: person(api_user=False),
}
YES: dict[str, tuple[Case, str, str]] = {
    "known": (person, "sent", "login_link"),
    "unknown, Opret konto on": (lambda: person("new@example.com"), "signup_sent", "signup_link"),
    "a barred colleague": (beside_a_barred_one, "sent", "login_link"),
    "typed in another way": (typed_otherwise, "sent", "login_link"),
}


@pytest.mark.parametrize("reason", NO)
def test_the_seven_cases_without_a_mail_lg_02(reason: str, posted: list[outbox.Mail]) -> None:
    """LG-02, SB-24, SEC-60: no mail, the same neutral page, and the reason in the company's login log."""
    company, address = NO[reason]()
    client = steps.browser(company)
    asked = steps.ask(client, address)
    assert (asked.status_code, asked.headers["Location"]) == (302, "/log-ind/sendt/")
    assert client.get("/log-ind/sendt/").status_code == 200
    steps.run_jobs(company)
    assert steps.outcomes(company) == [reason]
    assert posted == []


@pytest.mark.parametrize("case", YES)
def test_the_four_cases_with_a_mail_sb_24(case: str, posted: list[outbox.Mail]) -> None:
    """SB-24, SB-18, SB-12, LG-01, LG-11: in every other valid case there is one mail, to the normalised address."""
    make_case, outcome, kind = YES[case]
    company, address = make_case()
    steps.ask(steps.browser(company), address)
    steps.run_jobs(company)
    assert steps.outcomes(company) == [outcome]
    assert len(posted) == 1
    assert ("Opret konto" in posted[0].text or "Create account" in posted[0].text) == (kind == "signup_link")


def test_a_barred_twin_still_counts_lg_03(posted: list[outbox.Mail]) -> None:
    """LG-03, SB-19: two recipients with one address block, also on one account and when one of them is barred."""
    company, address = twice(has_self_service_access=False)
    steps.ask(steps.browser(company), address)
    steps.run_jobs(company)
    assert (steps.outcomes(company), posted) == (["duplicate_email"], [])


def test_the_order_of_the_cases_lg_02(posted: list[outbox.Mail]) -> None:
    """LG-02: 4, 5, 6, 7, 3, 2, 1: with everything wrong at once the first in this order is the reason."""
    company = make.organization(
        is_active=True, features=["self_service"], self_service_enabled=False, api_user=False, allowed_acts=CLOSED
    )
    holder = make.account(company)
    for _ in range(2):
        make.recipient(holder, email="twin@example.com", has_self_service_access=False)
    steps.ask(steps.browser(company), "twin@example.com")
    steps.run_jobs(company)
    assert (steps.outcomes(company), posted) == (["self_service_disabled"], [])


@pytest.mark.parametrize("address", ["", "anna", "anna@", "a b@example.com", "anna@example.com\r\nBcc: x@example.com"])
def test_bad_syntax_is_a_form_error_lg_01(address: str) -> None:
    """LG-01: what is no address is said to be none, before anything is written down."""
    company = make.organization()
    answer = steps.ask(steps.browser(company), address)
    assert answer.status_code == 200
    assert steps.outcomes(company) == []


def test_a_changed_address_logs_in_sb_17(posted: list[outbox.Mail]) -> None:
    """SB-17: the login address is the recipient's address of today, not of yesterday."""
    company, old = person(allowed_acts=CLOSED)
    holder = make.account(company)
    new = make.recipient(holder, email="new.address@example.com")
    steps.ask(steps.browser(company), new.email)
    assert steps.mailed(company, posted, new.email).token
    assert old != new.email
