"""Generated deliveries hold to their tables and their totals, and are the same for the same seed."""

from collections import Counter
from datetime import date

import pytest

from betalingsservice.calendar import is_banking_day
from betalingsservice.generate import MAKERS, Recipe, UnknownDeliveryError, generate
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.records import RawRecord, Record


def records(recipe: Recipe) -> list[Record]:
    """Every line by the table that its delivery and section name."""
    delivery = DELIVERIES[recipe.delivery_type]
    section, found = delivery.section("none"), []
    for number, data in enumerate(generate(recipe), start=1):
        line = data.decode("latin-1").removesuffix("\r\n")
        assert len(line) == 128
        if line[2:5] == "012":
            section = delivery.section(line[13:17])
        frame: dict[str, type[Record]] = {"002": DeliveryStart, "012": delivery.section_start}
        frame |= {"092": delivery.section_end, "992": delivery.end}
        found.append(frame.get(line[2:5], section.table(line)).of(line, number))
    return found


@pytest.mark.parametrize("delivery_type", sorted(MAKERS))
@pytest.mark.parametrize("entries", [0, 1, 7, 200])
def test_every_line_is_as_its_table_says(delivery_type: str, entries: int) -> None:
    made = records(Recipe(delivery_type=delivery_type, entries=entries, seed=3))
    assert [record.number for record in made if not record.is_clean or type(record) is RawRecord] == []
    assert made[0].values()["subsystem"] == made[-1].values()["subsystem"] == "KR9"


@pytest.mark.parametrize("delivery_type", ["0601", "0602"])
def test_totals_are_those_of_the_lines(delivery_type: str) -> None:
    made = records(Recipe(delivery_type=delivery_type, entries=300, seed=5))
    kinds = Counter(record.raw[2:5] for record in made)
    field = "amount" if delivery_type == "0601" else "paid"
    amounts = sum(record.values()[field] for record in made if record.raw[2:5] == "042")
    end = made[-1].values()
    assert kinds["042"] == end["collections"] == 300
    assert (end["amount"], end["names"], end["texts"]) == (amounts, kinds["022"], kinds["052"])
    assert end["sections"] == kinds["012"] == kinds["092"]


def test_the_seed_decides_everything() -> None:
    recipe = Recipe(entries=50, seed=1)
    assert list(generate(recipe)) == list(generate(recipe))
    assert list(generate(recipe)) != list(generate(Recipe(entries=50, seed=2)))


def test_a_basis_delivery_has_no_addresses_and_a_mandate_in_each() -> None:
    made = records(Recipe(entries=200, names=False))
    assert all(record.raw[2:5] != "022" for record in made)
    assert all(record.values()["mandate"].strip("0") for record in made if record.raw[2:5] == "042")


def test_a_basis_delivery_of_mandates_registers_the_customers_of_the_collections() -> None:
    """0605 before 0601, so that what is collected has a mandate: the same customers, and nothing that is not there."""
    registered = [one.values() for one in records(Recipe(delivery_type="0605", entries=30, names=False))]
    collected = [one for one in records(Recipe(entries=30, names=False)) if one.raw[2:5] == "042"]
    told = [one for one in registered if "branch" in one]
    assert len(told) == 30
    assert [one["customer"] for one in told] == [one.values()["customer"] for one in collected]


@pytest.mark.parametrize("created_on", [date(2027, 1, 20), date(2027, 1, 25), date(2028, 2, 29), date(2026, 12, 31)])
def test_what_is_due_keeps_the_deadline(created_on: date) -> None:
    due = Recipe(created_on=created_on).due_on
    assert is_banking_day(due)
    assert 0 < (due - created_on).days <= 90


@pytest.mark.parametrize("delivery_type", sorted(MAKERS))
def test_a_delivery_is_numbered_as_its_direction_says(delivery_type: str) -> None:
    """Section 2: a running number to BS; seven digits and 001 from it. 5.3: the date of 012 in 0605 is zeros."""
    made = records(Recipe(delivery_type=delivery_type, number=42))
    to_bs = DELIVERIES[delivery_type].to_bs
    assert made[0].values()["identification"] == ("0000000042" if to_bs else "0000042001")
    assert delivery_type != "0605" or made[1].raw[44:50] == "000000"


def test_another_type_is_refused() -> None:
    with pytest.raises(UnknownDeliveryError, match="0699"):
        generate(Recipe(delivery_type="0699"))
