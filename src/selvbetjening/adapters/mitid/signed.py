"""Read a signed token of a broker's: its shape, header and signature. What it says is checked elsewhere (SEC-40)."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError

from selvbetjening.adapters.mitid.broker_keys import BrokerKeys
from selvbetjening.domain.identity.ports import LoginRefused

LARGEST: Final = 16_384
ALGORITHMS: Final = frozenset({"ES256", "PS256", "RS256"})
#: Keys that a token brings along itself, and demands on its reader that nobody here knows.
_FORBIDDEN: Final = ("jwk", "jku", "x5u", "crit")


@dataclass(frozen=True, slots=True)
class Signed:
    """Header and claims of a token whose signature is the broker's."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


def read(token: object, *, keys: BrokerKeys) -> Signed:
    """Annex A.3 no. 5 and 6. Raises `LoginRefused` with the reason, `LoginUnreached` where there are no keys."""
    if not isinstance(token, str) or not token:
        raise LoginRefused("LOGIN-04", "no_token")
    if len(token) > LARGEST:
        raise LoginRefused("LOGIN-04", "token_too_large")
    parts = token.split(".")
    if len(parts) != 3:
        raise LoginRefused("LOGIN-04", "token_shape")
    header, claims = _object(parts[0]), _object(parts[1])
    alg, kid = header.get("alg"), header.get("kid")
    if not isinstance(alg, str) or alg not in ALGORITHMS:
        raise LoginRefused("LOGIN-04", "algorithm")
    if any(name in header for name in _FORBIDDEN):
        raise LoginRefused("LOGIN-04", "header")
    if kid is not None and not isinstance(kid, str):
        raise LoginRefused("LOGIN-04", "header")
    key = keys.find(kid=kid, alg=alg)
    try:
        jws.deserialize_compact(token, key, algorithms=[alg])
    except (JoseError, ValueError, TypeError):
        raise LoginRefused("LOGIN-04", "signature") from None
    return Signed(header, claims)


def _object(part: str) -> dict[str, Any]:
    """One part, decoded. A name that stands there twice may be read in two ways, so it is not read at all."""
    try:
        text = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    except (binascii.Error, ValueError, RecursionError):
        raise LoginRefused("LOGIN-04", "token_unreadable") from None
    if not isinstance(found, dict):
        raise LoginRefused("LOGIN-04", "token_unreadable")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise LoginRefused("LOGIN-04", "claim_twice")
    return found


def _refused(constant: str) -> Any:
    raise ValueError(constant)
