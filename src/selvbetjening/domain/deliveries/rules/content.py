"""What the check of a file found, as it stands in a preview and in receipt K2, word for word the same (BM-01). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, Literal, Protocol

from betalingsservice.finding_words import CODES
from betalingsservice.findings import Finding, Severity
from betalingsservice.reasons import API_CODES
from betalingsservice.words import Words, filled
from selvbetjening.domain.deliveries.rules.limits import MOST_FINDINGS
from selvbetjening.domain.deliveries.rules.outline import MOST, Outline

SOLUTION: Final = "betalingsservice"
COLLECTIONS, MANDATES = "0601", "0605"
#: What Betalingsservice answers, where a company uses one that is not ours.
ANSWERS: Final = ("0602", "0603", "0621")

#: Faults that are ours to find, beside those of the file format: code → what is wrong, and how to mend it.
OWN_WORDS: Final[dict[str, tuple[Words, Words]]] = {
    "file.kind": (
        Words(
            "Filen er af typen {kind}. Her modtages kun leverancer som ren tekst.",
            "The file is of the type {kind}. Only deliveries in plain text are taken here.",
        ),
        Words(
            "Pak filen ud, hvis den er pakket, og send selve leverancen, som jeres økonomisystem danner den.",
            "Unpack the file if it is packed, and send the delivery itself, as your accounting system makes it.",
        ),
    ),
    "file.not_text": (
        Words("Filen indeholder tegn, der ikke er tekst.", "The file has signs in it that are no text."),
        Words("Dan filen igen som ren tekst, og send den igen.", "Make the file anew as plain text and send it again."),
    ),
    "file.environment": (
        Words(
            "Filen er til {is_for:place}, men er sendt til {sent_to:place}.",
            "The file is for {is_for:place} but was sent to {sent_to:place}.",
        ),
        Words(
            "Send testfiler (KR9) med dit testbrugernavn og rigtige filer (BS1) med det andet.",
            "Send test files (KR9) with your test user name, and real ones (BS1) with the other.",
        ),
    ),
    "file.pbs_scope": (
        Words("Du må ikke sende for PBS-nr. {pbs}.", "You may not send for PBS no. {pbs}."),
        Words(
            "Bed din Access Manager om adgang til nummeret.", "Ask your Access Manager for access to the number."
        ),
    ),
    "file.mixed": (
        Words(
            "Filen blander leverancer, du sender, med leverancer, Betalingsservice sender.",
            "The file mixes deliveries that you send with deliveries that Betalingsservice sends.",
        ),
        Words("Del filen i to.", "Split the file in two."),
    ),
    "file.outside": (
        Words(
            "Betalinger under PBS-nr. {pbs} går gennem en anden Betalingsservice. Filen kan ikke sendes her.",
            "Payments under PBS no. {pbs} go through another Betalingsservice. The file cannot be sent here.",
        ),
        Words(
            "Send filen til den Betalingsservice, aftalen er indgået med.",
            "Send the file to the Betalingsservice that the agreement is with.",
        ),
    ),
    "file.many": (
        Words(
            "Filen indeholder mere end {most} leverancer eller PBS-numre.",
            "The file has more than {most} deliveries or PBS numbers.",
        ),
        Words("Del filen i flere.", "Split the file into several."),
    ),
    "collection.taken": (
        Words(
            "Kunden har allerede en opkrævning den {due:day}.", "The customer has a collection on {due:day} already."
        ),
        Words(
            "Ret datoen, eller læg beløbene sammen i én opkrævning.",
            "Correct the date, or put both amounts into one collection.",
        ),
    ),
}  # fmt: skip
OWN_WORDS["collection.of_invoice"] = (
    Words(
        "Kunden opkræves allerede {amount:kr} den {due:day} for en af jeres fakturaer. Den kan en fil ikke erstatte.",
        "The customer is asked for {amount:kr} on {due:day} already, for an invoice of yours. No file replaces that.",
    ),
    Words(
        "Fjern linjen, vælg en anden dag, eller ret fakturaen.",
        "Drop the line, choose another day, or change the invoice.",
    ),
)
_MEND: Final = Words("Ret eller fjern linjen, og send filen igen.", "Mend or drop the line and send the file again.")
#: Why a mandate cannot be registered, in the words that answers have for it.
OWN_WORDS.update({code: (words, _MEND) for code, words in API_CODES.items()})
_NOTHING: Final = Words("", "")
#: What a check comes to, in the codes of receipt K2.
Outcome = Literal["accepted", "partly_accepted", "rejected"]


class DayTotal(Protocol):
    """`directdebit.queries.DayTotal`, as far as it is told."""

    @property
    def pbs_number(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def pays_on(self) -> date: ...
    @property
    def count(self) -> int: ...
    @property
    def collect_minor(self) -> int: ...
    @property
    def disburse_minor(self) -> int: ...
    @property
    def moved(self) -> bool: ...
    @property
    def deadline(self) -> datetime | None: ...
    @property
    def uncollected(self) -> int: ...
    @property
    def uncollected_minor(self) -> int: ...


@dataclass(slots=True)
class Gathered:
    """The findings of a file, the first ones kept and all of them counted; errors never pushed out by remarks."""

    errors: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    error_count: int = 0
    warning_count: int = 0
    error_lines: int = 0
    held: str = ""
    _line: int = -1

    def add(self, finding: Finding) -> None:
        """Take one; in the order of lines, so that a line with three errors is one faulty line."""
        if finding.severity is Severity.ERROR:
            self.error_lines += finding.line != self._line
            self._line = finding.line
            self._error(told(finding=finding))
            return
        if finding.severity is Severity.HOLD and not self.held:
            self.held = finding.code
        self.warning_count += 1
        if len(self.warnings) < MOST_FINDINGS:
            self.warnings.append(told(finding=finding))

    def own(self, code: str, *, line: int = 0, **values: str) -> None:
        """An error of `OWN_WORDS`, or one of the format's that only what stands could tell."""
        known = (CODES[code].what, CODES[code].mend) if code in CODES else (Words(code, code), _NOTHING)
        what, mend = OWN_WORDS.get(code, known)
        self._error(
            {"line": line, "position": 1, "record": "", "length": 0, "field": "", "code": code, "severity": "error",
             "text": _both(what, values), "fix": _both(mend, values)}
        )  # fmt: skip

    @property
    def lines(self) -> set[int]:
        """The lines in which something was found, of what is kept."""
        return {each["line"] for each in (*self.errors, *self.warnings) if each["line"]}

    def name_records(self, records: Mapping[int, str]) -> None:
        """Say of each which record its line is (annex D.2), empty for what is about the whole file; in their order.

        What only the rest of the books could tell is found last, and stands among the others where its line is.
        """
        for each in (*self.errors, *self.warnings):
            each["record"] = records.get(each["line"], "")
        self.errors.sort(key=lambda each: (each["line"], each["position"]))

    def _error(self, data: dict[str, Any]) -> None:
        self.error_count += 1
        if len(self.errors) < MOST_FINDINGS:
            self.errors.append(data)


