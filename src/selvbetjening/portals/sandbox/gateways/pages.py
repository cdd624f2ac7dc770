"""The hosted pages of both stand-ins: no script, no cookie, Danish and English, and the word Demo on each."""

import re
from collections.abc import Container, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from django.template.loader import render_to_string

from selvbetjening.portals.sandbox.gateways.exchange import HTML, Answer, Data, Request
from selvbetjening.portals.sandbox.gateways.words import amount, words

STYLE: Final = "/hosted.css"
_SHEET: Final = Path(__file__).with_name("hosted.css")


def style() -> Answer:
    """The pages' style sheet."""
    return Answer(200, _SHEET.read_bytes(), {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=60"})


def form(request: Request) -> dict[str, str]:
    """What a page's form sent."""
    found = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1].strip() for name, values in found.items()}


def read_card(sent: dict[str, str], *, known: Container[str], now: float) -> tuple[Data, list[str]]:
    """The card that was typed (`number`, `month`, `year`), and the names of the fields that are wrong."""
    number = re.sub(r"[\s-]", "", sent.get("number", ""))
    expiry = re.fullmatch(r"(\d{1,2})\s*/?\s*(?:20)?(\d{2})", sent.get("expiry", ""))
    month, year = (int(expiry[1]), 2000 + int(expiry[2])) if expiry else (0, 0)
    present = datetime.fromtimestamp(now, UTC)
    faults = [] if number in known else ["number"]
    faults += [] if 1 <= month <= 12 and (year, month) >= (present.year, present.month) else ["expiry"]
    faults += [] if re.fullmatch(r"\d{3,4}", sent.get("cvc", "")) else ["cvc"]
    return {"number": number, "month": month, "year": year}, faults


def card(
    request: Request, *, form: dict[str, str] | None = None, faults: Sequence[str] = (), refused: str = "",
    **page: Any,
) -> Answer:  # fmt: skip
    """Card number, expiry, CVC; with what was typed again when something is wrong, but never the CVC.

    Always 200, as the real pages, whose scripts talk to the bank behind them.
    """
    said = _words(request, page)
    more = {
        "faults": [(name, said[f"fault_{name}"]) for name in faults], "wrong": list(faults),
        "typed": form or {}, "refused": refused, "reason": said.get(f"reason_{refused}", ""),
        "cards": [(_spaced(number), said[f"outcome_{what}"]) for number, what in page.get("cards", ())],
    }  # fmt: skip
    return _page(request, "card", 200, page, said, **more)


def secure(request: Request, *, kind: str = "secure", **page: Any) -> Answer:
    """The bank's question: approve or decline. `kind` is `secure` or `mobilepay`."""
    said = _words(request, page)
    return _page(request, "secure", 200, page, said, heading=said[kind], says=said[f"{kind}_says"])


def over(request: Request, *, language: str | None, back: str | None) -> Answer:
    """The page cannot be used any more."""
    page = {"language": language or "auto", "back": [back or ""]}
    said = _words(request, page)
    return _page(request, "over", 410, page, said, heading=said["over"], says=said["over_says"], way=back)


def lost(request: Request) -> Answer:
    """There is no such page."""
    page: Data = {"language": "auto", "back": []}
    said = _words(request, page)
    return _page(request, "over", 404, page, said, heading=said["lost"], says=said["lost_says"], way="")


def _page(request: Request, name: str, status: int, page: Data, said: dict[str, str], **more: Any) -> Answer:
    language = _language(request, page)
    minor = page.get("amount_minor")
    content = {
        **page, **more, "words": said, "language": language, "style": STYLE,
        "amount": amount(minor, page.get("currency", ""), language) if minor else "",
        "other": ("en", "English") if language == "da" else ("da", "Dansk"),
    }  # fmt: skip
    html = render_to_string(f"gateways/{name}.html", content)
    return Answer(status, html.encode(), {
        "Content-Type": HTML, "Content-Language": language, "Cache-Control": "no-store",
        "Content-Security-Policy": _policy(page["back"]), "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    })  # fmt: skip


def _policy(back: Sequence[str]) -> str:
    """Nothing but the style sheet; forms may lead where the customer goes next (browsers ask that of redirects too)."""
    ways = sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, back) if parts.netloc})
    allowed = " ".join(["'self'", *ways])
    return f"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action {allowed}"


def _words(request: Request, page: Data) -> dict[str, str]:
    return words(_language(request, page))


def _language(request: Request, page: Data) -> str:
    """As chosen on the page, else as the company said, else as the browser likes it best."""
    chosen = parse_qs(request.query).get("language", [""])[-1] or str(page["language"])[:2]
    if chosen not in {"da", "en"}:
        chosen = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "da"
    return chosen


def _spaced(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
