"""Small deliveries spoilt by a seed, and a judge that knows nothing of the library's own sums.

`tools/storm_deliveries.py` sends a million of them through the reader; the suite a few thousand.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from random import Random

from tests.betalingsservice.examples import EXAMPLES, joined, lines_of, put
from tests.betalingsservice.mutations import CHANGES
from tests.betalingsservice.sums import independent_totals, sum_of

from betalingsservice.bulk.checking import check
from betalingsservice.deadlines import COPENHAGEN
from betalingsservice.explain import explain
from betalingsservice.generate import MAKERS, Recipe, generate
from betalingsservice.reader import read
from betalingsservice.records import RawRecord
from betalingsservice.settings import Agreement, Settings
from betalingsservice.steps import Contents
from betalingsservice.writer import RefusedError, write

Change = Callable[[bytearray, Random], None]
CHARACTERS = b"0123456789 AZaz\xc6\xe6\r\n\t\x00\x1a\x80\xffBSLS"
KINDS = (b"002", b"012", b"022", b"042", b"052", b"062", b"092", b"992", b"777")
GIVEN = (
    Settings(),
    Settings(received_at=datetime(2027, 1, 20, 9, tzinfo=COPENHAGEN), agreements={
        "01234560": Agreement(pbs_number="01234560", groups=frozenset({"00001"})),
    }),
    Settings(own_payer_id=True, several_a_day=True, ean=True),
)  # fmt: skip


@cache
def sound() -> list[bytes]:
    """Deliveries without a fault, of every type: the reference's, invented ones, and rarer forms."""
    files = [joined(lines_of(number)) for number in EXAMPLES]
    files += [text.encode("latin-1") for text in EXAMPLES.values()]
    for kind in MAKERS:
        for entries in (1, 3, 12):
            for names in (True, False):
                recipe = Recipe(delivery_type=kind, entries=entries, seed=entries, names=names)
                files.append(b"".join(generate(recipe)))
    collections, payments, mandates = (lines_of(number) for number in ("0601", "0602", "0605"))
    disbursed = put(put(put(collections, 6, 60, "2"), 15, 43, f"{15050:015}"), 16, 43, f"{15050:015}")
    back = put(put(payments, 3, 14, "0239"), 4, 14, "0236")
    back = put(back, 4, 104, "0302270302270000000020000")
    net = put(put(back, 5, 43, f"{5050:015}"), 9, 43, f"{35050:015}")
    spaced = put(mandates, 1, 21, "  0000000002" + " " * 19 + "200127")
    files += [joined(lines) for lines in (disbursed, net, spaced, payments + collections)]
    assert all(read(data).is_accepted for data in files)
    return files


def change_byte(data: bytearray, dice: Random) -> None:
    data[dice.randrange(len(data))] = dice.choice(CHARACTERS)


def flip_bit(data: bytearray, dice: Random) -> None:
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def drop_byte(data: bytearray, dice: Random) -> None:
    del data[dice.randrange(len(data))]


def add_byte(data: bytearray, dice: Random) -> None:
    data.insert(dice.randrange(len(data)), dice.choice(CHARACTERS))


def cut(data: bytearray, dice: Random) -> None:
    del data[dice.randrange(1, len(data)) :]


def change_digit(data: bytearray, dice: Random) -> None:
    places = [place for place in dice.sample(range(len(data)), min(40, len(data))) if 48 <= data[place] <= 57]
    for place in places[:1]:
        data[place] = 48 + dice.randrange(10)


def change_amount(data: bytearray, dice: Random) -> None:
    """Another digit in an amount of a 042 line, or in a stated total."""
    places = {b"BS042": ((60, 73), (115, 128)), b"BS092": ((31, 68),), b"BS992": ((20, 68),)}
    starts = [at for at in range(len(data) - 5) if bytes(data[at : at + 5]) in places]
    if starts:
        at = dice.choice(starts)
        first, last = dice.choice(places[bytes(data[at : at + 5])])
        place = at + dice.randrange(first, last)
        if place < len(data) and data[place] not in b"\r\n":
            data[place] = 48 + dice.randrange(10)


