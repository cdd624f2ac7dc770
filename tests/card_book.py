"""What a card gateway in memory has on its books: scripted answers, a payer who pays, and things that happen outside.

Tests come to it through `tests.card_gateway`.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, cast
from uuid import uuid4

from selvbetjening.domain.payments import ports
from selvbetjening.kernel.money import Money
from tests.make import AT

VISA = ports.Instrument(
    external_id="pm_visa", customer_ref="cus_1", brand="visa", last4="4242", exp_month=12, exp_year=2030,
    fingerprint="fp-visa", country="DK",
)  # fmt: skip
DANKORT = replace(VISA, external_id="pm_dankort", brand="dankort", last4="0006", fingerprint="fp-dankort")
DECLINED = ports.Failure(kind="declined", retry="later", ask_for_new_card=True, code="generic_decline")
NO_FUNDS = ports.Failure(kind="insufficient_funds", retry="later", code="insufficient_funds")
EXPIRED = ports.Failure(kind="card_expired", retry="never", ask_for_new_card=True, code="expired_card")
CONFIRM = ports.Failure(kind="authentication_required", retry="after_customer", code="authentication_required")

Call = Literal["start_save", "start_payment", "charge", "refund", "disable", "fetch", "check", "recent", "adopt"]
SECRETS: dict[str, str] = {"stripe": "whsec_fakefakefake", "quickpay": "fake-private-key"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a call is answered with. `made`: the gateway did it all the same (a lost answer). `raises` wins."""

    kind: ports.ResultKind = "succeeded"
    failure: ports.Failure | None = None
    made: bool = True
    raises: Exception | None = None


LOST = Answer(kind="unknown", made=True)
NEVER_ARRIVED = Answer(kind="unknown", made=False)
UNREACHED = Answer(raises=ports.NotReached("timeout"), made=False)
UNAUTHORISED = Answer(
    raises=ports.GatewayRefused(ports.Failure(kind="config_error", retry="never", code="401")), made=False
)


def answer(kind: ports.ResultKind, *, failure: ports.Failure | None = None) -> Answer:
    """An ordinary answer: what it says is what was done."""
    return Answer(kind=kind, failure=failure)


@dataclass
class Book:
    """What one account at the gateway has on its books; facts in the order in which they came about.

    `elsewhere` are cards that other programs made, by token.
    """

    gateway: str
    mode: ports.Mode
    told: list[ports.Fact] = field(default_factory=list)
    orders: list[tuple[Call, Any]] = field(default_factory=list)
    pages: dict[str, ports.SaveOrder | ports.PayOrder] = field(default_factory=dict)
    done: dict[str, ports.Result] = field(default_factory=dict)
    elsewhere: dict[str, ports.Instrument] = field(default_factory=dict)
    at: datetime = AT
    _scripts: dict[Call, list[Answer]] = field(default_factory=dict)

    def script(self, call: Call, *answers: Answer) -> None:
        """The next calls are answered so, in order; afterwards everything succeeds again."""
        self._scripts.setdefault(call, []).extend(answers)

    def next_answer(self, call: Call, order: object) -> Answer:
        self.orders.append((call, order))
        waiting = self._scripts.get(call)
        return waiting.pop(0) if waiting else Answer()

    def asked(self, call: Call) -> list[Any]:
        """The orders that came in by this call."""
        return [order for name, order in self.orders if name == call]

    def facts(self, ref: str = "") -> tuple[ports.Fact, ...]:
        """All facts, or those that name `ref` as reference, id or payment."""
        return tuple(
            fact for fact in self.told if not ref or ref in (fact.reference, fact.external_id, fact.of_payment)
        )

    def tell(self, kind: ports.FactKind, external_id: str, **values: Any) -> ports.Fact:
        """Add a fact, once for each object and kind."""
        mode = values.pop("mode", self.mode)
        key = values.pop("dedupe_key", f"{external_id}:{kind}")
        made = ports.Fact(
            gateway=self.gateway, dedupe_key=key, kind=kind, external_id=external_id,
            occurred_at=values.pop("occurred_at", self.at), mode=mode, **values,
        )  # fmt: skip
        if all(fact.dedupe_key != key for fact in self.told):
            self.told.append(made)
        return made

    # What the payer does on the gateway's page.

    def pay(self, reference: str, *, card: ports.Instrument = VISA, amount: Money | None = None) -> ports.Fact:
        """She pays; the card is saved where the order says so. `amount` other than asked for is a fault to find."""
        order = cast(ports.PayOrder, self.pages[reference])
        if order.save:
            self._saved(reference, card)
        return self.tell("payment_succeeded", f"pay_{reference}", amount=amount or order.amount, reference=reference)

    def save(self, reference: str, *, card: ports.Instrument = VISA) -> ports.Fact:
        """She enters a card on a page that saves one."""
        return self._saved(reference, card)

    def fail(self, reference: str, *, failure: ports.Failure = DECLINED) -> ports.Fact:
        """Her card is declined for good."""
        return self.tell("payment_failed", f"pay_{reference}", reference=reference, failure=failure)

    def leave(self, reference: str) -> ports.Fact:
        """She leaves, and the page expires."""
        return self.tell("redirect_expired", f"page_{reference}", reference=reference)

    def finish(self, reference: str, kind: ports.FactKind, **values: Any) -> ports.Fact:
        """What was pending becomes `kind`: a payment or a refund by its reference, with the amount it was told with."""
        before = next(fact for fact in reversed(self.told) if fact.reference == reference)
        fields = {"amount": before.amount, "reference": reference, "of_payment": before.of_payment} | values
        return self.tell(kind, before.external_id, **fields)

    # What happens outside our system.

    def refund_outside(self, payment: str, amount: Money, *, name: str = "1", ok: bool = True) -> ports.Fact:
        """Somebody gives money back in the gateway's own pages."""
        kind: ports.FactKind = "refund_succeeded" if ok else "refund_failed"
        return self.tell(kind, f"outside_{payment}_{name}", amount=amount, of_payment=payment)

    def dispute(self, payment: str, amount: Money) -> ports.Fact:
        """The payer's bank takes a payment back."""
        return self.tell("dispute_opened", f"dispute_{payment}", amount=amount, of_payment=payment)

    def close_dispute(self, payment: str, amount: Money, *, won: bool) -> ports.Fact:
        """It is decided."""
        lost = None if won else ports.Failure(kind="declined", retry="never", code="lost")
        return self.tell("dispute_closed", f"dispute_{payment}", amount=amount, of_payment=payment, failure=lost)

    def notice(self, ref: str, *, notice_id: str = "") -> tuple[dict[str, str], bytes]:
        """Headers and body of a notice that names `ref`, signed."""
        body = json.dumps({"id": notice_id or f"evt_{uuid4().hex}", "mode": self.mode, "reread": [ref]}).encode()
        return {"Fake-Signature": SECRETS[self.gateway]}, body

    def _saved(self, reference: str, card: ports.Instrument) -> ports.Fact:
        return self.tell(
            "instrument_saved", card.external_id, instrument=card, reference=reference,
            dedupe_key=f"{card.external_id}:saved:{reference}",
        )  # fmt: skip
