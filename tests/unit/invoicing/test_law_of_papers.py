"""Each rule of law about documents, VAT, e-invoices and payment slips: one case that passes, one that does not."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.invoicing.rules import electronic, fik, required, vat
from selvbetjening.domain.invoicing.rules.totals import grouped, totals
from selvbetjening.kernel.law import REGISTRY

SELLER = required.Party(
    name="Nordlys", number="DK 12 34 56 74", address_line="Havnegade 1", postal_code="8000", city="Aarhus"
)
VECTORS = {
    "00404040000066": "004040400000669", "00000000001025": "000000000010256", "00000000000001": "000000000000018",
    "00000000000002": "000000000000026", "12345678901234": "123456789012347", "00000000000000": "000000000000000",
    "99999999999999": "999999999999994", "00020261000042": "000202610000426",
}  # fmt: skip


def test_every_rule_of_this_part_is_in_the_registry() -> None:
    wanted = {f"INV-{n}" for n in range(1, 16)} | {f"EIN-{n}" for n in range(1, 4)} | {f"FIK-{n}" for n in range(1, 6)}
    assert wanted <= set(REGISTRY)


def test_the_day_of_issue_is_copenhagens() -> None:
    """INV-1."""
    assert required.issue_day(at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC)) == date(2026, 4, 1)
    assert required.issue_day(at=datetime(2026, 1, 31, 22, 30, tzinfo=UTC)) == date(2026, 1, 31)


def test_numbers_follow_each_other() -> None:
    """INV-2."""
    assert required.is_sequential(numbers=[7, 8, 9]) and required.is_sequential(numbers=[])
    assert not required.is_sequential(numbers=[7, 9]) and not required.is_sequential(numbers=[7, 7])


def test_nobody_issues_without_number_name_and_address() -> None:
    """INV-3."""
    assert required.missing_of_seller(seller=SELLER) == ()
    assert required.missing_of_seller(seller=required.Party(name="Nordlys")) == (
        "number", "address_line", "postal_code", "city",
    )  # fmt: skip


def test_a_company_s_invoice_names_its_address_and_a_person_s_what_is_known() -> None:
    """INV-4."""
    nameless = required.Party(name="Anna")
    assert required.missing_of_buyer(buyer=nameless, party_type="consumer") == ()
    assert required.missing_of_buyer(buyer=nameless, party_type="public") == ("address_line", "postal_code", "city")
    assert required.missing_of_buyer(buyer=required.Party(name=" "), party_type="consumer") == ("name",)


def test_a_line_says_what_how_many_and_adds_up() -> None:
    """INV-5, INV-7."""
    row = required.Row(text="Timer", quantity=4, unit_price_minor=6_000, discount_minor=4_000, net_minor=20_000)
    assert required.missing_of_line(row=row) == ()
    wrong = required.Row(text=" ", quantity=0, unit_price_minor=6_000, net_minor=20_000)
    assert required.missing_of_line(row=wrong) == ("text", "quantity", "net")
    day = date(2026, 3, 1)
    part = required.Row(
        text="M", quantity=1, unit_price_minor=31_000, net_minor=1_000, starts_on=day, ends_on=date(2026, 3, 2)
    )
    assert required.missing_of_line(row=part) == ()


def test_the_period_is_shown_unless_it_is_the_day_of_issue() -> None:
    """INV-6."""
    day = date(2026, 3, 1)
    assert required.shows_period(starts_on=day, ends_on=date(2026, 4, 1), issued_on=day)
    assert not required.shows_period(starts_on=day, ends_on=date(2026, 3, 2), issued_on=day)
    assert not required.shows_period(starts_on=None, ends_on=None, issued_on=day)


def test_vat_is_computed_once_for_each_category_and_rate() -> None:
    """INV-8, INV-9, INV-14: three lines of 0.02 at 25 % bear 0.02, not three times nothing; exempt stands apart."""
    summed = grouped(nets=[("S", 2500, 2), ("S", 2500, 2), ("E", 0, 99), ("S", 2500, 2), ("O", 2500, 7)])
    assert summed.groups == (("S", 2500, 6, 2), ("E", 0, 99, 0), ("O", 0, 7, 0))
    assert (summed.net_minor, summed.vat_minor, summed.total_minor) == (112, 2, 114)


@given(st.lists(st.tuples(st.sampled_from([2500, 0]), st.integers(-(10**9), 10**9)), max_size=6))
def test_groups_by_category_and_by_rate_come_to_the_same(nets: list[tuple[int, int]]) -> None:
    """INV-14: a quote, which knows rates, and its invoice, which knows categories, agree to the øre."""
    ours = grouped(nets=[("S" if rate else "Z", rate, net) for rate, net in nets])
    theirs = totals(nets=nets)
    assert (ours.net_minor, ours.vat_minor) == (theirs.net_minor, theirs.vat_minor)


def test_a_small_sale_to_a_person_passes_with_the_simplified_set() -> None:
    """INV-10."""
    assert required.is_enough(missing=["buyer.city"], party_type="consumer", total_minor=300_000)
    assert not required.is_enough(missing=["buyer.city"], party_type="consumer", total_minor=300_001)
    assert not required.is_enough(missing=["buyer.city"], party_type="business", total_minor=100)
    assert not required.is_enough(missing=["seller.number"], party_type="consumer", total_minor=100)


def test_reverse_charge_is_for_businesses_with_a_vat_number() -> None:
    """INV-11."""
    assert vat.reverse_charge_refusal(party_type="business", vat_number="SE556677889901") == ""
    assert vat.reverse_charge_refusal(party_type="business", vat_number=" ") == "no_vat_number"
    assert vat.reverse_charge_refusal(party_type="consumer", vat_number="SE556677889901") == "not_a_business"


def test_a_person_reads_prices_with_vat() -> None:
    """INV-12."""
    assert vat.shows_gross(party_type="consumer")
    assert not vat.shows_gross(party_type="business")


def test_vat_in_kroner_uses_the_newest_rate_in_force_and_never_a_guess() -> None:
    """INV-13."""
    rates = [
        ("EUR", date(2026, 1, 1), 7_450_000),
        ("EUR", date(2026, 3, 1), 7_460_500),
        ("SEK", date(2026, 1, 1), 650_000),
    ]
    shown = vat.in_kroner(vat_minor=7_980, currency="EUR", on=date(2026, 3, 1), rates=rates)
    assert shown == vat.Kroner(59_535, 7_460_500)
    assert vat.in_kroner(vat_minor=7_980, currency="DKK", on=date(2026, 3, 1), rates=()) is None
    with pytest.raises(vat.NoRate, match="USD 2026-03-01"):
        vat.in_kroner(vat_minor=1, currency="USD", on=date(2026, 3, 1), rates=rates)
    with pytest.raises(vat.NoRate):
        vat.in_kroner(vat_minor=1, currency="EUR", on=date(2025, 12, 31), rates=rates)


def test_the_rate_of_vat_is_that_of_the_day() -> None:
    """INV-14."""
    assert vat.standard_rate(on=date(2026, 1, 1)) == 2500
    table = [(date(2027, 1, 1), 2400), (date(1992, 1, 1), 2500)]
    assert [vat.standard_rate(on=day, table=table) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [2500, 2400]
    with pytest.raises(ValueError, match="no rate"):
        vat.standard_rate(on=date(1991, 12, 31))


def test_a_sale_to_a_person_elsewhere_in_the_eu_is_blocked_by_default() -> None:
    """INV-15."""
    day = date(2026, 5, 1)
    assert vat.sale_abroad_refusal(party_type="consumer", country="SE", on=day) == "oss"
    for party, country in (("business", "SE"), ("consumer", "DK"), ("consumer", ""), ("consumer", "NO")):
        assert vat.sale_abroad_refusal(party_type=party, country=country, on=day) == ""
    assert vat.sale_abroad_refusal(party_type="consumer", country="SE", on=day, rate=0) == ""
    table = [("SE", date(2026, 1, 1), 2500), ("DE", date(2026, 1, 1), 1900)]
    assert vat.destination_rate(country="DE", on=date(2026, 5, 1), table=table) == 1900
    answers = [
        vat.sale_abroad_refusal(party_type="consumer", country=country, on=day, mode="rate_table", table=table)
        for country in ("SE", "DE", "FI")
    ]
    assert answers == ["", "oss_rate", "oss"]
    with pytest.raises(vat.NoRate):
        vat.destination_rate(country="FI", on=date(2026, 5, 1), table=table)


def test_a_public_buyer_without_its_references_is_warned_about() -> None:
    """EIN-1."""

    def warned(**given: str) -> tuple[str, ...]:
        fields = {"party_type": "public", "ean": "5798000000001", "reference": "Inge", "po_number": ""} | given
        return electronic.missing_references(**fields)

    assert warned() == ()
    assert warned(reference=" ") == ("reference",)
    assert warned(ean="5798000000002") == ("ean",)
    assert warned(party_type="business", ean="", reference="") == ()
    assert not electronic.takes_mail(party_type="public") and electronic.takes_mail(party_type="consumer")


def test_formats_are_made_in_the_order_of_the_setting() -> None:
    """EIN-2."""
    assert electronic.kinds(formats=["oioubl21", "bis3"], addressable=True, danish=True) == ("oioubl", "bis3")
    assert electronic.kinds(formats=["oioubl21", "bis3"], addressable=True, danish=False) == ("bis3",)
    assert electronic.kinds(formats=["bis3"], addressable=False, danish=True) == ()


def test_who_gets_an_e_invoice() -> None:
    """EIN-3."""
    assert electronic.is_sent(party_type="public", addressable=True)
    assert not electronic.is_sent(party_type="business", addressable=True)
    assert electronic.is_sent(party_type="business", addressable=True, wanted="business")
    assert not electronic.is_sent(party_type="consumer", addressable=True, wanted="business")
    assert not electronic.is_sent(party_type="consumer", addressable=False, wanted="all")


def test_what_was_answered_is_not_sent_again() -> None:
    """EIN-4."""
    assert electronic.may_try_again(state="waiting")
    assert not any(electronic.may_try_again(state=state) for state in ("accepted", "rejected", "failed"))


@pytest.mark.parametrize(("payload", "expected"), VECTORS.items())
def test_payment_ids_carry_their_check_digit(payload: str, expected: str) -> None:
    """FIK-2."""
    assert fik.identifier(payload=payload) == expected
    assert fik.is_identifier(text=expected)
    assert not fik.is_identifier(text="000000000010265")


def test_the_line_is_printed_without_and_read_with_or_without_the_blank() -> None:
    """FIK-1, FIK-3, FIK-4."""
    line = fik.printed(payload="00000000001025", creditor="81234567")
    assert line == "+71<000000000010256+81234567<"
    blank = fik.printed(payload="00000000001025", creditor="81234567", blank=True)
    assert fik.read(line=line) == fik.read(line=blank) == ("00000000001025", "81234567")
    with pytest.raises(ValueError, match="FIK"):
        fik.read(line="+71<000000000010265+81234567<")
    assert fik.is_for_invoices(code="71") and not fik.is_for_invoices(code="75")
    assert fik.is_creditor(text="81234567") and not fik.is_creditor(text="8123456")


@given(st.integers(1, 10**8 - 1), st.text("0123456789", max_size=6))
def test_a_payload_is_read_back(number: int, prefix: str) -> None:
    """FIK-5."""
    payload = fik.payload_of(prefix=prefix, number=number)
    assert len(payload) == 14 and fik.number_of(payload=payload, prefix=prefix) == number


def test_a_payload_never_holds_more_than_there_is_room_for() -> None:
    """FIK-5."""
    with pytest.raises(fik.TooLong):
        fik.payload_of(prefix="202600", number=10**8)
    with pytest.raises(ValueError, match="digits"):
        fik.payload_of(prefix="A1", number=1)
    with pytest.raises(ValueError, match="begins with one"):
        fik.payload_of(prefix="", number=0)
    with pytest.raises(ValueError, match="series"):
        fik.number_of(payload="20260000000001", prefix="2027")