def change_kind(data: bytearray, dice: Random) -> None:
    lines = bytes(data).split(b"\n")
    at = dice.randrange(len(lines))
    lines[at] = lines[at][:2] + dice.choice(KINDS) + lines[at][5:]
    data[:] = b"\n".join(lines)


def encode(data: bytearray, dice: Random) -> None:
    """The whole file in another character set."""
    text = bytes(data).decode("latin-1")
    data[:] = text.encode(dice.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]))


def change_lines(data: bytearray, dice: Random) -> None:
    end = b"\r\n" if b"\r\n" in data else b"\n"
    lines = [line or b" " for line in bytes(data).removesuffix(end).split(end)]
    dice.choice(CHANGES)(lines, dice)
    data[:] = b"".join(line + end for line in lines)


CHANGED: tuple[Change, ...] = (
    change_byte, flip_bit, drop_byte, add_byte, cut, change_digit, change_digit, change_amount, change_amount,
    change_kind, change_lines, change_lines, change_lines,
)  # fmt: skip


def spoilt(seed: int) -> bytes:
    """A delivery that is wrong in one to four ways, the same for the same seed."""
    dice = Random(seed)
    data = bytearray(dice.choice(sound()))
    for _ in range(dice.randrange(1, 5)):
        if len(data) > 1:
            dice.choice(CHANGED)(data, dice)
    if dice.random() < 0.02:
        encode(data, dice)
    return bytes(data)


def judge(seed: int) -> str:
    """Read a spoilt delivery; raises AssertionError where something that must hold does not. Says what became of it."""
    data, given = spoilt(seed), GIVEN[seed % len(GIVEN)]
    contents = read(data, settings=given)
    _said(contents, data)
    if seed % 16 == 0:
        assert sorted(check(BytesIO(data), settings=given, size=700)) == contents.findings, "the engines differ"
        for line in data.split(b"\n"):
            assert explain(line).label.da
    if not contents.is_accepted:
        if seed % 8 == 0:
            _written_again(contents, given)
        return "refused"
    _accepted(contents, data, given)
    return "accepted"


def _said(contents: Contents, data: bytes) -> None:
    lines = data.count(b"\n") + 1
    for finding in contents.findings:
        assert 0 <= finding.line <= lines and finding.column >= 1, finding
    for finding in contents.findings[:5]:
        assert all((finding.what("da"), finding.what("en"), finding.mend("da"), finding.mend("en")))


def _written_again(contents: Contents, given: Settings) -> None:
    # What is left when foreign and homeless lines are passed over may be sound, and may be written then.
    try:
        again = write(contents, settings=given)
    except RefusedError:
        return
    assert again == b"" or read(again, settings=given).is_accepted


def _accepted(contents: Contents, data: bytes, given: Settings) -> None:
    codes = {finding.code for finding in contents.findings}
    assert contents.deliveries and all(delivery.end is not None for delivery in contents.deliveries)
    # The totals of a section that nobody knows are believed, and the section is told of.
    if not codes & {"section.unknown", "section.obsolete"}:
        assert all(counts and amount for counts, amount in independent_totals(data)), "a wrong total was accepted"
        for delivery in contents.deliveries:
            raws = [(type(line) is RawRecord, line.raw) for part in delivery.sections for each in part.entries
                    for line in each.records]  # fmt: skip
            if not any(raw for raw, line in raws if line[2:5] == "042"):
                typed = sum_of(delivery.start.raw[16:20], [line for raw, line in raws if not raw])
                assert delivery.end is None or typed.agrees(delivery.end.raw), "what was read is not what was stated"
            else:
                assert codes & {"record.unknown"}, "a payment was passed over in silence"
    raws_ = [record.raw for delivery in contents.deliveries for record in delivery.records()]
    if not codes & {"section.old", "payer_id.code"}:
        assert write(contents, settings=given) == "".join(f"{raw}\r\n" for raw in raws_).encode("latin-1")


def storm(first: int, last: int) -> Iterator[tuple[int, str]]:
    """What became of each seed."""
    for seed in range(first, last):
        yield seed, judge(seed)
