"""The worked examples of the reference (section 11), as it prints them, and files made from them by small changes."""

from collections.abc import Iterable
from pathlib import Path

from betalingsservice.reader import check
from betalingsservice.settings import Settings

FOLDER = Path(__file__).parent / "examples_of_the_reference"
EXAMPLES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}
# Not in the reference: an information list with control totals in the layout of 9.2.
EXAMPLES["0621"] = "\n".join(
    [
        "BS00299999993BS106217654323001                   210127",
        "BS012012345600120   00001                             210127",
        "BS022012345600280001" + "00001" + " " * 15 + "0" * 9 + "0" * 6 + "0" + "9999" + "0001234567"
        "010227" + "000000" + "000000002" + "000000003" + "0000000044950",
        "BS022012345600280002" + "00001" + "0" * 33 + "0000000044950" + "PRØVEBANK".ljust(43) + "210100",
        "BS092012345600120000" + "00000000002" + "0" * 37,
        "BS99299999993BS10621" + "00000000001" + "00000000002" + "0" * 37,
        "",
    ]
)


def lines_of(delivery: str) -> list[str]:
    """The lines of an example, each 128 characters."""
    return [line.ljust(128) for line in EXAMPLES[delivery].splitlines()]


def put(lines: list[str], line: int, position: int, content: str) -> list[str]:
    """The lines with other content from a position of a line on, both counted from 1."""
    changed = list(lines)
    old = changed[line - 1]
    changed[line - 1] = old[: position - 1] + content + old[position - 1 + len(content) :]
    return changed


def joined(lines: Iterable[str]) -> bytes:
    """A file of lines with CR LF."""
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


def codes(lines: Iterable[str] | bytes, **settings: object) -> list[str]:
    """The codes of the findings of a file, in order."""
    source = lines if isinstance(lines, bytes) else joined(lines)
    return [finding.code for finding in check(source, settings=Settings(**settings))]  # type: ignore[arg-type]
