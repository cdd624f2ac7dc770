"""Whether a gateway's fact fits what we asked for (G4, G5). Pure."""

from dataclasses import dataclass
from typing import Final, Literal

from selvbetjening.domain.payments.lifecycle import ATTEMPT, LIVE_ATTEMPT, AttemptState
from selvbetjening.domain.payments.ports import Fact, Mode
from selvbetjening.kernel.money import Money

Outcome = Literal["booked", "known", "ignored", "parked"]

_VERBS: Final = {
    "payment_succeeded": "succeed",
    "payment_pending": "wait",
    "payment_failed": "fail",
    "payment_needs_customer": "ask",
    "redirect_expired": "expire",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What we asked for: an attempt as it stands. `paid_by` is the gateway's payment that is booked for it already."""

    kind: Literal["save", "pay", "charge"]
    state: AttemptState
    amount: Money
    save_card: bool
    paid_by: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a fact, why not, and the attempt's move where it has one."""

    outcome: Outcome
    reason: str = ""
    verb: str = ""


def judge(*, fact: Fact, asked: Asked | None, mode: Mode) -> Verdict:
    """Decide one fact about a payment or the saving of a card.

    A fact of the other world (test, live) is never believed. A payment that carries no reference of ours is somebody
    else's business in the same account; one that carries a reference nobody knows is looked at by a person. Money that
    came in is believed in every state, once; a late "failed" or "pending" cannot undo it.
    """
    if fact.mode != mode:
        return Verdict("parked", "mode")
    if asked is None:
        if not fact.reference:
            return Verdict("ignored", "not_ours")
        return Verdict("parked" if fact.kind == "payment_succeeded" else "ignored", "unknown_reference")
    if fact.kind == "payment_succeeded":
        return _money(fact, asked)
    if fact.kind == "instrument_saved":
        wanted = asked.kind == "save" or asked.save_card
        return (
            Verdict("booked", verb="succeed" if asked.kind == "save" else "")
            if wanted
            else Verdict("ignored", "unasked")
        )
    verb = _VERBS.get(fact.kind, "")
    if not verb or (asked.kind == "save" and verb in ("wait", "ask")):
        return Verdict("ignored", "meaningless")
    if asked.state not in LIVE_ATTEMPT or not ATTEMPT.may(asked.state, verb):
        return Verdict("known")
    return Verdict("booked", verb=verb)


def _money(fact: Fact, asked: Asked) -> Verdict:
    if asked.kind == "save":
        return Verdict("parked", "amount")
    if asked.state == AttemptState.SUCCEEDED and fact.external_id != asked.paid_by:
        return Verdict("parked", "twice")
    if fact.amount is None or fact.amount.currency != asked.amount.currency:
        return Verdict("parked", "currency")
    if fact.amount != asked.amount:
        return Verdict("parked", "amount")
    # The same payment told again is known; one whose sum has changed since it was booked was parked above.
    return Verdict("known") if asked.state == AttemptState.SUCCEEDED else Verdict("booked", verb="succeed")
