"""Who can log in at the stand-in, and the demo's keys. No settings are needed to import it."""

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

CLIENT_ID: Final = "selvbetjening-demo"


def client_key(secret: str) -> str:
    """The demo's own private key at the stand-in (PEM), made of its secret key: both sides know it without asking."""
    return _pem(secret, "client")


def provider_key(secret: str) -> str:
    """The key that the stand-in signs with."""
    return _pem(secret, "provider")


def _pem(secret: str, label: str) -> str:
    derived = HKDF(algorithm=SHA256(), length=40, salt=None, info=f"selvbetjening.demo.mitid.{label}".encode())
    number = int.from_bytes(derived.derive(secret.encode()))
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
    key = ec.derive_private_key(number % (order - 1) + 1, ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
