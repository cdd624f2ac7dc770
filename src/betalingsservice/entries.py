"""Which lines belong together: the debtor's in 0601, the pair in 0621, a line by itself elsewhere."""

from betalingsservice.findings import Finding, Severity, found
from betalingsservice.layouts.delivery_0621 import FirstHalf, SecondHalf
from betalingsservice.records import Record
from betalingsservice.rules.answers import answer_findings
from betalingsservice.rules.collections import entry_findings
from betalingsservice.rules.context import OpenDelivery, OpenSection
from betalingsservice.settings import TEXT_LINES
from betalingsservice.steps import Entry, Step

MOST_LINES = 2 * TEXT_LINES + 100  # of one debtor; what comes after is checked by itself, and is wrong anyway
_GROUPED = {"022", "042", "052", "062"}


class Pending:
    """The lines of the debtor that is being read."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.findings: list[Finding] = []
        self.unsound: set[int] = set()
        self.key = ""
        self.has_collection = False

    def take(self, record: Record, findings: list[Finding], delivery: OpenDelivery, section: OpenSection) -> list[Step]:
        """Add a line; gives the entries that are complete."""
        findings += _group_findings(record, delivery, section)
        done: list[Step] = []
        if self.records and not self._belongs(record, delivery):
            done = self.flush(delivery, section)
        self._add(record, findings)
        return done

    def flush(self, delivery: OpenDelivery, section: OpenSection) -> list[Step]:
        """The entry that is open, checked; nothing when none is."""
        if not self.records:
            return []
        records, findings = self.records, self.findings
        if section.known and not section.kind.obsolete and delivery.number == "0601":
            findings += entry_findings(records, self.unsound, delivery, section)
        else:
            findings += answer_findings(records, self.unsound)
        findings.sort()
        self.records, self.findings, self.unsound, self.has_collection = [], [], set(), False
        return [Entry(findings, records=records)]

    def _belongs(self, record: Record, delivery: OpenDelivery) -> bool:
        if delivery.number == "0621":
            return len(self.records) == 1 and isinstance(self.records[0], FirstHalf) and isinstance(record, SecondHalf)
        kind = record.raw[2:5]
        if delivery.number != "0601" or kind not in _GROUPED or len(self.records) >= MOST_LINES:
            return False
        if record.raw[27:42] != self.key:
            return False
        if kind == "042":
            return not self.has_collection
        return kind != "022" or not (self.has_collection or record.raw[17:22] == "00001")

    def _add(self, record: Record, findings: list[Finding]) -> None:
        if not self.records:
            self.key = record.raw[27:42]
        self.records.append(record)
        if record.raw[2:5] == "042":
            self.has_collection = True
        if findings:
            self.findings += findings
            if any(finding.severity is Severity.ERROR or finding.code.startswith("field.") for finding in findings):
                self.unsound.add(record.number)


def _group_findings(record: Record, delivery: OpenDelivery, section: OpenSection) -> list[Finding]:
    column = next((column for column in record.columns if column.name == "group"), None)
    if column is None:
        return []
    group = record.raw[column.place]
    if not section.group:
        agreement = section.agreement
        wrong = agreement is not None and agreement.groups and group not in agreement.groups
        return [found("agreement.group", record.number, to_bs=delivery.to_bs, column=column)] if wrong else []
    if group != section.group:
        return [found("section.differs", record.number, to_bs=True, column=column)]
    return []
