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
