"""How many one-page invoices (three lines, a logo) one core prints per second, and against an empty page.

Run `python -m benchmarks.bench_pdf`; prints one JSON line per figure. Every document differs in number, name and
lines, because the renderer remembers what it has laid out before.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from benchmarks.figures import say  # noqa: E402
from tests.unit.invoicing.document_samples import CONSUMER, INVOICE, LINES, png  # noqa: E402

from selvbetjening.domain.invoicing.documents import pdf  # noqa: E402

ROUNDS, EACH = 5, 60
_EMPTY = b'#set document(title: json("data.json"))\n#set text(font: "IBM Plex Sans")\n= #json("data.json")'


def seconds_each(make: Callable[[int], bytes]) -> float:
    """CPU seconds per document, the median of some rounds after one to warm up."""
    rounds = []
    for turn in range(ROUNDS + 1):
        begin = time.process_time()
        for number in range(EACH):
            make(turn * EACH + number)
        rounds.append((time.process_time() - begin) / EACH)
    return statistics.median(rounds[1:])


def invoice(number: int, *, logo: bytes) -> bytes:
    """One invoice that no earlier one resembles in its changing parts."""
    lines = tuple(replace(line, text=f"{line.text} {number}") for line in LINES)
    buyer = replace(CONSUMER, name=f"{CONSUMER.name} {number}", account_code=f"K-{number}")
    return pdf.render_pdf(replace(INVOICE, number=str(number), buyer=buyer, lines=lines), logo=logo)


def empty(number: int) -> bytes:
    """The least the renderer can make: one heading, the same fonts, the same standards."""
    return pdf._run({"main.typ": _EMPTY, "data.json": json.dumps(str(number)).encode()}, day=INVOICE.issued_on)


def main() -> None:
    logo = png(width=600, height=200)
    begin = time.perf_counter()
    invoice(0, logo=logo)
    first = time.perf_counter() - begin
    each = seconds_each(lambda number: invoice(number, logo=logo))
    figures = [
        ("pdf_per_second_and_core", 1 / each, "1/s", ">= 50"),
        ("pdf_against_an_empty_page", each / seconds_each(empty), "x", None),
        ("pdf_first_in_a_process", first * 1000, "ms", None),
    ]
    for name, value, unit, aim in figures:
        say(name, value, unit, aim)


if __name__ == "__main__":
    main()
