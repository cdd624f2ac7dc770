"""The virtual tree (annex C.1): what a client's path means. Pure; nothing here ever touches a disk."""

from dataclasses import dataclass
from typing import Final, Literal

from selvbetjening.domain.deliveries.rules.content import SOLUTION

Area = Literal["inbox", "outbox", "receipts", "trial", "text", "root"]
#: Where files are put.
WRITABLE: Final[frozenset[Area | None]] = frozenset({"inbox", "trial", "root"})
#: Solutions that take and give files, as folders.
SOLUTIONS: Final = (SOLUTION,)
README, STATUS = "LAESMIG.txt", "STATUS.txt"
TEXTS: Final = (README, STATUS)
#: What a file under trial is kept under: never the folder of a solution.
TRIAL: Final = "proev"
_LONGEST: Final = 1024


class BadPath(Exception):
    """The path is no text, or longer than any of ours."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a path leads. `is_folder`: one that exists; else `name` is a file's in `area`, or `area` is None: nowhere.

    `path` is the whole of it from the root; `folder` is the solution below an inbox or outbox.
    """

    path: str
    is_folder: bool = False
    area: Area | None = None
    folder: str = ""
    name: str = ""


def _places(prefix: str) -> dict[str, tuple[Area, str]]:
    found: dict[str, tuple[Area, str]] = {f"{prefix}/kvittering": ("receipts", "")}
    for solution in SOLUTIONS:
        found[f"{prefix}/ind/{solution}"] = ("inbox", solution)
        found[f"{prefix}/ud/{solution}"] = ("outbox", solution)
    return found


_TREES: Final[dict[str, dict[str, tuple[Area, str]]]] = {
    "production": {**_places(""), "/proev": ("trial", TRIAL)},
    "test": _places("/test"),
}


def _folders(environment: str) -> set[str]:
    found = {"/"}
    for path in _TREES[environment]:
        parts = path.strip("/").split("/")
        found |= {"/" + "/".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found


_FOLDERS: Final = {environment: _folders(environment) for environment in _TREES}


def normal(*, path: bytes) -> str:
    """From the root, without `.`, `..` and doubled slashes; never above the root. Raises `BadPath`."""
    if len(path) > _LONGEST:
        raise BadPath
    try:
        text = path.decode("utf-8")
    except UnicodeDecodeError:
        raise BadPath from None
    if "\x00" in text:
        raise BadPath
    parts: list[str] = []
    for part in text.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/" + "/".join(parts)


def find(*, path: bytes, environment: str, in_root: bool = False) -> Spot:
    """Where the path leads in this environment's tree. Raises `BadPath`.

    `in_root`: for a program that only puts and gets in `/`, the root is inbox and outbox, too (BP-43).
    """
    whole = normal(path=path)
    if whole in _FOLDERS[environment]:
        area, folder = _TREES[environment].get(whole, (None, ""))
        if in_root and whole == "/":
            area, folder = "root", SOLUTIONS[0]
        return Spot(whole, is_folder=True, area=area, folder=folder)
    parent, _, name = whole.rpartition("/")
    if not parent and name in TEXTS:
        return Spot(whole, area="text", name=name)
    if not parent and in_root:
        return Spot(whole, area="root", folder=SOLUTIONS[0], name=name)
    area, folder = _TREES[environment].get(parent, (None, ""))
    return Spot(whole, area=area, folder=folder, name=name)


def children(*, path: str, environment: str) -> list[str]:
    """The names of the folders directly below a folder, in order."""
    prefix = "" if path == "/" else path
    below = {folder for folder in _FOLDERS[environment] if folder.rpartition("/")[0] == prefix and folder != "/"}
    return sorted(folder.rpartition("/")[2] for folder in below)
