"""QuickPay's callbacks: the checksum over the raw bytes, and what to read again (gateways.md 3.5). Pure."""

import hmac
import json
from collections.abc import Mapping
from typing import Final

from selvbetjening.adapters.quickpay.marks import may_be_ours
from selvbetjening.adapters.quickpay.values import operations, text, whole, yes
from selvbetjening.domain.payments.ports import BadSignature, Credentials, Ignored, Mode, Told

CHECKSUM: Final = "quickpay-checksum-sha256"
KIND: Final = "quickpay-resource-type"
_KINDS: Final = ("payment", "subscription")


def parse(headers: Mapping[str, str], body: bytes, *, credentials: Credentials) -> Told | Ignored:
    """The resource to read again. Raises `BadSignature`; what the callback says is not believed.

    There is no time stamp: one notice is one operation of one resource in one state.
    """
    named = {name.lower(): value for name, value in headers.items()}
    if not is_signed(named.get(CHECKSUM, ""), body, secrets=credentials.notice_secrets):
        raise BadSignature
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return Ignored("unreadable")
    if not isinstance(told, dict) or whole(told.get("id")) is None:
        return Ignored("no_resource")
    kind = (named.get(KIND) or text(told.get("type")) or "payment").lower()
    if kind not in _KINDS:
        return Ignored(f"resource_{kind}"[:80])
    if not may_be_ours(told, account=credentials.account):
        return Ignored("not_ours")
    reread = f"{kind}:{whole(told['id'])}"
    steps = operations(told)
    last = steps[-1] if steps else None
    notice = f"{reread}:{last.id if last else 0}:{'pending' if last and last.pending else 'done'}"
    mode: Mode = credentials.mode if last is None else "test" if yes(told.get("test_mode")) else "live"
    return Told(notice, mode, (reread,), ())


def is_signed(checksum: str, body: bytes, *, secrets: tuple[str, ...]) -> bool:
    """Whether the checksum was made with any of the private keys; times are compared alike."""
    given = checksum.strip().lower().encode()
    right = [hmac.new(secret.encode(), body, "sha256").hexdigest() for secret in secrets if secret]
    return any(hmac.compare_digest(one.encode(), given) for one in right)