def told(*, finding: Finding) -> dict[str, Any]:
    """One finding as a receipt says it: where, what, how to mend it; it never quotes the line (BP-46)."""
    data = finding.as_data()
    return {
        "line": data["line"], "position": data["column"], "record": "", "length": data["length"],
        "field": data["field"], "field_label": {"da": finding.label.da, "en": finding.label.en}, "code": data["code"],
        "severity": data["severity"], "text": _kept(data["what"]), "fix": _kept(data["mend"]),
    }  # fmt: skip


def _kept(texts: dict[str, str]) -> dict[str, str]:
    """Words in each language; a NUL that a line brought along fits into no row."""
    return {language: words.replace("\0", "?") for language, words in texts.items()}


def _both(words: Words, values: dict[str, str]) -> dict[str, str]:
    return {"da": filled(words, "da", values), "en": filled(words, "en", values)}


def contents(
    *,
    outline: Outline,
    gathered: Gathered,
    effects: dict[str, int | str | None],
    days: Iterable[DayTotal],
    changed: Sequence[tuple[int, int, int]],
    left_out: int,
    outcome: Outcome,
    takes_sound: bool,
    payers: Iterable[tuple[str, int, int]] = (),
) -> dict[str, Any]:
    """The blocks of receipt K2 (annex D.2). Amounts are text, øre; `changed` are (line, øre before, øre now).

    `left_out` are all records that do not count: for what stands, as `effects` has them, and for errors of their own.
    `takes_sound`: sound records count without the others, by what was chosen and agreed when it was checked; `outcome`
    is what came of it, and stands however that is changed afterwards. `payers` are (PBS number, how many, how many of
    them new).
    """
    totals = [_day(day) for day in days]
    deadlines = sorted(total["deadline"] for total in totals if total["deadline"])
    return {
        "content": _heads(outline),
        "counts": _counts(outline),
        "totals": totals,
        "effects": effects,
        "left_out": left_out,
        "outcome": outcome,
        "takes": "sound_ones" if takes_sound else "all_or_nothing",
        "payers": [{"pbs_number": pbs, "count": count, "new": new} for pbs, count, new in payers],
        "changes": [{"line": line, "was": str(was), "now": str(now)} for line, was, now in changed],
        "deadline": deadlines[0] if deadlines else None,
        "errors": gathered.errors,
        "error_count": gathered.error_count,
        "warnings": gathered.warnings,
        "warning_count": gathered.warning_count,
    }  # fmt: skip


