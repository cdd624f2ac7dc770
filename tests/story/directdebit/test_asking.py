"""Amounts of our own are asked for: which days, whom, once; and what is heard of them (issue 6 B; 4, 14, 17.1)."""

import threading
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.ask_collections import AskedCollection, Refused, ask_collections
from selvbetjening.domain.directdebit.actions.charge_back import charge_back
from selvbetjening.domain.directdebit.actions.mandates import end_mandate
from selvbetjening.domain.directdebit.actions.withdraw_collections import withdraw_collections
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement
from selvbetjening.domain.directdebit.ports import Verdict
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from tests import directdebit as dd
from tests.story.directdebit.test_settling import Told

pytestmark = pytest.mark.usefixtures("database")
CPH = ZoneInfo("Europe/Copenhagen")


def wish(customer: str = "1017", minor: int = 14950, **values: Any) -> AskedCollection:
    fields: dict[str, Any] = {"due_on": dd.DUE, "reference": f"F{customer}"[:9]}
    return AskedCollection(customer_number=customer, amount=Money(minor, "DKK"), **{**fields, **values})


def ask(mine: CreditorAgreement, *asked: AskedCollection, at: datetime = dd.AT, **values: Any) -> tuple[UUID, ...]:
    return ask_collections(OrganizationId(mine.organization_id), agreement=mine.id, asked=asked, at=at, **values)


def refusals(mine: CreditorAgreement, *asked: AskedCollection, **values: Any) -> list[tuple[str, date | None]]:
    with pytest.raises(Refused) as refused:
        ask(mine, *asked, **values)
    return [(each.reason, each.first_on) for each in refused.value.refusals]


def with_mandates(*customers: str, **terms: Any) -> tuple[OrganizationId, CreditorAgreement]:
    company = dd.company()
    mine = dd.agreement(company, **terms)
    for customer in customers:
        dd.mandate(mine, customer)
    return company, mine


def facts(company: OrganizationId, name: str) -> list[dict[str, Any]]:
    with within(company):
        found = Event.objects.filter(organization_id=company, name=f"directdebit.{name}").order_by("at")
        return list(found.values_list("data", flat=True))


def test_it_goes_the_way_of_one_from_a_file() -> None:
    """Asked for, scheduled, paid and final; the fact about the payment carries what a booking needs."""
    company, mine = with_mandates("1017")
    (id_,) = ask(mine, wish(minor=14950))
    dd.days(company, date(2027, 1, 20), date(2027, 2, 9))
    (row,) = dd.standing(company)
    assert (row.id, row.state, row.way, row.source_delivery) == (id_, "final", "automatic", None)
    paid = {
        "collection": str(id_), "invoice": None, "amount": {"minor": 14950, "currency": "DKK"}, "on": "2027-02-01",
        "code": "0236",
    }  # fmt: skip
    assert facts(company, "collection_completed") == [paid]
    assert facts(company, "collections_asked")[0]["count"] == 1
    assert charge_back(company, collection=id_, on=date(2027, 2, 10), actor=SYSTEM, at=dd.AT)
    assert facts(company, "collection_charged_back") == [{**paid, "on": "2027-02-10", "code": "0239"}]


def test_a_rejection_and_an_ended_mandate_are_told_with_the_amount(settings: Any) -> None:
    """0237 and 0238: no money moved, so the fact carries what was asked for."""
    settings.CLEARING = "tests.story.directdebit.test_settling.Told"
    Told.verdicts, Told.back, Told.asked, Told.broken = {"1017": (Verdict.REFUSED, dd.DUE)}, {}, [], False
    company, mine = with_mandates("1017", "1025")
    ids = ask(mine, wish("1017"), wish("1025", 20000))
    dd.days(company, date(2027, 1, 23), date(2027, 1, 23))
    with within(company):
        mandate = queries.mandate_of(company, customer_number="001025")
    assert mandate is not None
    end_mandate(company, mandate=mandate.id, by="bank", actor=SYSTEM, at=dd.AT + timedelta(days=4))
    dd.days(company, date(2027, 1, 24), dd.DUE)
    (ended,) = facts(company, "collection_cancelled")
    assert (ended["collection"], ended["by"], ended["amount"]["minor"], ended["code"]) == (
        str(ids[1]), "mandate", 20000, "0238",
    )  # fmt: skip
    (refused,) = facts(company, "collection_rejected")
    assert (refused["collection"], refused["amount"]["minor"], refused["code"]) == (str(ids[0]), 14950, "0237")


