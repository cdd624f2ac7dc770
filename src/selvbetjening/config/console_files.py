"""The few static files of django-ninja that the API's console needs; the whole package has four times as much."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import ninja
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FOLDER: Final = Path(ninja.__file__).parent / "static"
#: With their source maps: the manifest storage refuses a file that points at nothing.
FILES: Final = tuple(
    f"ninja/{name}{end}" for name in ("swagger-ui-bundle.js", "swagger-ui.css") for end in ("", ".map")
)


class ConsoleFiles(BaseFinder):
    """Finds these files and no other."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        self.storage = FileSystemStorage(location=str(FOLDER))

    def check(self, **_options: Any) -> list[Any]:
        """There is nothing to be set."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """Where the file lies; a list with `find_all`."""
        found = [str(FOLDER / path)] if path in FILES else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each with the storage that has it."""
        return ((path, self.storage) for path in FILES)
