"""How many whole documents one core makes per second: PDF with the XML in it, both e-invoices, the official rules.

Run `python -m benchmarks.bench_documents`; `BENCH_N` is the number of documents (2,000). Prints one JSON line per
figure. Each document differs in number, buyer and lines; every fourth is for a company or public body, which also has
OIOUBL, every tenth a credit note. Memory is the process's own, the mean of the last fifth against the first; the rules
bring some 200 MB of their own once. One process is one core: a night of eight hours is 28,800 seconds on each.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from benchmarks.figures import resident, say  # noqa: E402
from tests.unit.invoicing.document_samples import CREDIT_NOTE, INVOICE, LINES, png  # noqa: E402
from tests.unit.invoicing.einvoice_samples import BUYER, FIK, PERSON, SELLER_DK  # noqa: E402

from selvbetjening.domain.invoicing.einvoice import bundle  # noqa: E402
from selvbetjening.domain.invoicing.einvoice.checked import check  # noqa: E402

N = int(os.environ.get("BENCH_N", "2000"))
FORMATS = ("bis3", "oioubl21")


def snapshots() -> Iterator[dict[str, Any]]:
    """The stored JSON of N issued documents."""
    for number in range(N):
        base = CREDIT_NOTE if number % 10 == 9 else INVOICE
        buyer = replace(BUYER if number % 4 == 3 else PERSON, name=f"Kunde {number}", account_code=f"K-{number}")
        lines = tuple(replace(line, text=f"{line.text} {number}") for line in LINES)
        payment = FIK if base is INVOICE else None
        made = replace(base, number=str(number + 1), buyer=buyer, lines=lines, seller=SELLER_DK, payment=payment)
        yield json.loads(made.to_json())


def main() -> None:
    logo = png(width=600, height=200)
    drawn = checked = 0.0
    sizes, memory, broken = 0, [], 0
    begin = time.process_time()
    for stored in snapshots():
        made = bundle(stored, logo=logo, formats=FORMATS)
        after = time.process_time()
        european = made.get("bis3") or made["en16931"]
        broken += bool(check(european))
        end = time.process_time()
        drawn, checked, begin = drawn + after - begin, checked + end - after, end
        sizes += sum(len(data) for data in made.values())
        memory.append(resident())
    fifth = max(1, len(memory) // 5)
    first, last = (sum(part) / len(part) for part in (memory[fifth : 2 * fifth] or memory, memory[-fifth:]))
    again = {stored["number"]: bundle(stored, logo=logo, formats=FORMATS) for stored in _some()}
    same = all(bundle(stored, logo=logo, formats=FORMATS) == again[stored["number"]] for stored in _some())
    figures = [
        ("documents", N, "", None),
        ("documents_made_per_second_and_core", N / drawn, "1/s", ">= 40"),
        ("documents_made_and_checked_per_second_and_core", N / (drawn + checked), "1/s", ">= 20"),
        ("checks_per_second_and_core", N / checked, "1/s", None),
        ("hours_for_100_000_on_one_core", 100_000 * (drawn + checked) / N / 3600, "h", "<= 8"),
        ("memory_last_fifth_against_second_fifth", last / first, "x", "<= 1.15"),
        ("memory_at_the_end", memory[-1] / 2**10, "MiB", None),
        ("bytes_of_one_document", sizes / N, "B", None),
        ("documents_that_break_a_rule", broken, "", "0"),
        ("the_same_bytes_again", int(same), "", "1"),
    ]
    for name, value, unit, aim in figures:
        say(name, value, unit, aim)


def _some() -> list[dict[str, Any]]:
    every = max(1, N // 20)
    return [stored for at, stored in enumerate(snapshots()) if at % every == 0]


if __name__ == "__main__":
    main()
