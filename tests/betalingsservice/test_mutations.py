"""Broken files: no crash, no hang, and never a total that is silently wrong.

The suite runs some thousands with fixed seeds; `python -m tests.betalingsservice.test_mutations 1000000` any number.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from tests.betalingsservice.examples import EXAMPLES, joined, lines_of

from betalingsservice.reader import read
from betalingsservice.writer import RefusedError, write

Dice = random.Random
FILES = [joined(lines_of(number)) for number in EXAMPLES]
FILES += [text.encode("latin-1") for text in EXAMPLES.values()]
CHARACTERS = b"0123456789 AZaz\xc6\xe6\r\n\t\x00\x1a\x80\xffBSLS"


def change_byte(data: bytearray, dice: Dice) -> None:
    data[dice.randrange(len(data))] = dice.choice(CHARACTERS)


def drop_byte(data: bytearray, dice: Dice) -> None:
    del data[dice.randrange(len(data))]


def add_byte(data: bytearray, dice: Dice) -> None:
    data.insert(dice.randrange(len(data)), dice.choice(CHARACTERS))


def cut(data: bytearray, dice: Dice) -> None:
    del data[dice.randrange(1, len(data)) :]


def change_digit(data: bytearray, dice: Dice) -> None:
    places = [place for place in dice.sample(range(len(data)), min(40, len(data))) if 48 <= data[place] <= 57]
    for place in places[:1]:
        data[place] = 48 + dice.randrange(10)


def _lines(change: Callable[[list[bytes], Dice], None]) -> Callable[[bytearray, Dice], None]:
    def mutate(data: bytearray, dice: Dice) -> None:
        lines = bytes(data).split(b"\n")
        change(lines, dice)
        data[:] = b"\n".join(lines)

    return mutate


@_lines
def repeat_line(lines: list[bytes], dice: Dice) -> None:
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))


@_lines
def drop_line(lines: list[bytes], dice: Dice) -> None:
    del lines[dice.randrange(len(lines))]


@_lines
def swap_lines(lines: list[bytes], dice: Dice) -> None:
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]


@_lines
def change_record_type(lines: list[bytes], dice: Dice) -> None:
    place = dice.randrange(len(lines))
    lines[place] = (
        lines[place][:2]
        + dice.choice([b"002", b"012", b"022", b"042", b"052", b"062", b"092", b"992", b"777"])
        + lines[place][5:]
    )


MUTATIONS = (
    change_byte,
    drop_byte,
    add_byte,
    cut,
    change_digit,
    repeat_line,
    drop_line,
    swap_lines,
    change_record_type,
)


def mutated(seed: int) -> bytes:
    """A file that is wrong in one to three ways, the same for the same seed."""
    dice = random.Random(seed)
    data = bytearray(dice.choice(FILES))
    for _ in range(dice.randrange(1, 4)):
        if len(data) > 1:
            dice.choice(MUTATIONS)(data, dice)
    return bytes(data)


def _digits(content: bytes) -> int:
    return int(content) if content.isdigit() else 0


def independent_totals(data: bytes) -> Iterator[tuple[bool, bool]]:
    """Per delivery with a 992 of 0601, 0602 or 0603: whether its stated counts are the lines', and its amount theirs.

    Written without the library on purpose: plain slices at the reference's positions.
    """
    delivery, counts, plain, net = b"", [0, 0, 0, 0], 0, 0
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r").ljust(128)
        kind = line[:5]
        if kind == b"BS002":
            delivery, counts, plain, net = line[16:20], [0, 0, 0, 0], 0, 0
        for place, kinds in enumerate(COUNTED):
            counts[place] += kind in kinds
        if kind == b"BS042":
            more = AMOUNTS.get(delivery, _nothing)(line)
            plain, net = plain + more[0], net + more[1]
        if kind == b"BS992" and delivery in {b"0601", b"0602", b"0603"}:
            stated = [_digits(line[start : start + 11]) for start in (20, 31, 57, 83)]
            amount = _digits(line[42:57])
            yield stated == counts, delivery == b"0603" or amount in ({net} if delivery == b"0601" else {plain, net})


COUNTED = ({b"BS012"}, {b"BS042"}, {b"BS052", b"BS062"}, {b"BS022"})


def _collected(line: bytes) -> tuple[int, int]:
    amount = _digits(line[60:73])
    return 0, amount if line[59:60] == b"1" else -amount if line[59:60] == b"2" else 0


def _paid(line: bytes) -> tuple[int, int]:
    amount, code = _digits(line[115:128]), line[13:17]
    disbursed = line[58:59] == b"2" if code in {b"0297", b"0299"} else line[55:56] == b"2"
    back = code in {b"0239", b"0299"}
    return amount, 0 if code == b"0238" else -amount if back != disbursed else amount


def _nothing(line: bytes) -> tuple[int, int]:
    return 0, 0


AMOUNTS = {b"0601": _collected, b"0602": _paid}


def judge(data: bytes) -> str:
    """Read one file; raises AssertionError when something that must hold does not. Says what became of it."""
    contents = read(data)
    if not contents.is_accepted:
        try:
            # What is left when foreign and homeless lines are passed over may be sound, and may be written then.
            again = write(contents)
        except RefusedError:
            return "refused"
        assert again == b"" or read(again).is_accepted
        return "refused"
    assert contents.deliveries and all(delivery.end is not None for delivery in contents.deliveries)
    assert all(counts and amount for counts, amount in independent_totals(data)), "a wrong total was accepted"
    raws = [record.raw for delivery in contents.deliveries for record in delivery.records()]
    assert write(contents) == "".join(f"{raw}\r\n" for raw in raws).encode("latin-1")
    return "accepted"


@pytest.mark.parametrize("batch", range(8))
def test_a_mutated_delivery_never_crashes_and_never_passes_with_a_wrong_total(batch: int) -> None:
    """17.2, 3: reject on a missing 992 or wrong counts. Seeds are fixed, 500 files in each batch."""
    became = [judge(mutated(seed)) for seed in range(batch * 500, batch * 500 + 500)]
    assert {"accepted", "refused"} == set(became)


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_refused(seed: int) -> None:
    dice = random.Random(seed)
    contents = read(dice.randbytes(5000) + b"\nBS042" + dice.randbytes(300) + b"\nBS002" + dice.randbytes(200))
    assert not contents.is_accepted


def main(count: int) -> None:
    """Run `count` mutations and print what became of them."""
    began, became = time.monotonic(), {"accepted": 0, "refused": 0}
    slowest = 0.0
    for seed in range(count):
        start = time.monotonic()
        try:
            became[judge(mutated(seed))] += 1
        except BaseException:
            print(f"seed {seed}")
            raise
        slowest = max(slowest, time.monotonic() - start)
    print(f"{count} files, {became}, {time.monotonic() - began:.0f} s, the slowest {slowest:.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
