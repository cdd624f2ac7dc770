"""The operator opens, changes and ends a company's creditor agreements (betalingsservice.md 1, 2; SEC-18)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.agreements import end_agreement
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.directdebit.rules.agreements import TermsRefused
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests import make
from tests.business import as_manager
from tests.story.staff.door import browser, operator

pytestmark = pytest.mark.usefixtures("database")


def filled(**values: str) -> dict[str, str]:
    """The form as the operator fills it in; blanks inside numbers are how people write them."""
    number = dd.pbs_number()
    return {
        "pbs_number": f"{number[:2]} {number[2:]}", "debtor_group": "00002", "name": "Kontingent", "role": "external",
        "environment": "production", "product": "total", "data_supplier": dd.SUPPLIER, "settlement_branch": "0400",
        "settlement_account": "4440116243", "bank_name": "Prøvebanken",
        "starts_on": copenhagen_day(clock.now()).isoformat(), **values,
    }  # fmt: skip


def all_of(company: UUID) -> list[CreditorAgreement]:
    with within(OrganizationId(company)):
        return queries.agreements(OrganizationId(company))


def opened(client: Any, company: UUID, **values: str) -> CreditorAgreement:
    answer = client.post(f"/organizations/{company}/betalingsservice/open/", filled(**values))
    assert answer.status_code == 302, answer.content.decode()
    return all_of(company)[-1]


def test_the_operator_opens_changes_and_ends_an_agreement_sec_18() -> None:
    """SEC-18: with clicks only, and each look is in the book; the company's log says that the operator did it."""
    company, client = make.organization(), operator()
    pages = f"/organizations/{company.id}/betalingsservice/"
    assert "no agreement yet" in client.get(pages).content.decode()
    made = opened(client, company.id)
    assert (made.debtor_group, made.role, made.is_test, made.product) == ("00002", "external", False, "total")
    assert (made.settlement_branch, made.settlement_account) == ("0400", "4440116243")
    told = client.get(pages).content.decode()
    assert made.pbs_number in told and "Kontingent" in told and "In force" in told
    assert made.pbs_number in client.get(f"/organizations/{company.id}/").content.decode()
    change = f"{pages}{made.id}/"
    shown = client.get(change).content.decode()
    assert "4440116243" in shown and 'name="pbs_number"' not in shown
    form = {"name": "Medlemmer", "product": "basis", "data_supplier": dd.SUPPLIER, "pbs_number": dd.pbs_number()}
    assert client.post(change, form).status_code == 302
    (after,) = all_of(company.id)
    assert (after.name, after.product, after.pbs_number) == ("Medlemmer", "basis", made.pbs_number)
    assert (after.debtor_group, after.payments, after.settlement_account) == ("00002", "running", "")
    assert "free for another company" in client.get(f"{change}end/").content.decode()
    today = copenhagen_day(clock.now())
    assert client.post(f"{change}end/", {"ends_on": today.isoformat()}).status_code == 302
    assert [(each.state, each.ends_on) for each in all_of(company.id)] == [("ended", today)]
    assert client.get(change).status_code == 404 and client.post(f"{change}end/", {}).status_code == 404
    with within(OrganizationId(company.id)):
        facts = Event.objects.filter(name__startswith="directdebit.agreement").order_by("at")
        assert [(each.name, each.actor_kind) for each in facts] == [
            ("directdebit.agreement_opened", "staff"), ("directdebit.agreement_changed", "staff"),
            ("directdebit.agreement_ended", "staff"),
        ]  # fmt: skip
    assert DoorwayUse.objects.filter(reason=f"staff: betalingsservice of {company.id}").exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"pbs_number": "1234"}, "A PBS number has 8 digits."),
        ({"pbs_number": "٠٤٠٠١٢٤٩"}, "A PBS number has 8 digits."),
        ({"debtor_group": "1"}, "A debtor group has 5 digits"),
        ({"data_supplier": "ABC"}, "8 digits: the CVR number"),
        ({"settlement_branch": "04001"}, "4 digits at most"),
        ({"settlement_account": "12x"}, "10 digits at most"),
        ({"role": "bank"}, "Choose one of those on the list."),
        ({"starts_on": "i morgen"}, "Write the day as"),
        ({"starts_on": "0001-01-01"}, "years 2000 to 2199"),
    ],
)
def test_what_cannot_be_agreed_is_told_at_its_field(values: dict[str, str], words: str) -> None:
    """Nothing is opened, and what was filled in stands there still."""
    company, client = make.organization(), operator()
    answer = client.post(f"/organizations/{company.id}/betalingsservice/open/", filled(**values)).content.decode()
    assert words in answer and "Kontingent" in answer
    assert all_of(company.id) == []


