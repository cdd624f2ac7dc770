"""The page of plain choices: who, for which company, how sure, how long ago. No script, no cookie."""

from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from django.template.loader import render_to_string

from selvbetjening.kernel import tokens
from selvbetjening.portals.sandbox.gateways.exchange import HTML, Answer, Request, see_other
from selvbetjening.portals.sandbox.mitid.people import (
    COMPANIES,
    ISSUER,
    PEOPLE,
    PRIVATE,
    professional_id_of,
    subject_of,
)
from selvbetjening.portals.sandbox.mitid.words import words

LEVELS: Final = ("substantial", "high", "low")
AGES: Final = ("0", "240", "1800", "32400")
_NSIS: Final = "https://data.gov.dk/concept/core/nsis"
_HOURS: Final = 8 * 3600


def choices(request: Request, *, name: str, asked: dict[str, str], last: tuple[str, str]) -> Answer:
    """The page; `name` is the request's own, which the form carries on. `last` are person and company chosen before."""
    language = _language(request, asked.get("ui_locales", ""))
    said = words(language)
    people = [(one.key, f"{one.given_name} {one.surname}", one.what_en if language == "en" else one.what_da)
              for one in PEOPLE]  # fmt: skip
    content = {
        "people": people,
        "companies": [("", said["usual"]), *((one.cvr, f"{one.name}, CVR {one.cvr}") for one in COMPANIES),
                      (PRIVATE, said["private"])],
        "levels": [(level, said[level]) for level in LEVELS],
        "ages": [(age, said[f"age_{age}"]) for age in AGES],
        "name": name,
        "person": last[0] or PEOPLE[0].key,
        "company": last[1],
        "heading": said["afresh"] if asked.get("prompt") == "login" else said["title"],
        "site": urlsplit(asked["redirect_uri"]).hostname,
        "other_address": "?" + urlencode({"request_uri": name, "client_id": asked["client_id"],
                                          "language": _other(language)[0]}),
    }  # fmt: skip
    return _page("mitid/choices.html", 200, language, said, back=asked["redirect_uri"], **content)


def lost(request: Request) -> Answer:
    """There is nothing to choose (any more)."""
    language = _language(request, "")
    said = words(language)
    content = {"heading": said["lost"], "says": said["lost_says"], "way": ""}
    return _page("mitid/over.html", 404, language, said, back="", **content)


def logged_out(request: Request, *, back: str) -> Answer:
    """The broker's session has ended, and the way back to the portal."""
    language = _language(request, "")
    said = words(language)
    return _page(
        "mitid/over.html", 200, language, said, back=back, heading=said["out"], says=said["out_says"], way=back
    )


def led(address: str, **query: str) -> Answer:
    """Back to the portal."""
    return see_other(address, **query)


def read_choices(fields: dict[str, str], *, now: float) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """What was chosen, as the ID token says it and as userinfo adds to it; None when nobody was."""
    person = next((one for one in PEOPLE if one.key == fields.get("person")), None)
    level, age = fields.get("level", LEVELS[0]), fields.get("age", AGES[0])
    cvr = fields.get("company") or (person.cvr if person else "")
    company = next((one for one in COMPANIES if one.cvr == cvr), None)
    if person is None or level not in LEVELS or age not in AGES or (company is None and cvr != PRIVATE):
        return None, {}
    claims: dict[str, Any] = {
        "iss": ISSUER, "sub": subject_of(person.key, cvr), "auth_time": int(now) - int(age), "idp": "mitid_erhverv",
        "identity_type": "professional" if company else "private", "loa": f"{_NSIS}/{level.capitalize()}",
        "transaction_id": tokens.new_token()[:22], "neb_sid": tokens.new_token()[:22],
        "session_expiry": str(int(now) + _HOURS),
    }  # fmt: skip
    userinfo = {"sub": claims["sub"]}
    if company:
        userinfo |= {
            "nemlogin.cvr": company.cvr, "nemlogin.org_name": company.name, "nemlogin.p_number": company.p_number,
            "nemlogin.persistent_professional_id": professional_id_of(person.key, cvr),
            "nemlogin.name": f"{person.given_name} {person.surname}", "nemlogin.given_name": person.given_name,
            "nemlogin.family_name": person.surname,
        }  # fmt: skip
    return claims, userinfo


def _page(template: str, status: int, language: str, said: dict[str, str], *, back: str, **content: Any) -> Answer:
    parts = urlsplit(back)
    ways = " ".join(["'self'", *([f"{parts.scheme}://{parts.netloc}"] if parts.netloc else [])])
    html = render_to_string(template, {
        **content, "words": said, "language": language, "style": "/hosted.css", "other": _other(language),
    })  # fmt: skip
    return Answer(status, html.encode(), {
        "Content-Type": HTML, "Content-Language": language, "Cache-Control": "no-store",
        "Content-Security-Policy": f"default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';"
        f" form-action {ways}",
        "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
    })  # fmt: skip


def _language(request: Request, wanted: str) -> str:
    """As chosen on the page, else as the portal asked, else as the browser likes it best."""
    text = request.body.decode("utf-8", "replace") if request.method == "POST" else request.query
    chosen = parse_qs(text).get("language", [""])[-1] or wanted[:2]
    if chosen not in {"da", "en"}:
        chosen = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "da"
    return chosen


def _other(language: str) -> tuple[str, str]:
    return ("en", "English") if language == "da" else ("da", "Dansk")
