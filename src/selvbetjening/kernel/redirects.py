"""Where a redirect may go: a path on this host, or the default (SEC-138)."""

import unicodedata
from urllib.parse import unquote

_LONGEST = 2_000


def safe_path(target: str, default: str) -> str:
    """`target` when a browser would stay on this host with it, else `default` (SEC-138).

    Only local paths pass, with query and fragment. Refused: anything with a scheme or host, `//`, a backslash,
    control characters and blanks, also percent-encoded any number of times in the path.
    """
    return target if _is_local(target) else default


def _is_local(target: str) -> bool:
    if not target.startswith("/") or len(target) > _LONGEST or _has_trap(target):
        return False
    path = target.partition("#")[0].partition("?")[0]
    # A proxy or a careless view may decode once more than we do: decode until nothing is left to decode.
    while (decoded := unquote(path)) != path:
        path = decoded
    return "//" not in path and not _has_trap(path)


def _has_trap(text: str) -> bool:
    return "\\" in text or any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text)
