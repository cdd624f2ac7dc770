"""Stripe's notices: the signature over the raw bytes, and what to read again (gateways.md 2.5). Pure."""

import hmac
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from selvbetjening.adapters.stripe.facts import mode_of
from selvbetjening.adapters.stripe.marks import is_marked
from selvbetjening.domain.payments.ports import BadSignature, Credentials, Ignored, Told

HEADER: Final = "stripe-signature"
#: Seconds that a stamp may be off, to either side.
PATIENCE: Final = 300
_ID: Final = re.compile(r"[A-Za-z0-9_]{1,110}")

#: Events whose object we made, or it is not ours: only those that carry our mark are read again.
OURS: Final = frozenset({
    "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed",
    "checkout.session.expired", "setup_intent.succeeded", "payment_intent.succeeded", "payment_intent.processing",
    "payment_intent.requires_action", "payment_intent.payment_failed", "payment_intent.canceled",
})  # fmt: skip
#: Events whose object carries no mark of ours even where it is about a payment or a card of ours.
ANY: Final = frozenset({
    "payment_method.automatically_updated", "payment_method.updated", "payment_method.detached", "customer.deleted",
    "refund.created", "refund.updated", "refund.failed", "charge.dispute.created", "charge.dispute.updated",
    "charge.dispute.funds_withdrawn", "charge.dispute.closed",
})  # fmt: skip


def parse(headers: Mapping[str, str], body: bytes, *, credentials: Credentials, at: datetime) -> Told | Ignored:
    """The notice's id, its mode and the object to read again. Raises `BadSignature`; what it says is not believed."""
    given = {name.lower(): value for name, value in headers.items()}.get(HEADER, "")
    if not is_signed(given, body, secrets=credentials.notice_secrets, at=at):
        raise BadSignature
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return Ignored("unreadable")
    if not isinstance(event, dict) or event.get("object") != "event" or not is_id(event.get("id")):
        return Ignored("no_snapshot")
    reread = _reread(event, account=credentials.account)
    if not reread:
        return Ignored(str(event.get("type") or "no_type")[:80])
    return Told(str(event["id"]), mode_of(event), (reread,), ())


def is_signed(header: str, body: bytes, *, secrets: tuple[str, ...], at: datetime) -> bool:
    """Whether any of the signatures is by any of the secrets, and the stamp is fresh; times are compared alike."""
    pairs = [part.strip().partition("=") for part in header.split(",")]
    stamp = next((value for name, _, value in pairs if name == "t"), "")
    given = [value for name, _, value in pairs if name == "v1"]
    if not stamp.isascii() or not stamp.isdigit() or abs(at.timestamp() - int(stamp)) > PATIENCE:
        return False
    signed = stamp.encode() + b"." + body
    right = [hmac.new(secret.encode(), signed, "sha256").hexdigest() for secret in secrets if secret]
    return any(hmac.compare_digest(one.encode(), other.encode()) for one in right for other in given)


def is_id(value: object) -> bool:
    """Whether this can be one of Stripe's ids."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _reread(event: Mapping[str, Any], *, account: str) -> str:
    """The id of the object to read again; empty for an event that means nothing to us."""
    data, kind = event.get("data"), str(event.get("type"))
    told = data.get("object") if isinstance(data, Mapping) else None
    if not isinstance(told, Mapping) or not is_id(told.get("id")):
        return ""
    if kind in ANY or (kind in OURS and is_marked(told, account=account)):
        return str(told["id"])
    # A charge carries the mark of its payment, which knows of the refunds.
    if kind == "charge.refunded" and is_marked(told, account=account):
        return str(told.get("payment_intent") or "")
    return ""
