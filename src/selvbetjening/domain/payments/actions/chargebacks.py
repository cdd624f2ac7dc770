"""The payer's bank takes a payment back, and decides: what a gateway calls a dispute."""

from datetime import datetime

from django.db import transaction

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.pause_collection import pause_collection
from selvbetjening.domain.payments.actions.reverse_payment import bring_back, reverse_payment
from selvbetjening.domain.payments.events import ChargebackClosed, ChargebackOpened
from selvbetjening.domain.payments.models import Chargeback, GatewayAccount, Payment
from selvbetjening.domain.payments.ports import Fact
from selvbetjening.domain.payments.queries.reversals import gone_of, payments_at
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.matching import Verdict
from selvbetjening.domain.payments.rules.spreading import spread
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def dispute_told(organization: OrganizationId, *, gateway_account: GatewayAccount, fact: Fact, at: datetime) -> Verdict:
    """Book what the bank took, and what it gave back.

    The invoice is unpaid again and rests: it is neither charged nor reminded until the company has decided
    (`CollectionPause`). A closed one that was never told as opened counts as both. `parked` where currency or amount do
    not fit the payment (G5).
    """
    paid = payments_at(organization, gateway=gateway_account.gateway, external_id=fact.of_payment)
    if not paid:
        return Verdict("ignored", "not_ours")
    if fact.amount is None:
        return Verdict("parked", "amount")
    if fact.amount.currency != paid[0].currency:
        return Verdict("parked", "currency")
    try:
        with transaction.atomic():  # half of a fact is not booked
            # Opened and closed may come at once: whoever is second sees the first one's row.
            Account.objects.select_for_update(no_key=True).get(
                organization_id=organization, id=paid[0].invoice.account_id
            )
            known = _known(organization, fact)
            opens = not known
            rows = known or _opened(organization, paid, fact, fact.amount, at)
            if fact.kind == "dispute_opened":
                return Verdict("booked" if opens else "known")
            closed = [_closed(organization, row, fact, at) for row in rows]
            return Verdict("booked" if any(closed) else "known")
    except Refused as refused:
        return Verdict("parked", refused.reason)


def _known(organization: OrganizationId, fact: Fact) -> list[Chargeback]:
    mine = Chargeback.objects.filter(organization_id=organization, external_id__startswith=fact.external_id[:110])
    rows = mine.select_related("payment").select_for_update(of=("self",), no_key=True).order_by("external_id")
    return [row for row in rows if row.external_id.partition("/")[0] == fact.external_id[:110]]


def _opened(
    organization: OrganizationId, paid: list[Payment], fact: Fact, amount: Money, at: datetime
) -> list[Chargeback]:
    lefts = [each.amount_minor - gone_of(organization, payment=each) for each in paid]
    parts = spread(minor=amount.minor, lefts=lefts)
    rows = []
    for place, (payment, minor) in enumerate(zip(paid, parts, strict=True), start=1):
        if not minor:
            continue
        name = fact.external_id[:110] if len(paid) == 1 else f"{fact.external_id[:110]}/{place}"
        part = Money(minor, amount.currency)
        row = Chargeback(
            organization_id=organization,
            account_id=payment.account_id or payment.invoice.account_id,
            payment=payment,
            external_id=name,
            amount_minor=minor,
            currency=amount.currency,
            opened_at=fact.occurred_at,
        )
        row.save(force_insert=True)
        record(
            organization,
            fact=ChargebackOpened(account=row.account_id, payment=payment.id, amount=part),
            actor=SYSTEM,
            at=at,
        )
        reverse_payment(
            organization,
            payment=payment.id,
            amount=part,
            reason="chargeback",
            reference=name,
            on=copenhagen_day(fact.occurred_at),
            actor=SYSTEM,
            at=at,
        )
        pause_collection(organization, invoice=payment.invoice_id, reason="chargeback", at=at)
        rows.append(row)
    return rows


def _closed(organization: OrganizationId, row: Chargeback, fact: Fact, at: datetime) -> bool:
    won = fact.failure is None
    mine = Chargeback.objects.filter(organization_id=organization, id=row.id, state="open")
    if not mine.update(state="won" if won else "lost", closed_at=at):
        return False
    amount = Money(row.amount_minor, row.currency)
    if won:
        bring_back(
            organization,
            payment=row.payment_id,
            amount=amount,
            reason="chargeback_won",
            reference=row.external_id,
            on=copenhagen_day(fact.occurred_at),
            actor=SYSTEM,
            at=at,
        )
    closed = ChargebackClosed(account=row.account_id, payment=row.payment_id, amount=amount, won=won)
    record(organization, fact=closed, actor=SYSTEM, at=at)
    return True
