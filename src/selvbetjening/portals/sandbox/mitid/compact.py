"""Signed tokens (JWS, ES256): the stand-in makes and reads its own, apart from the adapter's library."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key


def encoded(octets: bytes) -> str:
    """URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The octets behind it. Raises ValueError."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Key:
    """A P-256 key with its name."""

    def __init__(self, pem: str) -> None:
        self._private = cast(ec.EllipticCurvePrivateKey, load_pem_private_key(pem.encode(), None))
        self._public = self._private.public_key()
        self.kid = encoded(hashlib.sha256(self._point()).digest()[:12])

    def public(self) -> dict[str, str]:
        """Its public half as a JSON Web Key."""
        point = self._point()
        return {"kty": "EC", "crv": "P-256", "x": encoded(point[:32]), "y": encoded(point[32:]), "kid": self.kid,
                "use": "sig", "alg": "ES256"}  # fmt: skip

    def signed(self, claims: Mapping[str, Any], *, typ: str = "JWT") -> str:
        """A token with these claims."""
        header = {"alg": "ES256", "kid": self.kid, "typ": typ}
        said = ".".join(encoded(json.dumps(part, ensure_ascii=False).encode()) for part in (header, dict(claims)))
        r, s = decode_dss_signature(self._private.sign(said.encode(), ec.ECDSA(SHA256())))
        return f"{said}.{encoded(r.to_bytes(32) + s.to_bytes(32))}"

    def read(self, token: str) -> dict[str, Any]:
        """The claims of a token that this key signed. Raises ValueError for every other text."""
        try:
            header, claims, signature = token.split(".")
            if json.loads(decoded(header)).get("alg") != "ES256":
                raise ValueError("another algorithm")
            raw = decoded(signature)
            pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
            self._public.verify(pair, f"{header}.{claims}".encode(), ec.ECDSA(SHA256()))
            found = json.loads(decoded(claims))
        except (InvalidSignature, AttributeError) as error:
            raise ValueError("not signed with this key") from error
        if not isinstance(found, dict):
            raise ValueError("no claims")
        return found

    def _point(self) -> bytes:
        numbers = self._public.public_numbers()
        return numbers.x.to_bytes(32) + numbers.y.to_bytes(32)
