"""Deliveries with faults: what happens to files on their way, and what programs that make them get wrong."""

from collections.abc import Callable
from random import Random

Change = Callable[[list[bytes], Random], None]
END = b"\r\n"


def _place(lines: list[bytes], chance: Random) -> int:
    return chance.randrange(len(lines))


def drop(lines: list[bytes], chance: Random) -> None:
    """A line is lost."""
    del lines[_place(lines, chance)]


def double(lines: list[bytes], chance: Random) -> None:
    """A line comes twice."""
    at = _place(lines, chance)
    lines.insert(at, lines[at])


def swap(lines: list[bytes], chance: Random) -> None:
    """Two neighbours change places."""
    at = chance.randrange(len(lines))
    lines[at - 1], lines[at] = lines[at], lines[at - 1]


def move(lines: list[bytes], chance: Random) -> None:
    """A line stands elsewhere."""
    lines.insert(_place(lines, chance), lines.pop(_place(lines, chance)))


def spoil(lines: list[bytes], chance: Random) -> None:
    """One byte is another."""
    at = _place(lines, chance)
    line = bytearray(lines[at])
    line[chance.randrange(len(line))] = chance.choice(b"0123 9AZ\xc3\xa6\xe6\xff\x80\x00\t&")
    lines[at] = bytes(line)


def overwrite(lines: list[bytes], chance: Random) -> None:
    """Some columns hold something else."""
    at = _place(lines, chance)
    start, length = chance.randrange(2, 120), chance.randrange(1, 16)
    filling = chance.choice([b" ", b"0", b"9", b"A", b"\xc3\xa6", b"\xe6"]) * length
    lines[at] = (lines[at][:start] + filling[:length] + lines[at][start + length :])[: len(lines[at])]


def borrow(lines: list[bytes], chance: Random) -> None:
    """Some columns come from another line: a customer number, a date, an amount of somebody else."""
    at, other = _place(lines, chance), _place(lines, chance)
    start, end = chance.choice([(27, 42), (42, 51), (51, 59), (59, 73), (73, 103), (17, 22), (5, 13), (13, 17)])
    lines[at] = lines[at][:start] + lines[other][start:end] + lines[at][end:]


def shift(lines: list[bytes], chance: Random) -> None:
    """A character too many or too few."""
    at = _place(lines, chance)
    start = chance.randrange(len(lines[at]))
    lines[at] = lines[at][:start] + chance.choice([b" ", b"", b"\xc3\xb8"]) + lines[at][start + chance.randrange(2) :]


def stranger(lines: list[bytes], chance: Random) -> None:
    """A line that does not belong there."""
    strangers = [
        b"PBCNET1",
        b"",
        b"hello",
        b"LS000",
        b"BS999",
        b"BS042",
        b"\x1a",
        b"BS0720123456002400",
        b"BS" + b"9" * 200,
    ]
    lines.insert(_place(lines, chance), chance.choice(strangers))


def align(lines: list[bytes], chance: Random) -> None:
    """A debtor's number stands on the left instead."""
    at = _place(lines, chance)
    number = lines[at][27:42].lstrip(b"0")
    for place in range(max(0, at - 6), min(len(lines), at + 7)):
        if lines[place][27:42].lstrip(b"0") == number:
            lines[place] = lines[place][:27] + number.ljust(15) + lines[place][42:]


def utf8(lines: list[bytes], chance: Random) -> None:
    """A line is saved with another character set."""
    at = _place(lines, chance)
    lines[at] = lines[at].decode("latin-1").encode("utf-8")


CHANGES: tuple[Change, ...] = (
    drop, double, swap, move, spoil, overwrite, overwrite, borrow, borrow, shift, stranger, align, utf8,
)  # fmt: skip


def mutated(data: bytes, *, seed: int, changes: int) -> bytes:
    """A delivery with so many changes; line ends are CR LF, LF, or stripped of blanks, and sometimes a cut file."""
    chance = Random(seed)
    lines = data.removesuffix(END).split(END)
    for _ in range(changes):
        if len(lines) > 1:
            chance.choice(CHANGES)(lines, chance)
    ends = chance.choice([END, END, END, b"\n"])
    if chance.random() < 0.2:
        lines = [line.rstrip(b" ") for line in lines]
    whole = b"".join(line + ends for line in lines)
    return whole[: chance.randrange(len(whole) + 1)] if chance.random() < 0.1 else whole


def fill_columns(data: bytes, *, seed: int) -> bytes:
    """A delivery in which some columns hold something else in many lines of a kind, or in all of them."""
    chance = Random(seed)
    lines = [bytearray(line) for line in data.removesuffix(END).split(END)]
    for _ in range(chance.randrange(1, 5)):
        start, length = chance.randrange(5, 120), chance.choice([1, 1, 2, 4, 8])
        content = chance.choice([b" ", b"0", b"1", b"2", b"9", b"A", b"\xe6", b"\x7f", b"\x80", b"\x0b"]) * length
        kind, share = chance.choice([b"022", b"042", b"052", b"0"]), chance.choice([1, 1, 0.5, 0.1, 0.01])
        for line in lines[2:-2]:
            if line[2:5].startswith(kind) and chance.random() < share:
                line[start : start + length] = content
    return b"".join(bytes(line) + END for line in lines)
