"""A mandate is asked for here: by the company with consent, and by the customer herself (9.1, 16, 17.1: 16, CD-06)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.link_mandates import link_mandates
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.actions.settle_day import settle_day
from selvbetjening.domain.directdebit.actions.write_delivery import write_due
from selvbetjening.domain.directdebit.models import Mandate, MandateOrder
from selvbetjening.domain.directdebit.queries import calendar
from selvbetjening.domain.directdebit.queries.ordered import counts_from
from selvbetjening.domain.directdebit.rules.handing_in import leaves_at
from selvbetjening.domain.directdebit.rules.mandates import wrong_details
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, make, portal
from tests import directdebit as dd
from tests.external import external, lines_of
from tests.story.billing.deal import Deal, deal
from tests.story.directdebit.test_answers import answer, told
from tests.story.directdebit.test_ordering import refusal
from tests.story.portal.world import text_of

pytestmark = pytest.mark.usefixtures("database")
#: A Wednesday morning.
NOW = datetime(2027, 1, 20, 9, tzinfo=UTC)
NUMBERS = {"identity": "99999993", "branch": "9999", "account": "7654 321"}


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    clock.set_source(lambda: NOW)
    yield
    clock.reset()


def ours(role: str = "external", **terms: Any) -> tuple[Deal, Any]:
    mine = deal(code="K-1066")
    given = {"data_supplier": dd.pbs_number(), "in_portal": True, "role": role, **terms}
    return mine, dd.agreement(mine.organization, at=NOW, **given)


def payer(of: Deal, *, language: str = "da") -> portal.PortalClient:
    return portal.client(of.owner, make.recipient(of.account), language=language)


def orders(of: Deal) -> list[MandateOrder]:
    with within(of.organization):
        return list(MandateOrder.objects.filter(organization_id=of.organization).order_by("made_at"))


def seen_in(page: str) -> str:
    """What the page keeps sealed of what was typed."""
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def mails(of: Deal, kind: str) -> list[Message]:
    react(of.organization, at=clock.now())
    with within(of.organization):
        return list(Message.objects.filter(organization_id=of.organization, kind=kind).order_by("created_at"))


def test_a_customer_signs_up_sees_what_it_comes_to_and_takes_it_back() -> None:
    """CD-06, 16: from when on, a mail, and an undo until it has gone out; no number stands in any page uncovered."""
    mine, _agreement = ours()
    client = payer(mine)
    assert "Tilmeld dig her" in text_of(client.get("/betalingsservice/"))
    shown = client.post("/betalingsservice/tilmeld/", {**NUMBERS, "agrees": "on"})
    page = shown.content.decode()
    assert "9999 ••••••4321" in page and "1234321" not in page and "99999993" not in page
    assert "21. januar 2027" in page and orders(mine) == []
    done = client.post("/betalingsservice/tilmeld/", {"seen": seen_in(page)})
    assert done.status_code == 302
    (order,) = orders(mine)
    assert (order.state, order.consent, order.customer_number) == ("waiting", "portal", "K1066")
    assert b"1234321" not in bytes(order.sealed)
    (mail,) = mails(mine, "mandate_asked")
    assert "9999 ••••••4321" in mail.text and "1234321" not in mail.text
    again = client.post("/betalingsservice/tilmeld/", {"seen": seen_in(page)})
    assert again.status_code == 302 and len(orders(mine)) == 1
    assert "Du kan fortryde indtil" in text_of(client.get("/betalingsservice/"))
    assert client.post("/betalingsservice/fortryd/", {}).status_code == 302
    (order,) = orders(mine)
    assert (order.state, bytes(order.sealed)) == ("undone", b"")
    assert len(mails(mine, "mandate_undone")) == 1
    assert write_due(mine.organization, at=NOW + timedelta(days=2)) == []


def test_wrong_numbers_are_named_by_field() -> None:
    """17.1: 16: each number that cannot be says so at its own field; a yes is needed, too."""
    mine, _agreement = ours()
    page = payer(mine).post("/betalingsservice/tilmeld/", {"identity": "3213999999", "branch": "12", "account": "x"})
    text = text_of(page)
    assert "Dette findes ikke" in text and "4 cifre" in text and "højst 10 cifre" in text and "Sig ja" in text
    assert "See what happens" not in text and orders(mine) == []
    alone = text_of(payer(mine).post("/betalingsservice/tilmeld/", {"identity": "3213999999"}))
    assert "Dette findes ikke" in alone and "Udfyld dette felt" in alone  # said beside what is missing
    assert wrong_details(identity="99999993", branch="9999", account="1") == wrong_details() == ()
    assert wrong_details(identity="99999992", branch="0000", account="12343218901") == ("identity", "branch", "account")


def test_it_goes_out_at_sixteen_and_comes_back_as_a_mandate() -> None:
    """9.1: handed in before 17.30; what 0603 tells links the account, and the numbers are forgotten by then."""
    mine, agreement = ours()
    client = payer(mine)
    page = client.post("/betalingsservice/tilmeld/", {**NUMBERS, "agrees": "on"}).content.decode()
    client.post("/betalingsservice/tilmeld/", {"seen": seen_in(page)})
    assert write_due(mine.organization, at=NOW + timedelta(hours=5)) == []
    (made,) = write_due(mine.organization, at=NOW + timedelta(hours=6))
    assert any("0099999993" in line for line in lines_of(mine.organization, made.id))
    clock.set_source(lambda: NOW + timedelta(hours=7))
    assert client.post("/betalingsservice/fortryd/", {}).status_code == 302
    assert orders(mine)[0].state == "written"
    data = answer(agreement, "0603", "0212", told(agreement, "K1066", "0231"))
    read_answers(mine.organization, delivery=agreement.id, source=data, actor=SYSTEM, at=NOW + timedelta(days=1))
    link_mandates(mine.organization, at=NOW + timedelta(days=1))
    with within(mine.organization):
        assert Mandate.objects.get(organization_id=mine.organization).account_id == mine.account.id
    assert orders(mine)[0].state == "done"


def test_a_refusal_is_told_in_words_to_both() -> None:
    """9.2, 17.1: 16: 230940 in words; the customer can try again, and the company sees what to do."""
    mine, agreement = ours()
    client = payer(mine)
    page = client.post("/betalingsservice/tilmeld/", {**NUMBERS, "agrees": "on"}).content.decode()
    client.post("/betalingsservice/tilmeld/", {"seen": seen_in(page)})
    write_due(mine.organization, at=NOW + timedelta(hours=6))
    business.as_manager(mine.owner)
    data = answer(agreement, "0621", "0120", *refusal(agreement, "K1066", "230940"))
    read_answers(mine.organization, delivery=agreement.id, source=data, actor=SYSTEM, at=NOW + timedelta(hours=8))
    clock.set_source(lambda: NOW + timedelta(hours=9))
    (mail,) = mails(mine, "mandate_refused")
    assert "registrerings- eller kontonummer er forkert" in mail.text
    (trouble,) = mails(mine, "debit_trouble")
    assert "tilmeldte ikke en kunde" in trouble.subject
    seen = text_of(payer(mine).get("/betalingsservice/"))
    assert "Din tilmelding blev afvist" in seen and "Tilmeld dig her" in seen
    manager = business.as_manager(mine.owner)
    listed = text_of(manager.get(manager.path("sb_debits")))
    assert "kontonummer er forkert" in listed and "Bestil igen" in listed


def test_with_us_as_betalingsservice_a_yes_is_enough_and_can_be_taken_back() -> None:
    """CD-06: `enrol`; pending until it is registered, linked when it is."""
    mine, _agreement = ours("operator", data_supplier=dd.SUPPLIER)
    client = payer(mine)
    assert "Kontonummer" not in text_of(client.get("/betalingsservice/tilmeld/"))
    for verb in ("undo", "keep"):
        page = client.post("/betalingsservice/tilmeld/", {"agrees": "on"}).content.decode()
        client.post("/betalingsservice/tilmeld/", {"seen": seen_in(page)})
        assert "Du kan fortryde indtil" in text_of(client.get("/betalingsservice/"))
        if verb == "undo":
            client.post("/betalingsservice/fortryd/", {})
            assert "Tilmeld dig her" in text_of(client.get("/betalingsservice/"))
    settle_day(mine.organization, today=date(2027, 1, 21), at=NOW + timedelta(days=1))
    link_mandates(mine.organization, at=NOW + timedelta(days=1))
    with within(mine.organization):
        states = list(Mandate.objects.filter(organization_id=mine.organization).values_list("state", flat=True))
    assert sorted(states) == ["active", "ended_creditor"]


def test_only_where_the_company_allows_it() -> None:
    """CD-06: without the setting the page is not there, and the three numbers are shown as before."""
    mine, agreement = ours(in_portal=False)
    client = payer(mine)
    assert client.get("/betalingsservice/tilmeld/").status_code == 404
    page = text_of(client.get("/betalingsservice/"))
    assert "Tilmeld dig her" not in page and agreement.pbs_number in page


def test_the_company_asks_with_consent_and_ends_it() -> None:
    """9.1: which consent and when is kept; the numbers are covered; a mandate is ended by the next 0605."""
    mine, agreement = ours(in_portal=False)
    make.recipient(mine.account)
    client = business.as_manager(mine.owner)
    address = client.path("sb_mandate_order", mine.account.id)
    form = {**NUMBERS, "agreement": str(agreement.id), "consent": "phone", "agreed_on": "2027-01-18"}
    assert "ligger ude i fremtiden" in text_of(client.post(address, {**form, "agreed_on": "2027-01-21"}))
    assert "Dette findes ikke" in text_of(client.post(address, {**form, "identity": "99999992"}))
    page = client.post(address, form).content.decode()
    assert "9999 ••••••4321" in page and "1234321" not in page and "notat" in page
    assert client.post(address, {"seen": seen_in(page)}).status_code == 302
    (order,) = orders(mine)
    assert (order.consent, order.account_id) == ("phone", mine.account.id)
    assert order.agreed_at is not None and order.agreed_at.date() == date(2027, 1, 17)  # midnight in Copenhagen
    account = text_of(client.get(client.path("sb_account", mine.account.id)))
    assert "9999 ••••••4321" in account and "I telefonen" in account
    assert len(mails(mine, "mandate_asked")) == 1
    assert client.post(client.path("sb_mandate_undo", mine.account.id), {}).status_code == 302
    assert orders(mine)[0].state == "undone"
    read_answers(
        mine.organization, delivery=agreement.id, actor=SYSTEM, at=NOW,
        source=answer(agreement, "0603", "0212", told(agreement, "K1066", "0231")),
    )  # fmt: skip
    link_mandates(mine.organization, at=NOW)
    with within(mine.organization):
        mandate = Mandate.objects.get(organization_id=mine.organization)
    end = client.path("sb_mandate_end", mine.account.id, mandate.id)
    assert "Opsig betalingsaftalen" in text_of(client.get(end))
    assert client.post(end, {}).status_code == 302
    assert {(each.verb, each.state) for each in orders(mine)} == {("register", "undone"), ("end", "waiting")}
    other = business.as_manager(make.organization())
    assert other.here is not None
    assert other.get(end.replace(str(mine.organization), str(other.here.id))).status_code == 404


def test_when_it_counts() -> None:
    """9.1, 14.2: at 16 on a banking day, registered the next, collected from the one after, in time for its month."""
    days = calendar()
    friday_night = datetime(2027, 3, 19, 20, tzinfo=UTC)
    assert leaves_at(made_at=friday_night, is_test=False, calendar=days) == datetime(2027, 3, 22, 15, tzinfo=UTC)
    before_easter = datetime(2027, 3, 24, 16, tzinfo=UTC)
    assert leaves_at(made_at=before_easter, is_test=False, calendar=days) == datetime(2027, 3, 30, 14, tzinfo=UTC)
    company, agreement = external()
    found = counts_from(company, agreement=agreement, at=before_easter)
    assert (found.registered_on, found.first_on) == (date(2027, 3, 31), date(2027, 5, 3))


def test_links_stay_in_the_company() -> None:
    """SEC-19: another company's account is signed up by nobody here."""
    mine, _agreement = ours()
    other = business.as_manager(make.organization())
    assert other.get(other.path("sb_mandate_order", mine.account.id)).status_code == 404
    assert orders(mine) == []
