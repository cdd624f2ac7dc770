"""A new company sends tests; a manager opens production after one that was accepted (BP-50)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.actions.production import close_production
from selvbetjening.domain.access.actions.sftp_users import open_for_machine, open_for_person
from selvbetjening.domain.access.models import AccessTask, FileProduction
from selvbetjening.domain.access.queries import production
from selvbetjening.domain.access.rules.refusals import Refused as AccessRefused
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.open_production import open_after_test
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from tests import business, deliveries, directdebit
from tests.deliveries import AT, Sender

pytestmark = pytest.mark.usefixtures("database")


def new_company(**choices: Any) -> Sender:
    """A company that has agreed on everything and has sent nothing."""
    of = deliveries.sender(**choices)
    directdebit.agreement(of.id, pbs_number=of.agreement.pbs_number, product="basis", is_test=True)
    with within(of.id):
        FileProduction.objects.filter(organization_id=of.id).delete()
    return of


def sent(of: Sender, environment: str, *, over: str = "sftp", **values: Any) -> Delivery:
    """A sound file, over SFTP or by the page, worked on to its end."""
    data = deliveries.file(of, subsystem="KR9" if environment == "test" else "BS1", **values)
    if over == "sftp":
        return deliveries.run(of, deliveries.put(of, data, environment=environment))
    return deliveries.run(of, deliveries.upload(of, data, environment=environment)[1])


def is_open(of: Sender) -> bool:
    with within(of.id):
        return production.is_open(of.id)


def test_a_new_company_sends_tests_only_and_then_for_real() -> None:
    """BP-50, MFT-08: production is refused on both doors before it is opened, and taken after."""
    of = new_company()
    for over in ("https", "sftp"):
        with pytest.raises(Refused, match="production_closed"):
            sent(of, "production", over=over)
    with pytest.raises(Refused, match="untested"):
        open_after_test(of.id, by=of.person, at=AT)
    test = sent(of, "test")
    assert (test.environment, test.state) == ("test", "processed")
    assert open_after_test(of.id, by=of.person, at=AT) is False
    assert open_after_test(of.id, by=of.person, at=AT) is False
    with within(of.id):
        row = FileProduction.objects.get(organization_id=of.id)
        events = list(Event.objects.filter(organization_id=of.id, name="access.production_opened"))
    assert (row.tested_id, row.opened_by_id, len(events)) == (test.id, of.person, 1)
    assert sent(of, "production", identification="2").state == "processed"


def test_a_test_that_was_refused_opens_nothing() -> None:
    """BP-50: accepted is what counts, not sent."""
    of = new_company()
    wrong = sent(of, "test", due=date(2020, 1, 1))
    assert wrong.state == "rejected"
    with pytest.raises(Refused, match="untested"):
        open_after_test(of.id, by=of.person, at=AT)
    assert not is_open(of)


def test_users_for_real_files_are_made_once_it_is_open() -> None:
    """BP-50, BP-42: names that begin with p, for a person and for a machine."""
    of = new_company()

    def person(environment: Any) -> str:
        return open_for_person(of.id, membership=of.person, environment=environment, actor=SYSTEM, at=AT).name

    def machine() -> str:
        return open_for_machine(
            of.id, label="ERP", responsible=of.person, environment="production", may_send=True, may_fetch=True,
            pbs_numbers=(), actor=SYSTEM, at=AT,
        ).name  # fmt: skip

    assert person("test")[0] == "t"
    with pytest.raises(AccessRefused, match="production_closed"):
        person("production")
    with pytest.raises(AccessRefused, match="production_closed"):
        machine()
    sent(of, "test")
    open_after_test(of.id, by=of.person, at=AT)
    assert person("production")[0] == machine()[0] == "p"


def test_two_managers_where_the_company_wants_two() -> None:
    """BP-50, BP-29, SEC-32: the second says yes; the first cannot, nor does anybody else open it."""
    of = new_company(two_persons=True)
    second = deliveries.member_of(of)
    sent(of, "test")
    assert open_after_test(of.id, by=of.person, at=AT) is True
    assert not is_open(of)
    with within(of.id):
        task = AccessTask.objects.get(organization_id=of.id, kind="open_production")
    with pytest.raises(AccessRefused, match="ACC-04"):
        answer_task(of.id, task=task.id, approve=True, by=of.person, at=AT)
    answer_task(of.id, task=task.id, approve=True, by=second, at=AT)
    with within(of.id):
        row = FileProduction.objects.get(organization_id=of.id)
    assert (row.opened_by_id, row.approved_by_id) == (of.person, second)


def test_only_a_manager_opens_and_closes() -> None:
    """BP-50: whoever sends files may not."""
    of = new_company()
    sent(of, "test")
    with within(of.id):
        company = Organization.objects.get(id=of.id)
    user = UUID(str(business.member(company).id))
    with pytest.raises(AccessRefused, match="ACC-01"):
        open_after_test(of.id, by=user, at=AT)
    open_after_test(of.id, by=of.person, at=AT)
    with pytest.raises(AccessRefused, match="ACC-01"):
        close_production(of.id, by=user, at=AT)
    assert is_open(of)


def test_closed_again_no_real_file_gets_in_not_even_one_under_way() -> None:
    """BP-50: what was begun before is refused at its commit; tests go on, and it opens again."""
    of = new_company()
    sent(of, "test")
    open_after_test(of.id, by=of.person, at=AT)
    data, holder = deliveries.file(of, identification="7"), new_id()
    begun = open_staging(of.id, by=of.sftp, name="syv.txt", folder="bs", holder=holder, at=AT)
    deliveries.write(of, begun, data, holder=holder)
    close_production(of.id, by=of.person, at=AT)
    close_production(of.id, by=of.person, at=AT)
    with pytest.raises(Refused, match="production_closed"):
        commit(of.id, staging=begun.id, by=of.sftp, at=AT)
    with within(of.id):
        assert not Delivery.objects.filter(organization_id=of.id, environment="production").exists()
    assert sent(of, "test", identification="8").state == "processed"
    open_after_test(of.id, by=of.person, at=AT)
    assert commit(of.id, staging=begun.id, by=of.sftp, at=AT).outcome == "delivered"
