"""The typeface of documents: IBM Plex Sans, as on the portals, in the two weights that they use.

The files lie in the repository (430 kB, unchanged, SIL Open Font License beside them) and not in `node_modules`: an
invoice must be issued, and issued again byte by byte (XB-28), whatever a package's next version looks like, and the
web formats that packages of the design system carry cannot be read by the renderer. They were taken from the npm
package `@expo-google-fonts/ibm-plex-sans` 0.4.1. System fonts are never used.
"""

from pathlib import Path

FAMILY = "IBM Plex Sans"
FOLDER = Path(__file__).parent / "fonts"
FACES = ("IBMPlexSans_400Regular.ttf", "IBMPlexSans_600SemiBold.ttf")


class TypefaceMissing(Exception):
    """A file of the typeface is not there; the text says which."""


def folder(*, at: Path = FOLDER) -> Path:
    """The folder with the faces. TypefaceMissing where one is not there: another typeface would be another document."""
    for name in FACES:
        if not (at / name).is_file():
            raise TypefaceMissing(f"{at / name} is missing: the installation is not whole, install the package again.")
    return at
