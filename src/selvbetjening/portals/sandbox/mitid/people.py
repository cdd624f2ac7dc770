"""Who can log in at the stand-in, and the demo's keys. No settings are needed to import it."""

import uuid
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

CLIENT_ID: Final = "selvbetjening-demo"
ISSUER: Final = "https://mitid.selvbetjening.example"
"""The stand-in's name: people are known by it, so it stays, wherever the stand-in is served in this run."""


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


@dataclass(frozen=True)
class Company:
    """An invented company of the demo; no number of it is a real one's."""

    cvr: str
    name: str
    p_number: str = ""


@dataclass(frozen=True)
class Invented:
    """An invented person: nobody has the name, and there is no CPR. `cvr` is where she usually works."""

    key: str
    given_name: str
    surname: str
    cvr: str
    what_da: str
    what_en: str


COMPANIES: Final = (
    Company("12345674", "Nordlys Træning", "1000000001"),
    Company("92222209", "Fjordbyg Software", "1000000002"),
    Company("95555519", "Yogahuset", "1000000003"),
    Company("96666623", "Tal & Tabeller Bogføring", "1000000004"),
    Company("97777736", "Ukendt Handel ApS", "1000000005"),
)
PEOPLE: Final = (
    Invented("astrid", "Astrid", "Nordby", "12345674", "Access Manager i Nordlys Træning",
             "Access Manager at Nordlys Træning"),
    Invented("kasper", "Kasper", "Solbjerg", "12345674", "kollega i Nordlys Træning", "colleague at Nordlys Træning"),
    Invented("birgit", "Birgit", "Talhus", "96666623", "bogholder for flere virksomheder",
             "bookkeeper of several companies"),
    Invented("freja", "Freja", "Fjordmand", "92222209", "Access Manager i Fjordbyg Software",
             "Access Manager at Fjordbyg Software"),
    Invented("yrsa", "Yrsa", "Stille", "95555519", "Access Manager i Yogahuset", "Access Manager at Yogahuset"),
    Invented("ulrik", "Ulrik", "Udenfor", "97777736", "fra en virksomhed, som ingen her kender",
             "from a company that nobody here knows"),
)  # fmt: skip
#: The choice "privately, for no company".
PRIVATE: Final = "private"
_SPACE: Final = uuid.UUID("7b0f4c52-6a1e-4c57-9d5e-3c1f0a9e2d11")


def subject_of(key: str, cvr: str) -> str:
    """What the stand-in calls this person at this company: another name at each, and another one privately."""
    return str(uuid.uuid5(_SPACE, f"{key} {cvr}"))


def professional_id_of(key: str, cvr: str) -> str:
    """The professional identity's own number."""
    return str(uuid.uuid5(_SPACE, f"professional {key} {cvr}"))
