"""What the benchmarks print, and how they look at a process's memory."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def say(name: str, value: float, unit: str, aim: str | None = None, **more: object) -> None:
    """One JSON line on standard output."""
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit, "aim": aim, **more}), flush=True)


def resident() -> int:
    """This process's resident memory in KiB."""
    text = Path("/proc/self/status").read_text("ascii")
    return int(text.partition("VmRSS:")[2].split()[0])


@contextmanager
def watched(*, every: float = 0.05) -> Iterator[list[int]]:
    """Sample the resident memory, in KiB, every so many seconds."""
    samples: list[int] = [resident()]
    done = threading.Event()

    def sample() -> None:
        while not done.wait(every):
            samples.append(resident())

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        done.set()
        thread.join()


def fifths(samples: Sequence[int]) -> tuple[int, int]:
    """The peaks of the first and of the last fifth."""
    each = max(1, len(samples) // 5)
    return max(samples[:each]), max(samples[-each:])
