"""What may be credited, and its VAT (CRN-1, CRN-3, CRN-4, INV-14); which credit pays what; how long papers are kept."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.invoicing.rules.credits import (
    Creditable,
    NotCredited,
    check_credits,
    check_reason,
    credit_totals,
    void,
)
from selvbetjening.domain.invoicing.rules.retention import may_be_deleted, retain_until
from selvbetjening.domain.invoicing.rules.totals import grouped
from selvbetjening.domain.payments.rules import Owed, Source, matched

RATES = st.sampled_from([("S", 2500), ("S", 1200), ("Z", 0), ("E", 0), ("AE", 0)])


def line(net: int, *, credited: int = 0, offset: int = 0, category: str = "S", rate: int = 2500) -> Creditable:
    return Creditable(uuid4(), net, credited, offset, category, rate)


def vat_groups(lines: list[Creditable]) -> dict[tuple[str, int], int]:
    summed = grouped(nets=[(each.vat_category, each.vat_basis_points, each.net_minor) for each in lines])
    return {(group.vat_category, group.vat_basis_points): group.vat_minor for group in summed.groups}


def test_crn_3_never_more_than_is_left_of_a_line() -> None:
    mine = line(1000, credited=300, offset=200)
    check_credits(lines=[mine], credits={mine.id: 500})
    for net in (501, -1):
        with pytest.raises(NotCredited, match="more_than_left"):
            check_credits(lines=[mine], credits={mine.id: net})
    with pytest.raises(NotCredited, match="nothing"):
        check_credits(lines=[mine], credits={mine.id: 0})
    with pytest.raises(NotCredited, match="unknown_line"):
        check_credits(lines=[mine], credits={uuid4(): 1})


def test_crn_1_a_credit_note_says_why() -> None:
    assert check_reason(reason=" Opsagt \n i dag ") == "Opsagt i dag"
    for reason in ("", "   ", "x" * 201):
        with pytest.raises(NotCredited, match="reason"):
            check_reason(reason=reason)


def test_crn_4_void_is_all_that_is_left_and_nothing_else() -> None:
    whole, part, gone = line(1000), line(-300, credited=-100), line(500, credited=500)
    assert void(lines=[whole, part, gone]) == {whole.id: 1000, part.id: -200}
    assert void(lines=[gone]) == {}


def test_below_zero_is_refused_dk_r_016() -> None:
    given_back = line(-400)
    with pytest.raises(NotCredited, match="below_zero"):
        credit_totals(lines=[line(1000), given_back], credits={given_back.id: -400}, vat={("S", 2500): 150})


@settings(max_examples=150, deadline=None)
@given(
    nets=st.lists(st.tuples(st.integers(1, 99_999), RATES), min_size=1, max_size=5),
    steps=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 99_999)), max_size=12),
)
def test_all_credits_together_are_the_invoice_to_the_oere(
    nets: list[tuple[int, tuple[str, int]]], steps: list[tuple[int, int]]
) -> None:
    """CRN-3, INV-14: whatever is credited in whatever pieces, VAT and net never exceed the invoice's; the last øre
    makes them equal."""
    lines = [line(net, category=category, rate=rate) for net, (category, rate) in nets]
    vat = vat_groups(lines)
    net_sum = vat_sum = 0

    def take(credits: dict[UUID, int]) -> None:
        nonlocal net_sum, vat_sum, lines
        summed = credit_totals(lines=lines, credits=credits, vat=vat)
        assert summed.vat_minor >= 0
        net_sum, vat_sum = net_sum + summed.net_minor, vat_sum + summed.vat_minor
        assert vat_sum <= sum(vat.values())
        lines = [each._replace(credited_minor=each.credited_minor + credits.get(each.id, 0)) for each in lines]

    for at, wish in steps:
        mine = lines[at % len(lines)]
        if net := min(wish, mine.left):
            take({mine.id: net})
    if rest := void(lines=lines):
        take(rest)
    assert net_sum == sum(each.net_minor for each in lines)
    assert vat_sum == sum(vat.values())


@settings(max_examples=100, deadline=None)
@given(
    goods=st.lists(st.tuples(st.integers(1, 5000), st.sampled_from(["DKK", "EUR"]), st.integers(0, 4)), max_size=5),
    debts=st.lists(st.tuples(st.integers(1, 5000), st.sampled_from(["DKK", "EUR"])), max_size=5),
)
def test_credit_pays_once_and_within_its_currency(
    goods: list[tuple[int, str, int]], debts: list[tuple[int, str]]
) -> None:
    owed = [Owed(uuid4(), number, currency, left) for number, (left, currency) in enumerate(debts)]
    sources = [
        Source(uuid4(), currency, left, own=next((o.invoice for o in owed[at:] if o.currency == currency), None))
        for left, currency, at in goods
    ]
    uses = matched(sources=sources, owed=owed)
    for source in sources:
        assert sum(use.minor for use in uses if use.source == source) <= source.left
    for each in owed:
        mine = [use for use in uses if use.invoice == each.invoice]
        assert {use.source.currency for use in mine} <= {each.currency}
        assert sum(use.minor for use in mine) <= each.left
    for currency in ("DKK", "EUR"):
        good = sum(source.left for source in sources if source.currency == currency)
        debt = sum(each.left for each in owed if each.currency == currency)
        assert sum(use.minor for use in uses if use.source.currency == currency) == min(good, debt)


def test_own_original_first_then_the_named_then_the_oldest() -> None:
    old, own, new = (Owed(uuid4(), number, "DKK", 100) for number in (1, 2, 3))
    source = Source(uuid4(), "DKK", 250, own=own.invoice)
    uses = matched(sources=[source], owed=[old, own, new], first=[new.invoice])
    assert [(use.invoice, use.minor) for use in uses] == [(own.invoice, 100), (new.invoice, 100), (old.invoice, 50)]
    assert [use.invoice for use in matched(sources=[source], owed=[old, own, new], own_only=True)] == [own.invoice]


@pytest.mark.parametrize(
    ("on", "ends", "until"),
    [
        (date(2026, 3, 10), "12-31", date(2031, 12, 31)),
        (date(2026, 12, 31), "12-31", date(2031, 12, 31)),
        (date(2026, 7, 1), "06-30", date(2032, 6, 30)),
        (date(2026, 6, 30), "06-30", date(2031, 6, 30)),
        (date(2027, 3, 1), "02-29", date(2033, 2, 28)),
        (date(2026, 2, 28), "02-29", date(2031, 2, 28)),
    ],
)
def test_bok_1_five_years_from_the_end_of_the_financial_year(on: date, ends: str, until: date) -> None:
    assert retain_until(on=on, financial_year_ends=ends) == until
    assert not may_be_deleted(retained_until=until, today=until)
    assert may_be_deleted(retained_until=until, today=until.replace(day=1, month=until.month % 12 + 1, year=2040))
    assert not may_be_deleted(retained_until=None, today=date(2099, 1, 1))
