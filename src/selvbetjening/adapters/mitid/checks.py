"""Does this ID token belong to this login, and is the login fresh enough? (annex A.3 no. 7 to 9, SEC-39 to SEC-44)

Pure. Every check is made, whatever a token says about checks that it does not support.
"""

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from selvbetjening.domain.identity.ports import Expected, LoginRefused
from selvbetjening.kernel.tokens import equal

SKEW: Final = timedelta(seconds=60)
OLDEST: Final = timedelta(minutes=10)
_LATEST: Final = 32_503_680_000
"""The year 3000 in Unix seconds: what lies behind it is no instant."""


def addressed(claims: Mapping[str, Any], *, issuer: str, client_id: str) -> None:
    """No. 7: from this issuer, for us and nobody else. Raises `LoginRefused`."""
    if claims.get("iss") != issuer:
        raise LoginRefused("LOGIN-04", "issuer")
    audience = claims.get("aud")
    if audience != client_id and audience != [client_id]:
        raise LoginRefused("LOGIN-04", "audience")
    if "azp" in claims and claims["azp"] != client_id:
        raise LoginRefused("LOGIN-04", "authorized_party")


def current(claims: Mapping[str, Any], *, at: datetime) -> None:
    """No. 8, the times: not expired, not from tomorrow, not older than ten minutes. Raises `LoginRefused`."""
    expires_at, issued_at = instant(claims.get("exp")), instant(claims.get("iat"))
    if expires_at is None or at >= expires_at + SKEW:
        raise LoginRefused("LOGIN-04", "expired")
    if issued_at is None or issued_at > at + SKEW:
        raise LoginRefused("LOGIN-04", "issued_later")
    if at - issued_at > OLDEST:
        raise LoginRefused("LOGIN-04", "issued_long_ago")
    if "nbf" in claims:
        begins_at = instant(claims["nbf"])
        if begins_at is None or begins_at > at + SKEW:
            raise LoginRefused("LOGIN-04", "not_yet")


def ours(claims: Mapping[str, Any], *, nonce: str, access_token: str) -> None:
    """No. 8: made for this very request; and the access token is the one it came with. Raises `LoginRefused`."""
    told = claims.get("nonce")
    if not isinstance(told, str) or not equal(told, nonce):
        raise LoginRefused("LOGIN-04", "nonce")
    if "at_hash" in claims:
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        wanted = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
        if not isinstance(claims["at_hash"], str) or not equal(claims["at_hash"], wanted):
            raise LoginRefused("LOGIN-04", "at_hash")


def logged_in_at(claims: Mapping[str, Any], *, expected: Expected, at: datetime) -> datetime:
    """No. 9: when the person logged in, and that it is recent enough. Raises `LoginRefused`: ACC-03 for a step-up."""
    code = "LOGIN-04" if expected.not_before is None else "ACC-03"
    moment = instant(claims.get("auth_time"))
    if moment is None:
        raise LoginRefused(code, "no_auth_time")
    if moment > at + SKEW:
        raise LoginRefused(code, "auth_time_later")
    # Whole seconds: a broker that writes 12:00:00 may mean anything before 12:00:01.
    if at - moment > expected.max_age + timedelta(seconds=1):
        raise LoginRefused(code, "auth_time_stale")
    if expected.not_before is not None and moment + timedelta(seconds=1) <= expected.not_before:
        raise LoginRefused(code, "auth_time_before")
    return moment


def same_subject(claims: Mapping[str, Any], *, expected: Expected) -> str:
    """Who it is to the broker; a step-up is the same person's (annex A.4). Raises `LoginRefused`."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or len(subject) > 255:
        raise LoginRefused("LOGIN-04", "no_subject")
    if expected.subject is not None and subject != expected.subject:
        raise LoginRefused("ACC-03", "other_person")
    return subject


def instant(value: object) -> datetime | None:
    """A moment in Unix seconds, or None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _LATEST:
        return None
    return datetime.fromtimestamp(value, UTC)
