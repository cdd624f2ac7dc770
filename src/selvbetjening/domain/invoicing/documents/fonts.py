"""The typeface of documents: IBM Plex Sans, as on the portals, taken from npm and not kept in the repository.

Run as `python -m selvbetjening.domain.invoicing.documents.fonts` after `npm ci`; the two files and their licence (SIL
Open Font License) land beside this module, where the wheel picks them up. System fonts are never used: the same
snapshot must give the same bytes on every machine.
"""

import shutil
import sys
from pathlib import Path

PACKAGE = Path("@expo-google-fonts") / "ibm-plex-sans"
"""The npm package that carries Plex as TrueType; IBM's own carries only web formats, which the renderer cannot read."""

TARGET = Path(__file__).parent / "fonts"
FACES = ("400Regular/IBMPlexSans_400Regular.ttf", "600SemiBold/IBMPlexSans_600SemiBold.ttf")
LICENCE = "LICENSE_FONT"
COMMAND = "python -m selvbetjening.domain.invoicing.documents.fonts"


class FontsMissing(Exception):
    """The typeface is not there; the text says which file, and what to run."""


def copy(*, node_modules: Path, target: Path = TARGET) -> list[Path]:
    """Copy the faces and their licence into `target` and return their paths; FontsMissing without the npm package."""
    source = node_modules / PACKAGE
    wanted = [source / name for name in (*FACES, LICENCE)]
    for path in wanted:
        if not path.is_file():
            raise FontsMissing(f"{path} is missing: run `npm ci` first.")
    target.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copyfile(path, target / path.name)) for path in wanted]


def folder(*, target: Path = TARGET) -> Path:
    """The folder with the faces; FontsMissing where one is not there."""
    for name in FACES:
        path = target / Path(name).name
        if not path.is_file():
            raise FontsMissing(f"{path} is missing: run `npm ci`, then `{COMMAND}`.")
    return target


def main(arguments: list[str] | None = None) -> int:
    """Copy from the `node_modules` named on the command line, or the one in the working directory."""
    named = sys.argv[1:] if arguments is None else arguments
    node_modules = Path(named[0]) if named else Path.cwd() / "node_modules"
    try:
        written = copy(node_modules=node_modules)
    except FontsMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stdout.write(f"{len(written)} font files in {TARGET}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
