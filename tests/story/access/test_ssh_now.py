"""The one statement that an open SFTP connection asks at every act says what the questions one by one say (SEC-27)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.access.models import Entitlement, Grant, Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.access.queries import SshNow, SshStanding, ssh_now, ssh_standing
from selvbetjening.domain.identity.actions.ssh_accounts import end_account, open_for_person
from selvbetjening.domain.identity.models import SshAccount
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make

pytestmark = pytest.mark.usefixtures("database")
AT, TODAY = business.AT, copenhagen_day(business.AT)
NOBODY = "SHA256:nobody"


class Firm:
    def __init__(self, role: str = "user", **values: object) -> None:
        self.organization: Organization = make.organization()
        self.id = OrganizationId(self.organization.id)
        business.entitle(self.organization, FILE_TRANSFER)
        business.member(self.organization, role="access_manager")
        self.person = business.member(self.organization, role=role, **values)  # type: ignore[arg-type]
        self.account: SshAccount = open_for_person(
            self.id, membership=self.person.id, environment="production", actor=SYSTEM, at=AT
        )

    def grant(self, *actions: str, **values: object) -> None:
        business.give(self.organization, self.person, FILE_TRANSFER, list(actions), **values)

    def asked(self) -> SshStanding:
        """Asked both ways, which must agree in every word."""
        with within(self.id):
            account = ssh.account_named(name=self.account.name)
            assert account is not None
            before = ssh_standing(self.id, account=account, at=AT)
            with CaptureQueriesContext(connections["default"]) as statements:
                now = ssh_now(self.id, name=self.account.name, fingerprint=NOBODY, at=AT)
        assert len(statements) == 1
        assert now == SshNow(account, before)
        return before


def test_a_manager_may_everything_and_a_grant_what_it_names() -> None:
    """BP-13, BP-28: with the PBS numbers of all open grants together; one for all of them opens all."""
    assert Firm("access_manager").asked().may_fetch
    firm = Firm()
    assert firm.asked().refused == "ACC-01"
    firm.grant("send", pbs_numbers=["12345678"])
    assert (firm.asked().may_send, firm.asked().may_fetch, firm.asked().pbs_numbers) == (True, False, ("12345678",))


@pytest.mark.parametrize(
    ("state", "ends_in", "opens"),
    [("active", None, True), ("active", 1, True), ("active", 0, False), ("fading", None, True), ("ended", None, False)],
)
def test_a_grant_opens_in_its_time(state: str, ends_in: int | None, opens: bool) -> None:
    """BP-26: an end counts on its day, whether or not a job has run."""
    firm = Firm()
    firm.grant("send", "fetch")
    ends_on = None if ends_in is None else TODAY + timedelta(days=ends_in)
    with within(firm.id):
        Grant.objects.filter(organization_id=firm.id).update(state=state, ends_on=ends_on)
    assert (firm.asked().refused == "") is opens


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"state": "suspended"}, "LOGIN-08"), ({"state": "expired"}, "LOGIN-09"), ({"state": "deleted"}, "LOGIN-07"),
        ({"state": "anonymised"}, "LOGIN-07"), ({"ends_on": TODAY}, "LOGIN-09"),
        ({"ends_on": TODAY + timedelta(days=1)}, ""),
    ],
)  # fmt: skip
def test_a_membership_opens_in_its_state(values: dict[str, object], refused: str) -> None:
    """SEC-27: the row itself is asked, also where nobody has told the SFTP user of its end."""
    firm = Firm()
    firm.grant("send")
    with within(firm.id):
        Membership.objects.filter(organization_id=firm.id, id=firm.person.id).update(**values)
    assert firm.asked().refused == refused


def test_the_company_s_agreement_is_asked_too() -> None:
    """BP-03: an end within its tail opens still; past it, or in a company that is no longer active, nothing does."""
    firm = Firm()
    firm.grant("send")
    with within(firm.id):
        mine = Entitlement.objects.filter(organization_id=firm.id)
        mine.update(state="terminated", ends_on=TODAY - timedelta(days=59))
    assert firm.asked().refused == ""
    with within(firm.id):
        mine.update(ends_on=TODAY - timedelta(days=60))
    assert firm.asked().refused == "ACC-02"
    with within(firm.id):
        mine.update(state="active", ends_on=None)
        Organization.objects.filter(id=firm.id).update(is_active=False)
    assert firm.asked().refused == "LOGIN-06"


def test_nobody_and_another_company_s_user_are_nothing() -> None:
    """SEC-65: a name that nobody has, one of another company, and one that has ended."""
    firm, rival = Firm(), Firm()
    for organization, name in ((firm.id, "p2345abcd"), (firm.id, rival.account.name)):
        with within(organization):
            assert ssh_now(organization, name=name, fingerprint=NOBODY, at=AT) is None
    with within(firm.id):
        assert ssh_now(OrganizationId(uuid4()), name=firm.account.name, fingerprint=NOBODY, at=AT) is None
    end_account(firm.id, account=firm.account.id, actor=SYSTEM, at=AT)
    with within(firm.id):
        assert ssh_now(firm.id, name=firm.account.name, fingerprint=NOBODY, at=AT) is None
