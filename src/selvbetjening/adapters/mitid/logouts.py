"""A broker tells that a session has ended: is it true? (SEC-36, OpenID Connect Back-Channel Logout 1.0)"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from selvbetjening.adapters.mitid import checks
from selvbetjening.adapters.mitid.signed import Signed
from selvbetjening.domain.identity.ports import LoggedOut, LoginRefused

EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
TYP: Final = frozenset({"logout+jwt", "application/logout+jwt"})
OLDEST: Final = timedelta(minutes=3)
_LONGEST: Final = 255


def logged_out(signed: Signed, *, issuer: str, client_id: str, typ_required: bool, at: datetime) -> LoggedOut:
    """Who has logged out. Raises `LoginRefused` with the reason.

    `typ_required`: the token must say that it is one, so that an ID token is not taken for one. Without it the
    mandatory `events` and the forbidden `nonce` tell them apart.
    """
    claims = signed.claims
    typ = signed.header.get("typ")
    if (typ_required or typ is not None) and not _is_logout(typ, typ_required):
        raise LoginRefused("LOGIN-04", "logout_typ")
    checks.addressed(claims, issuer=issuer, client_id=client_id)
    checks.current(claims, at=at)
    issued_at = checks.instant(claims["iat"])
    if issued_at is None or at - issued_at > OLDEST:
        raise LoginRefused("LOGIN-04", "logout_old")
    if "nonce" in claims:
        raise LoginRefused("LOGIN-04", "logout_nonce")
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise LoginRefused("LOGIN-04", "logout_events")
    jti, subject, session = (_text(claims, name) for name in ("jti", "sub", "sid"))
    if not jti or not (subject or session):
        raise LoginRefused("LOGIN-04", "logout_whose")
    return LoggedOut(issuer=issuer, jti=jti, subject=subject, broker_session=session)


def _is_logout(typ: object, required: bool) -> bool:
    named = typ.lower() if isinstance(typ, str) else ""
    return named in TYP or (not required and named == "jwt")


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise LoginRefused("LOGIN-04", "logout_whose")
    return value
