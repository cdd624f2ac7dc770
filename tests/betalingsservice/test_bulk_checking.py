"""The column engine finds exactly what the streaming reader finds, in sound files and in files with faults."""

from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.betalingsservice.mutations import fill_columns, mutated

from betalingsservice import reader
from betalingsservice.bulk import entries
from betalingsservice.bulk.cells import Cells, Truth
from betalingsservice.bulk.checking import check
from betalingsservice.deadlines import COPENHAGEN
from betalingsservice.findings import Finding
from betalingsservice.generate import MAKERS, Recipe, generate
from betalingsservice.settings import Agreement, Product, Settings
from betalingsservice.steps import Step
from betalingsservice.tally import Tally


def agreed(product: Product) -> Settings:
    agreement = Agreement(pbs_number="01234560", groups=frozenset({"00001"}), product=product)
    return Settings(received_at=datetime(2027, 1, 20, 9, tzinfo=COPENHAGEN), agreements={"01234560": agreement})


LATE = datetime(2027, 1, 22, 12, tzinfo=COPENHAGEN)
SETTINGS = [
    Settings(),
    agreed(Product.TOTAL),
    agreed(Product.BASIS),
    Settings(received_at=LATE, ean=True, several_a_day=True),
    Settings(plain_amounts=True, own_payer_id=True),
]


def delivery(**values: object) -> bytes:
    return b"".join(generate(Recipe(**values)))  # type: ignore[arg-type]


SOUND = {
    (kind, names): delivery(delivery_type=kind, entries=150, seed=9, names=names)
    for kind in MAKERS
    for names in (True, False)
}


def streamed(data: bytes, given_: Settings) -> list[Finding]:
    return sorted(reader.check(data, settings=given_))


def in_bulk(data: bytes, given_: Settings, size: int) -> list[Finding]:
    return sorted(check(BytesIO(data), settings=given_, size=size))


@given(
    st.sampled_from(sorted(SOUND)),
    st.integers(0, 2**32),
    st.integers(0, 6),
    st.sampled_from(SETTINGS),
    st.sampled_from([999, 7_000, 13_000, 1 << 20]),
)
@settings(max_examples=150, deadline=None)
def test_the_findings_are_the_same(
    kind: tuple[str, bool], seed: int, changes: int, given_: Settings, size: int
) -> None:
    data = mutated(SOUND[kind], seed=seed, changes=changes)
    assert in_bulk(data, given_, size) == streamed(data, given_)


@given(
    st.sampled_from(sorted(SOUND)), st.integers(0, 2**32), st.sampled_from(SETTINGS), st.sampled_from([7_000, 1 << 20])
)
@settings(max_examples=60, deadline=None)
def test_columns_that_hold_something_else_in_many_lines(
    kind: tuple[str, bool], seed: int, given_: Settings, size: int
) -> None:
    data = fill_columns(SOUND[kind], seed=seed)
    assert in_bulk(data, given_, size) == streamed(data, given_)


def test_sound_and_wrong_debtors_in_turns_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many short proven runs cost one count, not one each (they once cost more than reading every line)."""
    lines = delivery(entries=3000, names=False).split(b"\r\n")[:-1]
    places = [at for at, line in enumerate(lines) if line[:5] == b"BS042"]
    for at in places[::2]:
        lines[at] = lines[at][:60] + b"0" * 13 + lines[at][73:]
    data = b"".join(line + b"\r\n" for line in lines)
    counted: list[int] = []
    add = entries.add

    def noted(found: entries.Found, proven: Truth, tally: Tally) -> tuple[Cells, entries.Places]:
        counted.append(int(proven.sum()))
        return add(found, proven, tally)

    monkeypatch.setattr(entries, "add", noted)
    found = in_bulk(data, Settings(), 1 << 20)
    assert found == streamed(data, Settings())
    assert len(counted) == 1 and counted[0] > 1400
    assert sum(each.code == "amount.zero" for each in found) == 1500


@given(st.integers(0, 2**32), st.sampled_from([130 * 33, 1 << 20]))
@settings(max_examples=25, deadline=None)
def test_two_deliveries_in_a_file_have_their_own_memory(seed: int, size: int) -> None:
    first, second = SOUND["0601", True], SOUND["0601", False]
    data = mutated(first + second + first, seed=seed, changes=3)
    assert in_bulk(data, Settings(), size) == streamed(data, Settings())


def test_a_customer_with_two_collections_on_a_day_far_apart() -> None:
    lines = SOUND["0601", True].split(b"\r\n")[:-1]
    bodies = [at for at, line in enumerate(lines) if line[:5] == b"BS022" and line[17:22] == b"00001"]
    debtor = lines[bodies[3] : bodies[4]]
    data = b"\r\n".join([*lines[: bodies[120]], *debtor, *lines[bodies[120] :]]) + b"\r\n"
    found = in_bulk(data, Settings(), 1 << 20)
    assert found == streamed(data, Settings())
    assert [each.code for each in found if each.code.startswith("collection")] == ["collection.repeated"]


@pytest.mark.parametrize("size", [130 * 64, 1 << 20])
def test_every_collection_twice_on_five_days(size: int) -> None:
    lines = delivery(entries=300, names=False).split(b"\r\n")[:-1]
    for number, at in enumerate(at for at, line in enumerate(lines) if line[:5] == b"BS042"):
        lines[at] = lines[at][:51] + b"%02d" % (number % 5 + 1) + lines[at][53:]
    data = b"".join(line + b"\r\n" for line in [*lines[:-2], *lines[2:]])
    found = in_bulk(data, Settings(), size)
    assert found == streamed(data, Settings())
    assert sum(each.code == "collection.repeated" for each in found) == 300


@pytest.mark.parametrize("kind", ["0601", "0602", "0603"])
def test_a_sound_file_is_proven_and_not_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise it would be right and slow."""
    fed: list[int] = []
    feed = reader.Reader.feed

    def noted(self: reader.Reader, number: int, data: bytes) -> list[Step]:
        fed.append(number)
        return feed(self, number, data)

    monkeypatch.setattr(reader.Reader, "feed", noted)
    data = delivery(delivery_type=kind, entries=5000)
    assert list(check(BytesIO(data))) == []
    assert len(fed) < len(data) // 130 // 20


def test_a_repeated_letter_customer_is_found() -> None:
    data = (
        delivery(entries=200, names=False)
        .replace(b"000000000001005", b"00000000TEST001")
        .replace(b"000000000001105", b"TEST001        ")
    )
    found = in_bulk(data, Settings(), 1 << 20)
    assert found == streamed(data, Settings())
    assert "collection.repeated" in {each.code for each in found}


@given(st.binary(max_size=400) | st.text(" BS0429\n\r", max_size=400).map(str.encode), st.sampled_from([1, 7, 1000]))
def test_any_bytes_at_all(data: bytes, size: int) -> None:
    assert in_bulk(data, Settings(), size) == streamed(data, Settings())


@pytest.mark.parametrize("length", [65535, 65536, 65537, 65538, 200_000])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("size", [1000, 1 << 20])
def test_a_line_without_an_end(length: int, end: bytes, size: int) -> None:
    data = SOUND["0603", True][:500] + b"BS" + b"9" * (length - 2) + end + SOUND["0603", True][500:]
    assert in_bulk(data, Settings(), size) == streamed(data, Settings())