def test_a_number_that_fails_the_check_is_doubted_and_may_be_taken_u1() -> None:
    """U1: the check digit refuses nothing, but somebody has to say that it is so."""
    company, client = make.organization(), operator()
    sound = dd.pbs_number()
    number = sound[:-1] + str((int(sound[-1]) + 1) % 10)
    address = f"/organizations/{company.id}/betalingsservice/open/"
    assert 'name="sure"' not in client.get(address).content.decode()
    doubted = client.post(address, filled(pbs_number=number)).content.decode()
    assert "The check digit does not fit" in doubted and 'name="sure"' in doubted
    assert all_of(company.id) == []
    assert opened(client, company.id, pbs_number=number, sure="on").pbs_number == number


def test_a_number_is_one_companys_until_its_agreement_has_ended() -> None:
    """The neighbour's number is taken, in words that name nobody; the other role may stand beside it."""
    first, second, client = make.organization(name="Første ApS"), make.organization(), operator()
    mine = opened(client, first.id)
    address = f"/organizations/{second.id}/betalingsservice/open/"
    refused = client.post(address, filled(pbs_number=mine.pbs_number)).content.decode()
    assert "has this number already" in refused and "Første" not in refused and all_of(second.id) == []
    assert opened(client, second.id, pbs_number=mine.pbs_number, role="operator").role == "operator"
    today = copenhagen_day(clock.now())
    end_agreement(OrganizationId(first.id), agreement=mine.id, ends_on=today, actor=SYSTEM, at=clock.now())
    opened(client, second.id, pbs_number=mine.pbs_number)
    assert [each.role for each in all_of(second.id)] == ["operator", "external"]


def test_a_day_ahead_ends_nothing() -> None:
    """Ending works at once, so a day that lies ahead is refused, by the page and by the act."""
    company, client = make.organization(), operator()
    mine = opened(client, company.id)
    today = copenhagen_day(clock.now())
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        answer = client.post(
            f"/organizations/{company.id}/betalingsservice/{mine.id}/end/", {"ends_on": day.isoformat()}
        )
        assert "One that lies ahead is entered then" in answer.content.decode()
        with pytest.raises(TermsRefused):
            end_agreement(OrganizationId(company.id), agreement=mine.id, ends_on=day, actor=SYSTEM, at=clock.now())
    assert [each.state for each in all_of(company.id)] == ["active"]


def test_nobody_else_comes_to_the_operators_pages_sec_19() -> None:
    """SEC-19: a manager of the company, somebody not logged in, and another company's agreement in the path."""
    company, other, client = make.organization(), make.organization(), operator()
    mine = opened(client, company.id)
    for path in (f"{mine.id}/", f"{mine.id}/end/"):
        assert client.get(f"/organizations/{other.id}/betalingsservice/{path}").status_code == 404
        assert client.post(f"/organizations/{other.id}/betalingsservice/{path}", {}).status_code == 404
    outside = browser().post(f"/organizations/{company.id}/betalingsservice/open/", filled())
    assert outside.status_code == 302 and "/login/" in outside["Location"]
    manager = as_manager(company)
    assert manager.post(f"/organizations/{company.id}/betalingsservice/open/", filled()).status_code == 404
    assert [each.id for each in all_of(company.id)] == [mine.id]
