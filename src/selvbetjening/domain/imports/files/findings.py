"""What can be wrong with a file, said so that the sender can mend it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or doubt: where it is, a code, what is wrong and the way out. `line` is 0 for the whole file.

    `blocks` is False for a warning: it is told and does not stop the import.
    """

    file: str
    line: int
    column: str
    code: str
    text: str
    blocks: bool = True

    def __str__(self) -> str:
        place = self.file + (f" line {self.line}" if self.line else "") + (f", {self.column}" if self.column else "")
        return f"{place}: {self.text}"


class CannotImport(Exception):
    """The files cannot be brought in, though each line alone is right; the text says what to mend in `file`, and
    `findings` each line where single ones are to blame."""

    def __init__(self, text: str, *, file: str, code: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(text)
        self.file, self.code = file, code
        self.findings = list(findings) or [Finding(file, 0, "", code, text)]


Report: TypeAlias = Callable[[Finding], None]
