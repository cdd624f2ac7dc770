"""Tokens as a liar makes them: any header, any claims, any key or none; made without the product's library."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


def b64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))


@dataclass
class Signer:
    """A P-256 key and an RSA key of the same owner."""

    kid: str = "key-1"
    curve: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    rsa_key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def jwks(self) -> list[dict[str, str]]:
        point, pair = self.curve.public_key().public_numbers(), self.rsa_key.public_key().public_numbers()
        x, y = b64(point.x.to_bytes(32)), b64(point.y.to_bytes(32))
        return [
            {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": self.kid, "use": "sig", "alg": "ES256"},
            {"kty": "RSA", "n": number(pair.n), "e": number(pair.e), "kid": f"{self.kid}-rsa", "use": "sig"},
        ]

    def public_pem(self) -> bytes:
        """What a careless reader would take for the secret of an HMAC."""
        return self.curve.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def signature(self, alg: str, said: bytes) -> bytes:
        if alg == "ES256":
            r, s = decode_dss_signature(self.curve.sign(said, ec.ECDSA(SHA256())))
            return r.to_bytes(32) + s.to_bytes(32)
        if alg == "RS256":
            return self.rsa_key.sign(said, padding.PKCS1v15(), SHA256())
        if alg == "PS256":
            return self.rsa_key.sign(said, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
        if alg == "HS256":
            return hmac.digest(self.public_pem(), said, hashlib.sha256)
        return b""

    def token(self, claims: Mapping[str, Any] | bytes, **header: Any) -> str:
        """A token; `header` overrides ES256 and the key's name, `None` leaves a name out."""
        said = {"alg": "ES256", "kid": self.kid, "typ": "JWT"} | header
        head = json.dumps({name: value for name, value in said.items() if value is not None}).encode()
        payload = claims if isinstance(claims, bytes) else json.dumps(dict(claims)).encode()
        text = f"{b64(head)}.{b64(payload)}"
        return f"{text}.{b64(self.signature(str(said['alg']), text.encode()))}"


def client_pem() -> str:
    """A key for the portal's side."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def rsa_pem() -> str:
    """The same of the other kind."""
    return (
        rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    )
