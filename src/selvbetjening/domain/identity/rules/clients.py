"""What kind of client is behind a request, as far as its headers tell (CM-11)."""

import re
from collections.abc import Mapping
from typing import Final, Literal

ClientClass = Literal["browser", "scanner", "prefetch", "unknown"]

_PREFETCH: Final = ("sec-purpose", "purpose", "x-purpose", "x-moz")
_SCANNER = re.compile(
    r"bot\b|crawl|spider|scan|preview|prefetch|safelinks|proofpoint|mimecast|barracuda|symantec|fortiguard|trendmicro"
    r"|sophos|cisco|office|outlook|imageproxy|facebookexternalhit|slack|whatsapp|telegram|headless|curl|wget|python"
    r"|java/|go-http|okhttp|node|axios|libwww|httpclient",
    re.IGNORECASE,
)
_NAMES: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("SamsungBrowser/", "Samsung Internet"),
    ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("FxiOS/", "Firefox"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def client_class(*, method: str, headers: Mapping[str, str]) -> ClientClass:
    """Browser, mail scanner, prefetch or unknown: a guess, for statistics. `headers` has its names in lower case."""
    if any(re.search("prefetch|preview|prerender", headers.get(name, ""), re.IGNORECASE) for name in _PREFETCH):
        return "prefetch"
    agent = headers.get("user-agent", "")
    if method == "HEAD" or _SCANNER.search(agent):
        return "scanner"
    if agent.startswith("Mozilla/") and headers.get("sec-fetch-mode", "") in {"navigate", "same-origin", "cors"}:
        return "browser"
    return "unknown"


def browser_name(*, user_agent: str) -> str:
    """Such as "Firefox, Windows", from fixed words only; empty when it cannot be told."""
    name = next((name for mark, name in _NAMES if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (name, system) if part)
