"""The official client with its version pinned, and its exceptions in the port's words."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import stripe

from selvbetjening.adapters.stripe.failures import CONFIG_ERROR, RATE_LIMITED, failure_of, refusal_of
from selvbetjening.domain.payments.ports import Credentials, GatewayRefused, NotReached

#: The endpoint of the notices is made with the same one (docs/operations.md).
VERSION: Final = "2026-10-28.endive"
#: Seconds to connect and to wait for each part of an answer. A confirmation asks the card's bank.
TIMEOUT: Final = (4.0, 15.0)
RETRIES: Final = 2

# It would tell Stripe of this machine and of our response times.
stripe.enable_telemetry = False
# One for the process: connections are kept, each thread has its own.
_HTTP: Final = stripe.RequestsClient(timeout=TIMEOUT)


def client_for(credentials: Credentials) -> stripe.StripeClient:
    """A client with this company's key. The SDK repeats an order by itself under the same key only."""
    return stripe.StripeClient(
        credentials.api_key,
        stripe_version=VERSION,
        base_addresses={"api": credentials.api_base},
        max_network_retries=RETRIES,
        http_client=_HTTP,
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """One object as it was read, as plain values, and the hash of the bytes that it was read from."""

    data: dict[str, Any]
    sha256: str


def seen(answer: stripe.StripeObject) -> Seen:
    """The object of an answer. What the SDK does not know of stays in it."""
    raw = answer.last_response
    body = raw.body if raw is not None else ""
    return Seen(answer.to_dict(), hashlib.sha256(body.encode()).hexdigest())


@contextmanager
def spoken() -> Iterator[None]:
    """Turn the SDK's exceptions into `NotReached` and `GatewayRefused`. Their texts and bodies go no further."""
    try:
        yield
    except stripe.StripeError as error:
        raise translated(error) from None


def translated(error: stripe.StripeError) -> NotReached | GatewayRefused:
    """No answer, no usable one, or one that leaves open what an earlier order did: `NotReached`; else a refusal.

    A key that is in use, or that was used for another order, says nothing of what that order did (G6).
    """
    if isinstance(error, stripe.APIConnectionError):
        return NotReached("connection")
    if isinstance(error, stripe.RateLimitError) and error.code != "lock_timeout":
        return GatewayRefused(RATE_LIMITED)
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return GatewayRefused(CONFIG_ERROR)
    if isinstance(error, stripe.CardError) or error.code == "lock_timeout":
        return GatewayRefused(failure_of(said(error)))
    if isinstance(error, stripe.InvalidRequestError):
        return GatewayRefused(refusal_of(said(error)))
    if isinstance(error, stripe.IdempotencyError):
        return NotReached("idempotency")
    return NotReached(f"http_{error.http_status or 0}")


def said(error: stripe.StripeError) -> dict[str, Any]:
    """The `error` object of the answer, as plain values; empty where there is none."""
    body = error.json_body
    found = body.get("error") if isinstance(body, dict) else None
    return dict(found) if isinstance(found, dict) else {}
