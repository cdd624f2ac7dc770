"""Send a million spoilt deliveries through the reader of `betalingsservice`: no crash, no hang, no wrong total unsaid.

Run `nice -n 19 .venv/bin/python -m tools.storm_deliveries --count 1000000 --state /tmp/storm.jsonl` in the checkout.
Each seed is one delivery. The state file has a line for each part that is done; the same command goes on after the
last of them. Whatever fails is written with its seed, and the exit code is 1.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from tests.betalingsservice.storm import judge  # noqa: E402

PART = 5_000
LIMIT = 10.0  # seconds of processor time for one small delivery: more is a hang


def hung(number: int, frame: FrameType | None) -> None:
    """A delivery took too long."""
    raise TimeoutError(f"more than {LIMIT:.0f} s")


def part(first: int, last: int) -> dict[str, object]:
    """What became of the seeds from `first` to before `last`."""
    became, failed, slowest = Counter[str](), dict[int, str](), 0.0
    for seed in range(first, last):
        begin = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        try:
            became[judge(seed)] += 1
        except Exception as error:  # noqa: BLE001 - each of them is a finding
            failed[seed] = f"{type(error).__name__}: {error}"[:300]
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        slowest = max(slowest, time.process_time() - begin)
    return {"first": first, "last": last, **became, "slowest_ms": round(slowest * 1000, 1), "failed": failed}


def done(state: Path) -> list[dict[str, object]]:
    """The parts that are done."""
    return [json.loads(line) for line in state.read_text("utf-8").splitlines()] if state.exists() else []


def main() -> int:
    """Go on until `--count` are done; tell the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--state", type=Path, required=True)
    arguments = parser.parse_args()
    os.nice(max(0, 19 - os.nice(0)))
    signal.signal(signal.SIGVTALRM, hung)
    parts = done(arguments.state)
    first = max((int(str(each["last"])) for each in parts), default=0)
    while first < arguments.count:
        found = part(first, min(first + PART, arguments.count))
        with arguments.state.open("a", encoding="utf-8") as out:
            out.write(json.dumps(found) + "\n")
        parts.append(found)
        first += PART
    total = Counter[str]()
    for each in parts:
        total.update({name: int(str(each.get(name, 0))) for name in ("accepted", "refused")})
    failed = [seed for each in parts for seed in dict(each["failed"])]  # type: ignore[call-overload]
    sys.stdout.write(json.dumps({**total, "failed": failed}) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
