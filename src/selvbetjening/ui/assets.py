"""Take the declared front-end files out of `node_modules`; run as `python -m selvbetjening.ui.assets`.

The package of Det Fælles Designsystem is 30 MB; collecting all of it takes most of a minute. Only the style
sheet, the fonts and the few pictures that our components use are copied, and the style sheet is rewritten so that
every address in it exists beside it: the manifest storage refuses a style sheet that points at nothing.
"""

import re
import sys
from pathlib import Path

PACKAGE = Path("dkfds") / "dist"
TARGET = Path(__file__).parent / "static" / "ui" / "vendor"

PICTURES = frozenset(
    f"{name}.svg"
    for name in ("check", "check-white", "minus-white", "chevron-down", "chevron-up", "chevron-down-gray-200")
)

_ICON_RULE = re.compile(r"\.icon-[a-z-]+:not\(a\)\{background-image:url\([^)]*\)\}")
_PICTURE = re.compile(r"background-image:url\(\.\./img/(?:svg-icons/)?([^)]+)\);?")
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_WOFF2 = re.compile(r"url\(\.\./(fonts/IBMPlexSans/complete/woff2/[^)]+)\)")
_FONT_SOURCES = re.compile(r"src:url\([^;}]*")
_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")


class AssetsMissing(Exception):
    """`node_modules` lacks the design system; the text says what to run."""


def rewrite(css: str) -> tuple[str, list[str]]:
    """Return the style sheet with only resolvable addresses, and the files (relative to `dist`) it needs."""
    needed: list[str] = []

    def font(match: re.Match[str]) -> str:
        found = _WOFF2.search(match[0])
        if found is None:  # the "system" face has only local() sources
            return match[0]
        needed.append(found[1])
        return _FONT_SOURCES.sub(f'src:url({found[1]}) format("woff2")', match[0])

    def picture(match: re.Match[str]) -> str:
        if match[1] not in PICTURES:
            return ""
        needed.append(f"img/svg-icons/{match[1]}")
        return f"background-image:url(img/svg-icons/{match[1]});"

    css = _MAP.sub("", _ICON_RULE.sub("", css))
    css = _FONT_FACE.sub(font, css)
    css = _PICTURE.sub(picture, css)
    return css, sorted(set(needed))


def copy(*, node_modules: Path, target: Path = TARGET) -> list[Path]:
    """Make `target` hold just the files the pages need and return their paths.

    What is right already is not touched: somebody may be serving it. Raises `AssetsMissing` when the package is not
    installed.
    """
    source = node_modules / PACKAGE
    sheet = source / "css" / "dkfds.min.css"
    if not sheet.is_file():
        raise AssetsMissing(f"{sheet} is missing: run `npm ci` first.")
    css, needed = rewrite(sheet.read_text(encoding="utf-8"))
    licences = ["LICENSE.md", "fonts/IBMPlexSans/complete/woff2/license.txt"]
    wanted = {target / name: (source / name).read_bytes() for name in [*needed, *licences]}
    wanted[target / "dkfds.css"] = css.encode()
    for path in set(target.rglob("*")) - wanted.keys():
        if path.is_file():
            path.unlink()
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return list(wanted)


def main(arguments: list[str] | None = None) -> int:
    """Copy from the `node_modules` named on the command line, or the one in the working directory."""
    named = sys.argv[1:] if arguments is None else arguments
    node_modules = Path(named[0]) if named else Path.cwd() / "node_modules"
    try:
        written = copy(node_modules=node_modules)
    except AssetsMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stdout.write(f"{len(written)} front-end files in {TARGET}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
