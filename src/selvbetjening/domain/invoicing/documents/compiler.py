"""The renderer of all our documents: PDF/A-3a for the archive and PDF/UA-1 for those who listen."""

import threading
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import typst

from selvbetjening.domain.invoicing.documents import typeface

_STANDARDS: Final = ["a-3a", "ua-1"]
_compilers = threading.local()


def compiled(files: dict[str, bytes], *, at: datetime) -> bytes:
    """The PDF of `main.typ` and its neighbours in memory; the same for the same arguments, with our own fonts only.

    `at` is the creation time in the file. Safe to call from many threads. Raises `typst.TypstError`, and
    `TypefaceMissing` where the installation is not whole.
    """
    # The stubs know a file or bytes only; a dictionary of in-memory files is in the package's own README.
    compile_: Any = _compiler().compile
    made: bytes = compile_(input=files, pdf_standards=_STANDARDS, timestamp=int(at.astimezone(UTC).timestamp()))
    return made


@cache
def _faces() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(typeface.folder())])


def _compiler() -> typst.Compiler:
    # One per thread: a compiler that is busy in another thread refuses with "Already borrowed".
    if not hasattr(_compilers, "own"):
        _compilers.own = typst.Compiler(font_paths=_faces(), ignore_system_fonts=True)
    compiler: typst.Compiler = _compilers.own
    return compiler
