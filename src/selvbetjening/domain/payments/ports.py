"""What payments need from outside: a card gateway (gateways.md section 1).

Money is `Money` in minor units. A gateway's own words (ids, states, codes) come in as facts and failures, and leave as
orders with references of our own; nothing here names a gateway.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from selvbetjening.kernel.money import Money

Mode = Literal["test", "live"]
Retry = Literal["never", "later", "same_request", "after_customer"]
ResultKind = Literal["succeeded", "pending", "needs_customer", "failed", "unknown"]
FailureKind = Literal[
    "declined", "insufficient_funds", "card_expired", "lost_or_stolen", "invalid_card", "limit", "fraud_block",
    "authentication_required", "card_removed", "card_suspended", "authorisation_expired", "aborted", "bad_request",
    "config_error", "gateway_error", "rate_limited",
]  # fmt: skip
NotTaken = Literal["unknown", "no_card", "mode", "other_payer", "declined"]
FactKind = Literal[
    "instrument_saved", "instrument_updated", "instrument_disabled", "payment_succeeded", "payment_pending",
    "payment_failed", "payment_needs_customer", "refund_pending", "refund_succeeded", "refund_failed",
    "dispute_opened", "dispute_closed", "redirect_expired",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What one company's account at one gateway is reached with. Never printed: `repr` hides the secrets.

    `account` is our own id of it. `notice_secrets` are the keys that its notices may be signed with, newest first.
    `api_base` is the gateway's address, or a stand-in's (`STRIPE_API_BASE`, `QUICKPAY_API_BASE`).
    """

    account: str
    mode: Mode
    api_key: str
    notice_secrets: tuple[str, ...]
    api_base: str

    def __repr__(self) -> str:
        return f"Credentials({self.account}, {self.mode})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a gateway can do. `one_instrument_per_currency`: a saved card pays in the currency it was saved for."""

    save: bool = True
    charge: bool = True
    refund: bool = True
    partial_refund: bool = True
    currencies: frozenset[str]
    one_instrument_per_currency: bool = False
    least_minor: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why not. `code` is the gateway's own short code, for the operator; customers read words chosen by `kind`."""

    kind: FailureKind
    retry: Retry
    ask_for_new_card: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A saved card as a gateway tells of it; `customer_ref` is the gateway's own id of the payer, where it has one.

    `fingerprint` is the same for the same card saved twice, empty where the gateway gives none. `method` is `card` or
    `mobilepay`.
    """

    external_id: str
    customer_ref: str = ""
    brand: str = ""
    last4: str = ""
    exp_month: int | None = None
    exp_year: int | None = None
    fingerprint: str = ""
    country: str = ""
    method: str = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is so at the gateway (G1, G4).

    `dedupe_key` is unique in the gateway's account and the same whichever way the fact came (notice or reading).
    `external_id` is the payment's, refund's, card's or dispute's id there; `reference` is our own reference that it
    carries (an attempt's or a refund's), empty where it carries none. `of_payment` is the payment that a refund or
    dispute is about. A `dispute_closed` that the company lost carries a failure, one that it won none. `raw_sha256` is
    of the bytes that it was read from.
    """

    gateway: str
    dedupe_key: str
    kind: FactKind
    external_id: str
    occurred_at: datetime
    mode: Mode
    amount: Money | None = None
    reference: str = ""
    of_payment: str = ""
    instrument: Instrument | None = None
    failure: Failure | None = None
    raw_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays: our account's id, and what a gateway's page shows. `customer_ref` where the gateway knows it."""

    account: str
    name: str
    email: str
    language: Literal["da", "en"]
    customer_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Addresses: back after paying, back after giving up, and where notices go."""

    done: str
    cancelled: str
    notices: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOrder:
    """Have a card entered and saved; no money moves. `reference` is ours, `S` and nine of 0-9 A-Z.

    `text` is what the gateway's page says that the card is for, where it says anything.
    """

    reference: str
    payer: Payer
    currency: str
    returns: Returns
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayOrder:
    """Have a payment made on the gateway's page, and the card saved where `save`. `reference` is ours, `F…`."""

    reference: str
    payer: Payer
    amount: Money
    text: str
    save: bool
    returns: Returns


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeOrder:
    """Take money from a saved card while nobody is there."""

    reference: str
    amount: Money
    text: str
    card: Instrument
    notices: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """Give money back, all of a payment or a part. `reference` is ours, `R…`."""

    reference: str
    payment: str
    amount: Money
    notices: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptOrder:
    """Take over a card that the company's own program made at the gateway; `token` is the gateway's name of it."""

    token: str
    payer: Payer


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Where the payer goes. `external_ref` is what `fetch` reads again later."""

    url: str
    external_ref: str
    expires_at: datetime | None
    customer_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of an order without a payer present. `unknown`: no answer; read again, never repeat blindly (G6)."""

    kind: ResultKind
    external_ref: str = ""
    failure: Failure | None = None
    url: str = ""
    facts: tuple[Fact, ...] = ()


class NotReached(Exception):
    """The gateway gave no answer, or no usable one. `code` is short and names nobody."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GatewayRefused(Exception):
    """The gateway answered and said no before any payer was asked: a wrong key, a missing right, a bad order."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.kind} {failure.code}".strip())
        self.failure = failure


class CardNotTaken(Exception):
    """The card of an `AdoptOrder` cannot be ours; nothing was charged."""

    def __init__(self, code: NotTaken) -> None:
        super().__init__(code)
        self.code = code


class BadSignature(Exception):
    """The notice was not signed with a key of this account, or too long ago (SEC-75)."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A true notice that means nothing to us."""

    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A true notice: its own id at the gateway, its mode, and the objects to read again (`external_ref` of `fetch`)."""

    notice_id: str
    mode: Mode
    reread: tuple[str, ...]
    facts: tuple[Fact, ...]


class Gateway(Protocol):
    """Orders to a gateway, and reading the truth again. Built from `Credentials`; every call is over the network.

    `start_save` and `start_payment` raise `NotReached` or `GatewayRefused`; the rest say so in their result. The same
    reference again is the same order: nothing is charged or refunded twice for it.
    """

    def start_save(self, order: SaveOrder) -> Redirect: ...
    def start_payment(self, order: PayOrder) -> Redirect: ...
    def charge(self, order: ChargeOrder) -> Result: ...
    def refund(self, order: RefundOrder) -> Result: ...
    def disable(self, card: Instrument) -> Result: ...
    def fetch(self, external_ref: str, *, reference: str = "") -> tuple[Fact, ...]: ...


class GatewayDesk(Protocol):
    """What a gateway can, whether its account is in order, what its notices say, and what it has on its books.

    `parse_webhook` is pure: headers (any case) and raw bytes in; raises `BadSignature`. `check` raises `NotReached` or
    `GatewayRefused`, and returns the mode that the key belongs to. `recent` lists the payments and refunds since an
    instant as facts, for the operator's comparison. `adopt` reads a card at the gateway, gives it to the payer where it
    is nobody's yet, and returns it with the one currency that it pays, or ''; it raises `CardNotTaken` too.
    """

    def capabilities(self) -> Capabilities: ...
    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> "Told | Ignored": ...
    def check(self) -> Mode: ...
    def recent(self, *, since: datetime) -> tuple[Fact, ...]: ...
    def close_redirect(self, external_ref: str) -> tuple[Fact, ...]: ...
    def adopt(self, order: AdoptOrder) -> tuple[Instrument, str]: ...


class CardGateway(Gateway, GatewayDesk, Protocol):
    """Both at once: what an adapter is."""
