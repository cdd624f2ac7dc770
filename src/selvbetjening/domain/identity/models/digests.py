"""Digests of secrets and of subjects of limits, with keys of our own made from the installation's secret."""

import hashlib
import hmac

from django.conf import settings

from selvbetjening.kernel import tokens
from selvbetjening.kernel.ids import OrganizationId


def keyed(organization: OrganizationId, *, label: str, secret: str) -> bytes:
    """32 bytes that only this installation can make, different for each organization and each `label` (SEC-55)."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"selvbetjening.identity.{label}".encode(), hashlib.sha256)
    return tokens.digest(f"{organization}:{secret}", key)


def staff_digest(*, token: str) -> bytes:
    """The digest of an operator's login token; operators belong to no organization (SEC-34)."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"selvbetjening.identity.staff_link", hashlib.sha256)
    return tokens.digest(token, key)


def attempt_digest(*, label: str, secret: str) -> bytes:
    """The digest of a secret on the way to a broker and back (`state`, `cookie`); it belongs to no company yet."""
    return _of_nobody(f"attempt.{label}", secret)


def broker_session_digest(*, issuer: str, broker_session: str) -> bytes:
    """What a broker calls its session, as we keep it, to find ours when it says that it has ended (SEC-36)."""
    return _of_nobody("broker_session", f"{issuer}\n{broker_session}")


def _of_nobody(label: str, secret: str) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"selvbetjening.identity.{label}".encode(), hashlib.sha256)
    return tokens.digest(secret, key)
