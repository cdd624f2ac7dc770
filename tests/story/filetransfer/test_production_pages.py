"""Production of My File Transfer on its pages: what is missing, the manager's button with MitID, mails (BP-50)."""

from typing import Any

import pytest

from selvbetjening.domain.access.actions.production import open_production
from selvbetjening.domain.access.models import FileProduction, Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business, deliveries, directdebit, outbox
from tests.business import BusinessClient
from tests.deliveries import Sender
from tests.story.filetransfer.steps import ask
from tests.story.login.login_steps import run_jobs

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def new() -> tuple[Sender, Organization]:
    """A company with an agreement that has sent nothing."""
    of = deliveries.sender()
    directdebit.agreement(of.id, pbs_number=of.agreement.pbs_number, product="basis", is_test=True)
    with within(of.id):
        FileProduction.objects.filter(organization_id=of.id).delete()
        company = Organization.objects.get(id=of.id)
    business.entitle(company, FILE_TRANSFER)
    return of, company


def accepted(of: Sender) -> Delivery:
    data = deliveries.file(of, subsystem="KR9")
    return deliveries.run(of, deliveries.put(of, data, environment="test"))


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content
    return str(response.content.decode())


def pages(client: BusinessClient) -> list[str]:
    return [client.path(name) for name in ("mft", "mft_send", "sftp_users", "mft_production")]


def test_every_page_says_what_is_missing_until_a_manager_opens(new: tuple[Sender, Organization]) -> None:
    """BP-50: the steps stand where somebody wonders; the button comes with the accepted test, and wants MitID."""
    of, company = new
    with within(of.id):
        boss = business.as_member(
            company, Membership.objects.get(id=of.person)
        )  # the only manager: nobody else is asked
    user = business.as_member(company, business.member(company, grants={FILE_TRANSFER: ["send", "fetch", "keys"]}))
    for page in pages(boss):
        assert "Send en testfil, og få den accepteret" in text(boss.get(page)), page
    assert "Derefter åbner en Access Manager produktion." in text(user.get(user.path("mft_production")))
    assert boss.get(boss.path("mft_production_open")).status_code == 302
    made = accepted(of)
    assert made.state == "processed"
    assert made.name in text(boss.get(boss.path("mft")))
    asked = boss.path("mft_production_open")
    assert "deres navne begynder med p" in text(boss.get(asked))
    assert "ACC-03" in text(boss.post(asked), 401)
    boss.confirm("policies")
    assert boss.post(asked).status_code == 302
    shown = text(boss.get(boss.path("mft_production")))
    assert "Åben" in shown and made.name in shown and "Luk produktion" in shown
    assert "Kun test indtil videre" not in text(boss.get(boss.path("mft")))
    assert user.get(asked).status_code == 403
    assert user.post(user.path("mft_production_close")).status_code == 403


def test_users_for_real_files_are_refused_at_their_field(new: tuple[Sender, Organization]) -> None:
    """BP-50, BP-42: only test users are made before; the refusal says who opens production."""
    _of, company = new
    boss = business.as_manager(company)
    boss.confirm("keys")
    assert boss.membership
    shown = text(boss.post(boss.path("sftp_user_new"), {"environment": "production"}))
    assert "Produktion er ikke åbnet for virksomheden" in shown
    machine = {"label": "ERP", "environment": "production", "may": ["send"], "responsible": str(boss.membership.id)}
    assert "Produktion er ikke åbnet" in text(boss.post(boss.path("sftp_machine_new"), machine))
    assert boss.post(boss.path("sftp_user_new"), {"environment": "test"}).status_code == 302


def test_a_real_file_is_refused_in_the_browser(new: tuple[Sender, Organization]) -> None:
    """BP-50, MFT-08: where an upload begins; a test is taken."""
    _of, company = new
    boss = business.as_manager(company)
    answer = ask(boss, boss.path("mft_uploads"), name="a.bs1", size=5)
    assert answer.status_code == 409 and "MFT-08" in answer.content.decode()
    assert ask(boss, boss.path("mft_uploads"), name="a.bs1", size=5, environment="test").status_code == 201


def test_managers_hear_of_it_and_can_close_it_again(
    new: tuple[Sender, Organization], posted: list[outbox.Mail]
) -> None:  # fmt: skip
    """BP-50, BM-06: every manager gets a mail at the opening and at the closing, which is one press."""
    of, company = new
    boss = business.as_manager(company)
    assert boss.membership
    made = accepted(of)
    open_production(of.id, tested=made.id, by=boss.membership.id, approved_by=None, at=clock.now())
    run_jobs(company)
    assert boss.post(boss.path("mft_production_close")).status_code == 302
    run_jobs(company)
    assert "Kun test indtil videre" in text(boss.get(boss.path("mft")))
    mine = [mail.text for mail in posted if mail.to == boss.membership.email and "produktion for" in mail.subject]
    assert len(mine) == 2
    assert "rigtige filer modtages fra nu af" in mine[0] and "kun test modtages fra nu af" in mine[1]
    assert boss.membership.surname not in mine[0]