def test_what_cannot_be_asked_for() -> None:
    """4, 9, 17.1: each wrong one is named with its reason, and the first day that is possible; nothing is made."""
    company, mine = with_mandates("1017", "1025", "1033", "1041", "1058")
    late = datetime(2027, 1, 22, 11, 0, tzinfo=CPH)
    assert refusals(
        mine,
        wish("1017", due_on=date(2027, 2, 6)),
        wish("1025", due_on=date(2027, 1, 27)),
        wish("1033", due_on=date(2027, 4, 26)),
        wish("1041", 0),
        wish("9999"),
        wish("10 58"),
        wish("1058", reference="x" * 31),
    ) == [
        ("closed_day", date(2027, 2, 8)),
        ("late", dd.DUE),
        ("far", None),
        ("amount", None),
        ("no_mandate", None),
        ("customer_number", None),
        ("reference", None),
    ]
    assert refusals(mine, wish(), at=late) == [("late", date(2027, 3, 1))]
    assert ask(mine, wish(), at=late, with_fee=True)
    assert refusals(mine, wish("1025"), at=datetime(2027, 1, 27, 11, 0, tzinfo=CPH), with_fee=True) == [
        ("late", date(2027, 3, 1))
    ]
    assert len(dd.standing(company)) == 1


def test_one_live_collection_for_a_customer_and_day() -> None:
    """4, 17.1 (8): the second is refused and the first named, whichever way it came; one withdrawn is in no way."""
    company, mine = with_mandates("1017", "1025")
    (first,) = ask(mine, wish("1017"))
    with pytest.raises(Refused) as refused:
        ask(mine, wish("01017", 100), wish("1025"), wish("1025", 200))
    assert [(each.place, each.reason, each.standing) for each in refused.value.refusals] == [
        (0, "taken", first), (2, "taken", None),
    ]  # fmt: skip
    dd.register(company, [dd.line(mine, "1025", 14950)])
    with pytest.raises(Refused) as refused:
        ask(mine, wish("1025"))
    (other,) = dd.standing(company, match_key="1025")
    assert [each.standing for each in refused.value.refusals] == [other.id]
    assert withdraw_collections(company, collections=[first], at=dd.AT).cancelled == (first,)
    assert ask(mine, wish("1017"))


def test_two_at_once_make_one() -> None:
    """Eight threads ask for the same: one collection, seven refusals that name it."""
    company, mine = with_mandates("1017")
    made: list[Any] = []
    start = threading.Barrier(8)

    def run() -> None:
        start.wait()
        try:
            made.append(ask(mine, wish()))
        except Refused as refused:
            made.append(refused.refusals[0].standing)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (row,) = dd.standing(company)
    assert sorted(made, key=str) == sorted([(row.id,), *[row.id] * 7], key=str)


def test_nothing_of_the_neighbours() -> None:
    """Another company's agreement, mandate or collection is not there."""
    company, mine = with_mandates("1017")
    (id_,) = ask(mine, wish())
    other = dd.company()
    with pytest.raises(CreditorAgreement.DoesNotExist):
        ask_collections(other, agreement=mine.id, asked=[wish()], at=dd.AT)
    with pytest.raises(Collection.DoesNotExist):
        withdraw_collections(other, collections=[id_], at=dd.AT)
    with within(other):
        assert queries.mandate_of(other, customer_number="1017") is None
    with within(company):
        assert queries.mandate_of(company, customer_number="0001017") is not None


def test_withdrawing_until_it_is_on_the_overview() -> None:
    """14.2: before the deadline it is cancelled, once; after it stands on the overview it is too late."""
    company, mine = with_mandates("1017", "1025")
    first, second = ask(mine, wish("1017"), wish("1025"))
    done = withdraw_collections(company, collections=[first, first], at=dd.AT)
    assert done.cancelled == (first,)
    dd.days(company, date(2027, 1, 23), date(2027, 1, 23))
    again = withdraw_collections(company, collections=[first, second], at=dd.AT)
    assert (again.cancelled, again.too_late) == ((), (first, second))
    (fact,) = facts(company, "collection_cancelled")
    assert (fact["by"], fact["amount"]["minor"], fact["collection"]) == ("creditor", 14950, str(first))


def test_the_possible_days() -> None:
    """14.2: the first due day in time, and by when; an external Betalingsservice leaves time to send the file."""
    company = dd.company()
    ours, theirs = dd.agreement(company), dd.agreement(company, role="external")
    practice = dd.agreement(company, is_test=True)
    with within(company):
        found = [
            queries.possible_days(company, agreement=each.id, from_on=date(2027, 1, 21), at=dd.AT)
            for each in (ours, theirs, practice)
        ]
        assert queries.possible_days(company, agreement=ours.id, from_on=date(2027, 4, 21), at=dd.AT) is None
        easter = queries.possible_days(company, agreement=ours.id, from_on=date(2027, 3, 25), at=dd.AT)
    deadline = datetime(2027, 1, 22, 11, 0, tzinfo=CPH)
    assert [each and (each.first_on, each.hand_in_before) for each in found] == [
        (dd.DUE, deadline), (dd.DUE, deadline.replace(hour=9)), (dd.DUE, deadline),
    ]  # fmt: skip
    assert easter is not None
    assert easter.first_on == date(2027, 3, 30)


def test_an_unknown_collection_withdraws_nothing() -> None:
    """All or none: an id that is not the company's leaves the others as they are."""
    company, mine = with_mandates("1017")
    (id_,) = ask(mine, wish())
    with pytest.raises(Collection.DoesNotExist):
        withdraw_collections(company, collections=[id_, uuid4()], at=dd.AT)
    assert dd.states(company) == {"1017": "received"}
