"""From one broker's claims to a person (annex A.2 and A.3 no. 10 to 12). Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from selvbetjening.adapters.mitid.checks import instant
from selvbetjening.adapters.mitid.profiles import Profile
from selvbetjening.domain.identity.ports import LoginRefused, Person
from selvbetjening.kernel.numbers import normalise_cvr

_ORDER: Final = ("low", "substantial", "high")
#: What only the signed token may say; userinfo adds and never overrules.
_SIGNED_ONLY: Final = frozenset({"iss", "sub", "aud", "azp", "exp", "iat", "nonce", "auth_time", "acr", "amr", "sid"})


def merged(claims: Mapping[str, Any], userinfo: Mapping[str, Any]) -> dict[str, Any]:
    """Token and userinfo in one. Raises `LoginRefused` where the latter is somebody else's."""
    if userinfo.get("sub") != claims.get("sub"):
        raise LoginRefused("LOGIN-04", "userinfo_subject")
    added = {name: value for name, value in userinfo.items() if name not in _SIGNED_ONLY}
    return {**added, **claims}


def transaction_of(claims: Mapping[str, Any], *, profile: Profile) -> str:
    """The broker's own number of this login, for the log; `jti` where it tells none."""
    return _text(claims, profile.claims.get("transaction", "")) or _text(claims, "jti")


def person(
    claims: Mapping[str, Any], *, profile: Profile, issuer: str, subject: str, logged_in_at: datetime, least: str,
    private_for_business: bool, id_token: str,
) -> Person:  # fmt: skip
    """Who it is, if the level suffices, the identity is a professional one, and the company has a number.

    Raises `LoginRefused`: LOGIN-03, LOGIN-02, or LOGIN-04 for a company without a readable number.
    """
    level = _level(claims, profile, least)
    cvr = _cvr(claims, profile.claims.get("cvr", ""))
    professional = _is_professional(claims, profile, cvr)
    if not professional and not (private_for_business and cvr):
        raise LoginRefused("LOGIN-02", "private")
    if len(cvr) != 8:
        raise LoginRefused("LOGIN-04", "cvr" if cvr else "no_cvr")

    def told(field: str) -> str:
        return _text(claims, profile.claims.get(field, ""))

    given, surname = _names(told("given_name"), told("surname"), told("name"))
    return Person(
        issuer=issuer, subject=subject, level=level, auth_time=logged_in_at, is_business=professional, cvr=cvr,
        company_name=told("company_name"), p_number=told("p_number"), professional_id=told("professional_id"),
        given_name=given, surname=surname, email=told("email"),
        is_signatory=_flag(claims, profile.claims.get("signatory", "")),
        broker_transaction=transaction_of(claims, profile=profile), broker_session=told("session"),
        session_ends_at=_moment(claims.get(profile.claims.get("session_ends", ""))), id_token=id_token,
    )  # fmt: skip


def _level(claims: Mapping[str, Any], profile: Profile, least: str) -> str:
    """No. 10: by the broker's own table, and at least this."""
    level = profile.levels.get(_text(claims, profile.claims.get("level", "")), "")
    if level not in _ORDER or _ORDER.index(level) < _ORDER.index(least):
        raise LoginRefused("LOGIN-03", "low_level" if level else "no_level")
    return level


def _is_professional(claims: Mapping[str, Any], profile: Profile, cvr: str) -> bool:
    name = profile.claims.get("business", "")
    if not name:
        return bool(cvr)
    value = claims.get(name)
    return (value is True and "true" in profile.business) or _text(claims, name) in profile.business


def _cvr(claims: Mapping[str, Any], name: str) -> str:
    """Eight digits, whatever stands around them (BP-02); a number is read, too. `?` where it is none."""
    value = claims.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"{value:08d}" if value > 0 else ""
    text = normalise_cvr(value) if isinstance(value, str) else ""
    if not text:
        return ""
    return text if len(text) == 8 and text.isascii() and text.isdigit() else "?"


def _names(given: str, surname: str, whole: str) -> tuple[str, str]:
    """Given name and surname; of a whole name alone the last word is the surname."""
    if given or surname:
        return given, surname
    first, _, last = whole.rpartition(" ")
    return first, last


def _flag(claims: Mapping[str, Any], name: str) -> bool | None:
    """Only `true`, as JSON or as a word, is yes; what is not told is unknown."""
    return None if not name or name not in claims else claims[name] is True or claims[name] == "true"


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name) if name else None
    return " ".join(value.split())[:255] if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:15])
    return instant(value)
