"""Our own keys at the brokers: the first signs, all are published, so that one can replace the other (SEC-48)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey, import_key

_LEAST_BITS: Final = 2048


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A private key with the name and the algorithm that it signs under."""

    private: ECKey | RSAKey = field(repr=False)
    alg: str
    kid: str

    def signed(self, claims: Mapping[str, Any], *, typ: str) -> str:
        """A token of ours."""
        header = {"alg": self.alg, "kid": self.kid, "typ": typ}
        return jwt.encode(header, dict(claims), self.private, algorithms=[self.alg])


def own_keys(pems: Sequence[str]) -> tuple[OwnKey, ...]:
    """The keys of these PEM texts: P-256 for ES256, RSA of 2048 bits or more for PS256. Raises ValueError."""
    if not pems:
        raise ValueError("a broker knows us by a key, and none is configured")
    return tuple(_own_key(pem) for pem in pems)


def published(keys: Sequence[OwnKey]) -> dict[str, Any]:
    """The public halves as a key set, for the broker."""
    return {
        "keys": [{**key.private.as_dict(private=False), "kid": key.kid, "alg": key.alg, "use": "sig"} for key in keys]
    }


def _own_key(pem: str) -> OwnKey:
    if "PRIVATE KEY" not in pem:
        raise ValueError("a broker's key must be a private one (PEM)")
    found = _imported(pem, "EC") or _imported(pem, "RSA")
    if isinstance(found, ECKey) and found.curve_name == "P-256":
        return OwnKey(found, "ES256", found.thumbprint())
    if isinstance(found, RSAKey) and found.raw_value.key_size >= _LEAST_BITS:
        return OwnKey(found, "PS256", found.thumbprint())
    raise ValueError("a broker's key must be of the curve P-256, or RSA of at least 2048 bits")


def _imported(pem: str, kind: Literal["EC", "RSA"]) -> ECKey | RSAKey | None:
    try:
        return import_key(pem, kind)
    except (JoseError, ValueError, TypeError):
        return None