def _heads(outline: Outline) -> dict[str, Any]:
    heads = [asdict(head) for head in outline.heads]
    return {"solution": SOLUTION, "deliveries": heads, "pbs_numbers": sorted(outline.pbs_numbers)}


def _counts(outline: Outline) -> dict[str, Any]:
    declared = outline.declared
    return {
        "lines": outline.lines,
        "declared": {"sections": declared.sections, "collections": declared.collections, "texts": declared.texts,
                     "names": declared.names},
        "counted": {"sections": outline.sections, "collections": outline.counted.collections,
                    "mandates": outline.counted.mandates, "texts": outline.counted.texts},
    }  # fmt: skip


def _day(day: DayTotal) -> dict[str, Any]:
    deadline = day.deadline
    return {
        "pbs_number": day.pbs_number, "section": day.section, "due_on": day.due_on.isoformat(),
        "pays_on": day.pays_on.isoformat(), "count": day.count, "collect": str(day.collect_minor),
        "disburse": str(day.disburse_minor), "moved": day.moved,
        "uncollected": day.uncollected, "uncollected_amount": str(day.uncollected_minor),
        "deadline": None if deadline is None else deadline.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }  # fmt: skip


def wrong_place(
    *, outline: Outline, is_test: bool, scope: Sequence[str], outside: Iterable[str] = (), gathered: Gathered
) -> None:
    """Add the errors of a file that is at the wrong door: of the other environment, or beyond the sender's numbers.

    `scope` are the PBS numbers that the sender may send for; empty means all of the company's (BP-13, BP-50).
    `outside` are the numbers under which another one is Betalingsservice: what is asked of it is not asked of us. A
    file of more deliveries than are looked at is refused whole.
    """
    wanted = "KR9" if is_test else "BS1"
    if any(head.subsystem in {"KR9", "BS1"} and head.subsystem != wanted for head in outline.heads):
        here, there = ("test", "production") if is_test else ("production", "test")
        gathered.own("file.environment", line=1, is_for=there, sent_to=here)
    for pbs in sorted(outline.pbs_numbers):
        if scope and pbs not in scope:
            gathered.own("file.pbs_scope", pbs=pbs)
    if outline.is_cut:
        gathered.own("file.many", most=str(MOST))
    kinds = {head.type for head in outline.heads}
    if kinds & {COLLECTIONS, MANDATES}:
        for pbs in sorted(set(outside) & set(outline.pbs_numbers)):
            gathered.own("file.outside", pbs=pbs)
    if kinds & set(ANSWERS) and kinds - set(ANSWERS):
        gathered.own("file.mixed")
