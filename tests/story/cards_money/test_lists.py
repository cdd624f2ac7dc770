"""The company's lists: open items by age, settlements, differences with the gateway, the doctor."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.config.doctor import gateways as doctor
from selvbetjening.domain.payments.queries.ageing import by_age, open_csv, open_of_company
from selvbetjening.domain.payments.queries.differences import compare
from selvbetjening.domain.payments.queries.settlement import settlement, settlement_csv
from selvbetjening.domain.payments.rules.ageing import bucket_of
from selvbetjening.domain.payments.rules.references import is_ours, reference
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests.card_gateway import UNAUTHORISED, UNREACHED
from tests.story.cards_money.till import AT, Till, kr, later, line


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(-3, "0"), (0, "0"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"), (90, "61-90"),
     (91, "90+"), (4_000, "90+")],
)  # fmt: skip
def test_the_steps_of_age(days: int, bucket: str) -> None:
    assert bucket_of(days=days) == bucket


def test_references_of_ours_are_known() -> None:
    assert is_ours(text=reference(prefix="R", serial=47)) and is_ours(text="F0000000A1")
    assert not any(is_ours(text=text) for text in ("", "order-1234", "F0000000a1", "X000000001", "F00000001"))


def test_open_items_by_age(mine: Till) -> None:
    """One company's unpaid invoices only, each in its step, the sums to the øre."""
    old, new = mine.issue([line(8_000)]), mine.issue([line(4_000)])
    mine.pay(old, 1_000)
    mine.paid(mine.issue())
    with within(mine.organization):
        items = open_of_company(mine.organization, today=old.due_on + timedelta(days=45))
    assert [(item.number, item.rest.minor, item.bucket) for item in items] == [
        (old.number, 9_000, "31-60"), (new.number, 5_000, "31-60"),
    ]  # fmt: skip
    sums = by_age(items=items)["DKK"]
    assert [amount.minor for amount in sums.values()] == [0, 0, 14_000, 0, 0]
    rows = list(csv.DictReader(io.StringIO(open_csv(items=items).decode("utf-8-sig")), delimiter=";"))
    assert [(row["invoice"], row["left"], row["days_late"]) for row in rows] == [
        (str(old.number), "90,00", "45"), (str(new.number), "50,00", "45"),
    ]  # fmt: skip


def test_a_settlement_by_day(mine: Till) -> None:
    first, second = mine.issue(), mine.issue()
    one, two = mine.paid(first), mine.paid(second)
    mine.refund(mine.payment(one), 5_000)
    mine.book.at = later(1)
    mine.tell(mine.book.dispute(two, kr(25_000)), at=later(1))
    mine.pay(mine.issue(), 100)  # by bank: no gateway pays it out
    with within(mine.organization):
        days = settlement(mine.organization, first=AT.date(), last=later(9).date())
    told = [(day.on, day.payments.minor, day.refunds.minor, day.chargebacks.minor, day.net.minor) for day in days]
    assert told == [(later(1).date(), 0, 0, -25_000, -25_000), (AT.date(), 50_000, -5_000, 0, 45_000)]
    rows = list(csv.DictReader(io.StringIO(settlement_csv(days=days).decode("utf-8-sig")), delimiter=";"))
    assert {row["gateway_id"] for row in rows} >= {one, two, f"dispute_{two}"}
    assert sum(int(row["amount"].replace(",", "")) for row in rows) == 20_000


def test_the_books_are_compared(mine: Till) -> None:
    """Nothing where they agree; there and not here, here and not there, another amount; strangers are left out."""
    invoice, other = mine.issue(), mine.issue()
    paid, gone = mine.paid(invoice), mine.paid(other)
    mine.refund(mine.payment(paid), 5_000)
    wanted: dict[str, Any] = {"gateway_account": mine.gateway.id, "since": later(-1), "at": later(1)}
    assert compare(mine.organization, **wanted) == []
    mine.book.told = [fact for fact in mine.book.told if fact.external_id != gone]
    mine.book.tell("payment_succeeded", "pay_new", amount=kr(700), reference="F00000ZZZZ")
    mine.book.tell("payment_succeeded", "pay_stranger", amount=kr(700), reference="webshop-9")
    changed = next(place for place, fact in enumerate(mine.book.told) if fact.external_id == paid)
    mine.book.told[changed] = type(mine.book.told[changed])(
        **{name: getattr(mine.book.told[changed], name) for name in mine.book.told[changed].__slots__}
        | {"amount": kr(25_001)}
    )
    found = {(each.kind, each.external_id): (each.there, each.here) for each in compare(mine.organization, **wanted)}
    assert found == {
        ("missing_here", "pay_new"): (kr(700), None),
        ("missing_there", gone): (None, kr(25_000)),
        ("other_amount", paid): (kr(25_001), kr(25_000)),
    }


def test_the_doctor_says_what_is_wrong_with_a_gateway(mine: Till) -> None:
    """Answers and agrees; does not know the key; does not answer; and the first differences in words."""

    def told() -> list[tuple[str, bool]]:
        found = list(doctor._one(mine.gateway))
        return [(finding.what, finding.fine) for finding in found]

    clock.set_source(lambda: later(1))
    try:
        mine.gateway.organization = mine.owner
        mine.paid(mine.issue())
        assert [fine for _, fine in told()] == [True, True]
        mine.book.script("check", UNAUTHORISED, UNREACHED)
        for words in ("does not know the key", "does not answer"):
            ((what, fine),) = told()
            assert words in what and not fine
        mine.book.tell("payment_succeeded", "pay_new", amount=kr(700), reference="F00000ZZZZ")
        assert any("pay_new is at the gateway and not here (7.00 DKK there)" in what for what, _ in told())
        mine.book.script("recent", UNREACHED)
        assert any("could not be compared" in what for what, _ in told())
    finally:
        clock.reset()
