"""Is the content provably whole? (business-portal.md annex C.4, layer 3). Pure.

A clean close proves nothing: Ctrl-C during `put` closes politely on a short file (SEC-106). A delivery of
Betalingsservice proves itself by its end record; whatever else by the size or hash that its sender named: in a sidecar
or marker beside it, or beforehand in the portal.
"""

from typing import Final, Literal

from betalingsservice.layouts import DELIVERIES
from betalingsservice.records import WIDTH

#: So many bytes of either end are enough to tell: an end record is 128, transport wrappers are short.
ENDS: Final = 65_536
Completeness = Literal["proven", "missing", "unknowable"]
#: Codes of receipts about what is no delivery.
INCOMPLETE: Final = "incomplete"
SIDECAR_DIFFERS: Final = "sidecar.differs"
Step = Literal["deliver", "settle", "incomplete", "needs.marker", "needs.word"]
_LAST_NUMBER: Final = 94
_BLANK: Final = b" \t\r\n\x1a\x00"


def completeness(*, head: bytes, tail: bytes, declared: bool) -> Completeness:
    """`head` and `tail` are the first and the last `ENDS` bytes. `declared`: size or hash that were named agree.

    A delivery needs its end record whatever was declared: a sender that names the size of a short file is believed
    about the size only.
    """
    if not _is_delivery(head):
        return "proven" if declared else "unknowable"
    lines = [line for line in tail.split(b"\n") if line.strip(_BLANK)]
    if not lines or b"BS".startswith(lines[-1].strip(_BLANK)):
        return "missing"  # the file stops inside the first signs of a line
    ours = [line for line in lines if line.startswith(b"BS")]
    # A cut leaves no line end behind it: a last line with one is whole, whatever is wrong with it.
    ended = ours != [] and (ours[-1] is not lines[-1] or tail.rstrip(b" \x1a\x00").endswith(b"\n"))
    return "proven" if ours and _is_end(ours[-1].rstrip(b"\r\n\x1a\x00"), ended=ended) else "missing"


def unproven_step(*, proof: Completeness, choice: str, is_marked: bool, settled: bool) -> Step:
    """What is done with a file that was closed properly; `choice` is the company's for what has no end (annex C.4).

    `is_marked`: a marker says that it is there, though nothing of its content; `settled`: its minute is over.
    """
    if proof == "proven":
        return "deliver"
    if proof == "missing" or choice == "refuse":
        return "incomplete"
    if choice == "marker":
        return "deliver" if is_marked else "needs.marker"
    if choice == "confirm":
        return "needs.word"
    return "deliver" if settled or is_marked else "settle"


def _is_delivery(head: bytes) -> bool:
    """Whether a line that begins a delivery, or what is there of one, stands in it."""
    lines = head.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return any(line[:5] == b"BS002" or (line and b"BS002".startswith(line.strip(_BLANK) or b"-")) for line in lines)


def _is_end(line: bytes, *, ended: bool) -> bool:
    """A 992 with every count in it: one that was cut inside a number does not fit its table."""
    if line[2:5] != b"992":
        return False
    if ended:
        return True
    text = line.decode("latin-1").ljust(WIDTH)
    kind = DELIVERIES.get(text[16:20])
    # An end record of a type without tables cannot be held against one: where its last number ends is the same in all.
    return len(line) >= _LAST_NUMBER if kind is None else kind.end.matches(text) is not None
