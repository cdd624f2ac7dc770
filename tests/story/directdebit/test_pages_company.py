"""The company sees its agreements with Betalingsservice, and chooses what is its own to choose (SEC-19, SEC-25)."""

from dataclasses import asdict
from typing import Any

import pytest

from selvbetjening.domain.access.permissions import SELVBETJENING, SELVBETJENING_MONEY
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.directdebit.queries.agreements import terms_of
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests import make
from tests.business import as_manager, as_member, member

pytestmark = pytest.mark.usefixtures("database")


def company(**terms: Any) -> tuple[Organization, CreditorAgreement]:
    """A company with an agreement that begins today; Betalingsservice is outside unless said."""
    organization = make.organization()
    terms.setdefault("role", "external")
    mine = dd.agreement(OrganizationId(organization.id), at=clock.now(), data_supplier=dd.pbs_number(), **terms)
    return organization, mine


def now(mine: CreditorAgreement) -> CreditorAgreement:
    here = OrganizationId(mine.organization_id)
    with within(here):
        return queries.get_agreement(here, agreement=mine.id)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def chosen(mine: CreditorAgreement, **values: Any) -> dict[str, Any]:
    """The form with what stands now, changed; boxes that are off are left out, as browsers do."""
    terms = asdict(terms_now(mine)) | values
    return {name: value for name, value in terms.items() if value is not False}


def terms_now(mine: CreditorAgreement) -> Any:
    here = OrganizationId(mine.organization_id)
    with within(here):
        return terms_of(here, agreement=mine.id)


def test_a_company_without_an_agreement_reads_how_it_gets_one() -> None:
    """A PBS number is given by the operator only: there is nothing to press."""
    client = as_manager(make.organization(), language="en")
    told = text(client.get(client.path("sb_direct_debit")))
    assert "No agreement about Betalingsservice" in told and "who looks at the agreement" in told
    assert "You need none" in text(client.get(client.path("sb_bank_line")))


def test_the_agreement_is_told_with_its_numbers_and_days() -> None:
    """The three numbers that customers sign up with, the next payment day, and until when it is handed in."""
    organization, mine = company(debtor_group="00007", name="Kontingent")
    here, client = OrganizationId(organization.id), as_manager(organization, language="en")
    told = text(client.get(client.path("sb_direct_debit")))
    assert mine.pbs_number in told and "00007" in told and "without hyphens and blanks" in told
    at = clock.now()
    with within(here):
        days = queries.possible_days(here, agreement=mine.id, from_on=at.date(), at=at)
    assert days is not None and f'datetime="{days.first_on.isoformat()}"' in told
    assert "Betalingsservice is outside" in told and "Payments (file 0602)" not in told


def test_the_company_chooses_what_is_not_locked_sec_25() -> None:
    """SEC-25: each choice is kept and told in words; what is the operator's stays, also when it is posted."""
    organization, mine = company(role="operator")
    client = as_manager(organization, language="en")
    page, form = client.path("sb_direct_debit"), client.path("sb_direct_debit_terms", mine.id)
    assert "a file with one wrong line is refused whole" in text(client.get(form))
    values = chosen(
        mine, payments="collected", mandates="both", full_list_day=20, information=False, accept_partly=True,
        on_closed_day="preceding", on_repeat="replace", on_late="next_month", several_a_day=True,
        pbs_number=dd.pbs_number(), role="external", product="basis", settlement_account="6666666666",
    )  # fmt: skip
    assert client.post(form, values).status_code == 302
    after = now(mine)
    assert (after.payments, after.mandates, after.full_list_day) == ("collected", "both", 20)
    assert not after.information
    assert (after.on_closed_day, after.on_repeat, after.on_late) == ("preceding", "replace", "next_month")
    assert after.accept_partly and after.several_a_day
    assert (after.pbs_number, after.role, after.product, after.settlement_account) == (
        mine.pbs_number, "operator", "total", "",
    )  # fmt: skip
    told = text(client.get(page))
    assert "All in one file a month" in told and "The banking day before" in told and ">20<" in told
    with within(OrganizationId(organization.id)):
        (fact,) = Event.objects.filter(name="directdebit.agreement_changed")
        assert fact.actor_kind == "user" and "payments" in fact.data["what"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"full_list_day": "31"}, "Write 28 or less."),
        ({"payments": "never"}, "Choose one of those on the list."),
    ],
)
def test_a_choice_that_is_none_changes_nothing(values: dict[str, str], words: str) -> None:
    organization, mine = company(role="operator")
    client = as_manager(organization, language="en")
    form = client.path("sb_direct_debit_terms", mine.id)
    assert words in text(client.post(form, chosen(mine, several_a_day=True, **values)))
    assert not now(mine).several_a_day


def test_with_betalingsservice_outside_only_what_is_ours_is_chosen() -> None:
    organization, mine = company()
    client = as_manager(organization, language="en")
    form = client.path("sb_direct_debit_terms", mine.id)
    assert 'name="payments"' not in text(client.get(form))
    assert client.post(form, chosen(mine, on_repeat="replace", payments="collected")).status_code == 302
    assert (now(mine).on_repeat, now(mine).payments) == ("replace", "running")


def test_neighbours_and_users_without_the_grant_are_out_sec_19() -> None:
    """SEC-19, BM-12: another company's agreement is not there; the right to money is not the right to settings."""
    organization, mine = company()
    _other, theirs = company()
    client = as_manager(organization, language="en")
    assert client.get(client.path("sb_direct_debit_terms", theirs.id)).status_code == 404
    assert client.post(client.path("sb_direct_debit_terms", theirs.id), chosen(theirs)).status_code == 404
    clerk = as_member(organization, member(organization, grants={SELVBETJENING: [SELVBETJENING_MONEY]}), language="en")
    for name in ("sb_direct_debit", "sb_bank_line", "sb_bank_connect"):
        answer = clerk.get(clerk.path(name))
        assert answer.status_code == 403 and "ACC-01" in answer.content.decode()
    assert clerk.post(clerk.path("sb_direct_debit_terms", mine.id), chosen(mine)).status_code == 403
