"""Checking a delivery of a million collections against reading its bytes, both in the same run.

Run `.venv/bin/python benchmarks/bench_betalingsservice.py`; `BENCH_N` is the number of collections (1,000,000),
`BENCH_ROUNDS` how often each is measured (5). Prints one JSON line per figure. Reading is what a check cannot do
without: the file, in the page cache, block by block into one buffer. Each round reads and then checks; the ratio is
the median of theirs. Times are of the processor, so that neighbours on the machine count for neither side. The memory
is the process's peak above what it held before.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from benchmarks.figures import fifths, resident, say, watched  # noqa: E402

from betalingsservice import reader  # noqa: E402
from betalingsservice.bulk.checking import check  # noqa: E402
from betalingsservice.generate import Recipe, generate  # noqa: E402

N = int(os.environ.get("BENCH_N", "1000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
STREAMED = 20  # the streaming reader sees a file of so many times fewer collections
KINDS = (("0601", "names and addresses", True), ("0601", "Basis", False), ("0602", "payments", True))


def seconds(run: Callable[[], int]) -> float:
    """Seconds of processor time."""
    begin = time.process_time()
    if run():
        raise SystemExit("a sound delivery has findings")
    return time.process_time() - begin


def read(path: Path) -> int:
    buffer = bytearray(1 << 20)
    with path.open("rb", buffering=0) as stream:
        while stream.readinto(buffer):
            pass
    return 0


def in_columns(path: Path) -> int:
    with path.open("rb", buffering=0) as stream:
        return sum(1 for _ in check(stream))


def streamed(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in reader.check(stream))


def stripped(whole: Path, target: Path) -> None:
    """The same delivery with lines of unequal length: trailing blanks gone, LF only."""
    with whole.open("rb") as source, target.open("wb") as out:
        out.writelines(line.rstrip() + b"\n" for line in source)


def measure(path: Path, what: str, lines: int) -> float:
    """Say the ratio of a file, and the memory; gives the seconds of the check, median."""
    before = resident()
    with watched() as samples:
        rounds = [(seconds(partial(read, path)), seconds(partial(in_columns, path))) for _ in range(ROUNDS)]
    ratios = [checking / reading for reading, checking in rounds]
    reading, checking = median(first for first, _ in rounds), median(last for _, last in rounds)
    aim = None if "stripped" in what else "<= 20"
    about: dict[str, float] = {"lines": lines, "megabytes": path.stat().st_size // 10**6}
    about |= {"check_milliseconds": round(checking * 1000), "read_milliseconds": round(reading * 1000)}
    about |= {"ratio_lowest": round(min(ratios), 2), "ratio_highest": round(max(ratios), 2)}
    about |= {"load": round(os.getloadavg()[0], 1)}
    say(f"betalingsservice.check {what}", median(ratios), "x reading", aim, **about)
    first, last = fifths(samples)
    say(f"betalingsservice.check {what}: memory", (max(samples) - before) / 1024, "MB above the start",
        first_fifth_kib=first, last_fifth_kib=last)  # fmt: skip
    return checking


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for delivery_type, name, names in KINDS:
            path, ragged, small = (Path(folder) / part for part in ("whole", "stripped", "small"))
            recipe = Recipe(delivery_type=delivery_type, entries=N, names=names)
            with path.open("wb") as out:
                out.writelines(generate(recipe))
            lines = path.stat().st_size // 130
            whole = measure(path, f"{delivery_type} {name}", lines)
            stripped(path, ragged)
            measure(ragged, f"{delivery_type} {name}, stripped lines", lines)
            with small.open("wb") as out:
                out.writelines(generate(Recipe(delivery_type=delivery_type, entries=N // STREAMED, names=names)))
            slow = median(seconds(partial(streamed, small)) for _ in range(ROUNDS)) * STREAMED
            what = f"betalingsservice.check {delivery_type} {name}: streaming"
            say(what, slow / whole, "x columns", seconds=round(slow, 1), measured_on=N // STREAMED)


if __name__ == "__main__":
    main()
