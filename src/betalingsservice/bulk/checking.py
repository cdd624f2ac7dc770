"""A whole file checked: proven debtors are counted, everything else goes through the ordinary reader.

The findings are those of `reader.check`, in blocks: sorted within a block of lines; collections that come twice are
told at the end of their delivery. Memory holds one block, and 16 bytes for each collection.
"""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from betalingsservice.bulk import answers, entries
from betalingsservice.bulk.blocks import BLOCK, Block, blocks
from betalingsservice.bulk.cells import Cells, Truth
from betalingsservice.bulk.entries import COLLECTION, OTHER, Facts, Found, Places, Tokens
from betalingsservice.bulk.seen import SeenCollections
from betalingsservice.findings import Finding
from betalingsservice.layouts.delivery_0601 import Collection
from betalingsservice.reader import Reader
from betalingsservice.rules.context import OpenDelivery, OpenSection
from betalingsservice.rules.days import day_findings
from betalingsservice.settings import DEFAULT, Product, Settings
from betalingsservice.steps import Step

SHORT = 32  # lines: fewer are read faster than proven
_FIRST_LOOK = 12  # lines read at first, which show how customer numbers are aligned
_CODES = {"0112": b"0280", "0117": b"0285"}


def check(stream: BinaryIO, *, settings: Settings = DEFAULT, size: int = BLOCK) -> Iterator[Finding]:
    """Every finding of a file, the same ones as `reader.check` gives, in blocks of about `size` bytes."""
    checker = Checker(settings)
    for block in blocks(stream, size=size):
        yield from checker.block(block)
    yield from checker.finish()


class Checker:
    """Goes through blocks. The reader holds the state; proven lines move its tallies on without being read."""

    def __init__(self, settings: Settings = DEFAULT) -> None:
        self.reader = Reader(settings)
        self._delivery: OpenDelivery | None = None
        self._seen = SeenCollections()

    def block(self, block: Block) -> list[Finding]:
        """The findings that become known with a block, sorted."""
        findings: list[Finding] = []
        tokens = entries.tokens_of(block.cells)
        at = 0
        for place in [*np.flatnonzero(tokens == OTHER).tolist(), len(block)]:
            self._segment(block, tokens, at, place, findings)
            self._feed(block, place, min(place + 1, len(block)), findings)
            at = place + 1
        findings.sort()
        return findings

    def finish(self) -> list[Finding]:
        """What is missing at the end of the file."""
        findings = [finding for step in self.reader.finish() for finding in step.findings]
        self._look_around(findings)
        findings.sort()
        return findings

    def _segment(self, block: Block, tokens: Tokens, at: int, end: int, findings: list[Finding]) -> None:
        delivery, section = self.reader.delivery, self.reader.section
        if end - at < SHORT or delivery is None or section is None or not _provable(delivery, section):
            self._feed(block, at, end, findings)
            return
        if delivery.number == "0601" and delivery.left_aligned is None:
            self._feed(block, at, at + _FIRST_LOOK, findings)
            at += _FIRST_LOOK
        base, survey = at, block.survey
        rows, kinds, letters = block.cells[at:end], tokens[at:end], survey.letters[at:end]
        found = None
        if delivery.number == "0601":
            facts = _facts(delivery, section, addresses=bool((kinds < COLLECTION).any()))
            waiting = bool(self.reader.pending.records)
            found = entries.find(rows, kinds, facts, letters, open_before=waiting, printable=survey.printable)
            runs = _runs_of(found.good[:-1], found.starts)
        else:
            good = answers.proven(rows, kinds, section, printable=survey.printable) & letters
            runs = _runs_of(good, np.arange(len(rows) + 1))
        proven = np.zeros(len(rows), np.bool_)
        for first, last in runs:
            self._feed(block, at, base + first, findings)
            _keep(self.reader.pending.flush(delivery, section), findings)
            proven[first:last], at = True, base + last
            self.reader.last_line = block.first + at - 1
        self._feed(block, at, end, findings)
        if found is None:
            answers.add(Cells(rows).take(np.flatnonzero(proven)), section.tally, delivery=delivery.number)
        else:
            self._count(found, proven, block.first + base, delivery.settings, section)

    def _count(self, found: Found, proven: Truth, first_line: int, given: Settings, section: OpenSection) -> None:
        cells, places = entries.add(found, proven, section.tally)
        if len(cells) and not given.several_a_day:
            self._seen.add(cells, first_line + places, section.pbs_number)

    def _feed(self, block: Block, at: int, end: int, findings: list[Finding]) -> None:
        for index in range(at, end):
            _keep(self.reader.feed(block.first + index, block.line(index)), findings)
            if self.reader.delivery is not self._delivery:
                self._look_around(findings)

    def _look_around(self, findings: list[Finding]) -> None:
        # Another delivery: what came twice in the one before is told, and the new one's memory is ours.
        findings += self._seen.findings()
        self._delivery, self._seen = self.reader.delivery, SeenCollections()
        if self._delivery is not None:
            self._delivery.seen = self._seen.as_dict()


def _keep(steps: list[Step], findings: list[Finding]) -> None:
    for step in steps:
        findings += step.findings


def _provable(delivery: OpenDelivery, section: OpenSection) -> bool:
    if delivery.kind is None or not section.known or section.kind.obsolete:
        return False
    return delivery.number in answers.PROVABLE or (delivery.number == "0601" and section.kind.number in _CODES)


def _facts(delivery: OpenDelivery, section: OpenSection, *, addresses: bool) -> Facts:
    product = section.agreement.product if section.agreement else None

    def due_is_clean(line: str) -> bool:
        readable = Collection.due_on.matches(line[Collection.due_on.place]) is not None
        return readable and not any(day_findings(Collection.of(line), delivery, section))

    return Facts(
        pbs_number=section.pbs_number.encode("latin-1"),
        group=section.group.encode("latin-1"),
        code=_CODES[section.kind.number],
        addresses=addresses if product is None else product is Product.TOTAL,
        mandates=product is Product.BASIS,
        ean=delivery.settings.ean,
        left_aligned=delivery.left_aligned,
        due_is_clean=due_is_clean,
    )


def _runs_of(good: Truth, starts: Places) -> Iterator[tuple[int, int]]:
    # Neighbours that are all good, as the places of their first line and of the line after their last.
    edges = np.flatnonzero(np.diff(np.concatenate([[False], good, [False]]).astype(np.int8)))
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield int(starts[begin]), int(starts[end])
