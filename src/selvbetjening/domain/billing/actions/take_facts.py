"""Take what a gateway says is so, each fact once, and let it move what it moves (G1, G4, G5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog

from selvbetjening.domain.billing.actions.after_attempt import after_attempt
from selvbetjening.domain.billing.actions.retry_as_shown import retry_as_shown
from selvbetjening.domain.billing.actions.save_effects import save_effects
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.book_payment import book_payment
from selvbetjening.domain.payments.actions.card_facts import card_gone, card_told
from selvbetjening.domain.payments.actions.choose_default import charge_first
from selvbetjening.domain.payments.actions.drop_card import drop_card
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.actions.money_facts import dispute_told, refund_told, tell_again
from selvbetjening.domain.payments.actions.move_attempt import move_attempt
from selvbetjening.domain.payments.events import FactParked
from selvbetjening.domain.payments.lifecycle import AttemptState
from selvbetjening.domain.payments.models import Attempt, AttemptPart, GatewayAccount, GatewayFact
from selvbetjening.domain.payments.ports import Fact, Instrument
from selvbetjening.domain.payments.queries.gateways import one_card_per_currency
from selvbetjening.domain.payments.rules.matching import Asked, Verdict, judge
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

log = structlog.get_logger("selvbetjening.gateways")

_ABOUT_CARDS: Final = {"instrument_updated": card_told, "instrument_disabled": card_gone}


def take_facts(
    organization: OrganizationId, *, gateway_account: UUID, facts: Sequence[Fact], at: datetime
) -> list[GatewayFact]:
    """Each fact in a transaction of its own, in which everything that it leads to happens too; the rows kept of them.

    A fact that was taken before (`dedupe_key`) is left out: it came by a notice, a second notice, the poller or a
    page. One that does not fit is parked, nothing is booked, and `FactParked` makes it seen (G5).
    """
    kept = []
    for fact in facts:
        with within(organization):
            row = _taken(organization, gateway_account, fact, at)
            if row is not None:
                kept.append(row)
    return kept


def _taken(organization: OrganizationId, gateway_account: UUID, fact: Fact, at: datetime) -> GatewayFact | None:
    row = GatewayFact(
        id=new_id(),
        organization_id=organization,
        gateway_account_id=gateway_account,
        dedupe_key=fact.dedupe_key[:160],
        kind=fact.kind,
        external_id=fact.external_id[:120],
        reference=fact.reference[:40],
        amount_minor=fact.amount.minor if fact.amount else None,
        currency=fact.amount.currency if fact.amount else "",
        mode=fact.mode,
        data={},
        occurred_at=fact.occurred_at,
        taken_at=at,
        outcome="ignored",
    )
    attempt = _attempt(organization, gateway_account, fact)
    row.attempt_id = attempt.id if attempt else None
    row.data = _data(fact, shows_card=not (attempt and attempt.forgotten_at))
    # The row first: whoever brings the same fact at the same moment waits here, and then finds it taken.
    GatewayFact.objects.bulk_create([row], ignore_conflicts=True)
    mine = GatewayFact.objects.filter(organization_id=organization, gateway_account_id=gateway_account)
    if mine.values_list("id", flat=True).get(dedupe_key=row.dedupe_key) != row.id:
        return None
    account = GatewayAccount.objects.get(organization_id=organization, id=gateway_account)
    verdict = _done(organization, account, attempt, fact, at)
    row.outcome, row.reason = verdict.outcome, verdict.reason
    mine.filter(id=row.id).update(outcome=row.outcome, reason=row.reason)
    if row.outcome == "parked":
        parked = FactParked(
            account=attempt.account_id if attempt else None, fact=row.id, gateway=account.gateway, reason=row.reason
        )
        record(organization, fact=parked, actor=SYSTEM, at=at)
        log.error("gateway fact parked", organization=str(organization), fact=str(row.id), outcome=row.reason)
    return row


def _data(fact: Fact, *, shows_card: bool) -> dict[str, str]:
    """What a person who looks at it needs besides the columns; nothing of the payer."""
    found = {"of_payment": fact.of_payment, "sha256": fact.raw_sha256}
    if fact.failure:
        found |= {"failure": fact.failure.kind, "code": fact.failure.code}
    if fact.instrument and shows_card:
        found |= {"brand": fact.instrument.brand, "last4": fact.instrument.last4}
    return {name: value for name, value in found.items() if value}


def _attempt(organization: OrganizationId, gateway_account: UUID, fact: Fact) -> Attempt | None:
    """The attempt that the fact is about, locked: facts of one attempt come one after the other."""
    if not fact.reference:
        return None
    mine = Attempt.objects.filter(organization_id=organization, gateway_account_id=gateway_account)
    return mine.filter(reference=fact.reference).select_for_update(no_key=True).first()


def _done(
    organization: OrganizationId, account: GatewayAccount, attempt: Attempt | None, fact: Fact, at: datetime
) -> Verdict:
    """Judge it and let it happen."""
    if fact.mode != account.mode:
        return Verdict("parked", "mode")
    if fact.kind in _ABOUT_CARDS:
        return _ABOUT_CARDS[fact.kind](organization, gateway=account.gateway, fact=fact, at=at)
    if fact.kind.startswith("refund_"):
        return refund_told(organization, gateway_account=account, fact=fact, at=at)
    if fact.kind.startswith("dispute_"):
        return dispute_told(organization, gateway_account=account, fact=fact, at=at)
    verdict = judge(fact=fact, asked=_asked(organization, account, attempt), mode=account.mode)
    if verdict.outcome == "booked" and attempt is not None:
        _book(organization, account, attempt, fact, verdict, at)
    return verdict


def _asked(organization: OrganizationId, account: GatewayAccount, attempt: Attempt | None) -> Asked | None:
    if attempt is None:
        return None
    booked = GatewayFact.objects.filter(
        organization_id=organization, attempt_id=attempt.id, kind="payment_succeeded", outcome="booked"
    )
    return Asked(
        kind=attempt.kind,  # type: ignore[arg-type]
        state=AttemptState(attempt.state),
        amount=attempt.amount,
        save_card=attempt.save_card,
        paid_by=booked.values_list("external_id", flat=True).first() or "",
    )


def _book(
    organization: OrganizationId,
    account: GatewayAccount,
    attempt: Attempt,
    fact: Fact,
    verdict: Verdict,
    at: datetime,
) -> None:
    if fact.kind == "payment_succeeded":
        _pay(organization, account, attempt, fact, at)
    if fact.kind == "instrument_saved" and fact.instrument is not None:
        _save(organization, account, attempt, fact.instrument, at)
    if verdict.verb and move_attempt(organization, attempt=attempt.id, verb=verdict.verb, at=at, failure=fact.failure):
        after_attempt(organization, attempt=attempt.id, at=at)


def _save(
    organization: OrganizationId, account: GatewayAccount, attempt: Attempt, instrument: Instrument, at: datetime
) -> None:
    if attempt.forgotten_at:
        drop_card(organization, account=attempt.account_id, gateway_account=account, instrument=instrument, at=at)
        return
    kept = keep_card(
        organization,
        account=attempt.account_id,
        gateway_account=account,
        instrument=instrument,
        currency=attempt.currency if one_card_per_currency(account=account) else "",
        consent=attempt.consent,
        consent_version=attempt.consent_version,
        while_paying=attempt.kind == "pay",
        attempt=attempt.id,
        actor=SYSTEM,
        at=at,
    )
    if attempt.save_card:
        # "Use this card" means this one, also where an older one is the default.
        charge_first(organization, card=kept, currency=attempt.currency, actor=SYSTEM, at=at)
        scope = [UUID(each) for each in attempt.scope]
        save_effects(organization, account=attempt.account_id, scope=scope, actor=SYSTEM, at=at)
        retry_as_shown(organization, attempt=attempt, only=kept.currency, at=at)


def _pay(organization: OrganizationId, account: GatewayAccount, attempt: Attempt, fact: Fact, at: datetime) -> None:
    """Each invoice gets its part; what one does not need any more stands to the account's good (PY-06)."""
    parts = list(AttemptPart.objects.filter(organization_id=organization, attempt=attempt).order_by("position"))
    for part in parts:
        book_payment(
            organization,
            method=account.gateway,
            invoice=part.invoice_id,
            amount=Money(part.amount_minor, attempt.currency),
            paid_on=copenhagen_day(fact.occurred_at),
            reference=fact.external_id if len(parts) == 1 else f"{fact.external_id}/{part.position + 1}",
            actor=SYSTEM,
            at=at,
        )
    tell_again(organization, gateway_account=account, payment=fact.external_id, at=at)
