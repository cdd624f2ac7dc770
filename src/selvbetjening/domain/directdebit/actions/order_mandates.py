"""Ask an external Betalingsservice to register a customer's mandate, or to end one (0605, betalingsservice.md 9.1)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from betalingsservice import identifiers
from selvbetjening.domain.directdebit.actions.forget_details import forget_details
from selvbetjening.domain.directdebit.actions.hold_orders import hold_orders
from selvbetjening.domain.directdebit.actions.mandates import MandateRefused
from selvbetjening.domain.directdebit.events import MandateOrdered, MandateOrderRefused
from selvbetjening.domain.directdebit.lifecycle import LIVE_MANDATE, MANDATE_ORDER, OrderState
from selvbetjening.domain.directdebit.models import CreditorAgreement, Mandate, MandateOrder
from selvbetjening.domain.directdebit.queries.asking import live_mandates
from selvbetjening.domain.directdebit.rules.mandates import (
    CREDITOR,
    CUSTOMER,
    EXISTS,
    Act,
    Consent,
    Live,
    registration,
)
from selvbetjening.domain.directdebit.rules.written import BankDetails, plain
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal


def order_mandate(
    organization: OrganizationId,
    *,
    agreement: UUID,
    customer_number: str,
    details: BankDetails,
    agreed_at: datetime,
    consent: Consent = "written",
    account: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> MandateOrder:
    """Have a mandate registered by the next 0605; the details are sealed, and gone once it is sent and answered.

    `agreed_at` and `consent` say when and how the payer agreed, which the scheme wants documented (9.1). Where a rule
    of approval stands for the PBS number it waits for other people's yes first (BM-04).
    Records `MandateOrdered`, or `MandateOrdersHeld`. Raises `MandateRefused` with a code of the creditor API (13).
    """
    folded = identifiers.fold_customer_number(customer_number)
    if identifiers.customer_number(folded) is not identifiers.Verdict.GOOD:
        raise MandateRefused(CUSTOMER)
    numbers = asdict(plain(details=details))
    with within(organization):
        mine = _external(organization, agreement)
        key = identifiers.match_key(folded)
        live = live_mandates(organization, agreement=agreement, keys={key}).get(key)
        decision = registration(live=Live(mandate_number=live.mandate_number) if live else None, **numbers)
        if decision.act is not Act.REGISTER:
            raise MandateRefused(decision.code)
        made = MandateOrder(
            organization_id=organization, agreement=mine, account_id=account, verb="register",
            customer_number=folded, match_key=key, agreed_at=agreed_at, consent=consent, made_at=at,
        )  # fmt: skip
        made.sealed = seal(json.dumps(numbers), purpose=made.purpose)
        return _ordered(organization, made, actor, at)


def order_end(organization: OrganizationId, *, mandate: UUID, actor: Actor, at: datetime) -> MandateOrder:
    """Have a live mandate ended by the next 0605; it ends here when 0603 tells so. Records `MandateOrdered`,
    or `MandateOrdersHeld` where it waits for other people's yes.

    Raises `MandateRefused` where it is not live, or is under an agreement of which we are Betalingsservice.
    """
    with within(organization):
        found = Mandate.objects.filter(organization_id=organization, id=mandate, state__in=LIVE_MANDATE).first()
        if found is None:
            raise MandateRefused(CUSTOMER)
        mine = _external(organization, found.agreement_id)
        made = MandateOrder(
            organization_id=organization, agreement=mine, account_id=found.account_id, verb="end",
            # Without the zeros that 0603 put before it: one alignment in a file (17.2: 1).
            customer_number=found.match_key, match_key=found.match_key, mandate_number=found.mandate_number,
            made_at=at,
        )  # fmt: skip
        return _ordered(organization, made, actor, at)


def answered_orders(
    organization: OrganizationId, *, agreement: UUID, keys: Sequence[str], verb: str, code: str = "", at: datetime
) -> int:
    """Orders that 0603 has fulfilled, or with `code` 0621 refused, in the open transaction.

    Their details go, at once or as soon as the 0605 with them has gone out (`forget_details`). Records
    `MandateOrderRefused` for each that was refused.
    """
    move = "refuse" if code else "finish"
    mine = MandateOrder.objects.filter(
        organization_id=organization, agreement_id=agreement, match_key__in=keys, verb=verb,
        state__in=MANDATE_ORDER.sources(move),
    )  # fmt: skip
    facts = [MandateOrderRefused(account=each.account_id, order=each.id, verb=verb, code=code) for each in mine]
    answered = mine.update(state=MANDATE_ORDER.after(OrderState.WRITTEN, move), code=code)
    if code:
        record_many(organization, facts=facts, actor=SYSTEM, at=at)
    if answered:
        forget_details(organization, which=Q(agreement_id=agreement, match_key__in=keys, verb=verb))
    return answered


def orders(organization: OrganizationId, *, states: Sequence[str] = ()) -> list[MandateOrder]:
    """What was ordered, newest first, in these states where some are named."""
    found = MandateOrder.objects.filter(organization_id=organization)
    return list((found.filter(state__in=states) if states else found).order_by("-made_at"))


def _external(organization: OrganizationId, agreement: UUID) -> CreditorAgreement:
    mine = CreditorAgreement.objects.filter(
        organization_id=organization, id=agreement, role="external", state="active"
    ).first()
    if mine is None:
        raise MandateRefused(CREDITOR)
    return mine


def _ordered(organization: OrganizationId, made: MandateOrder, actor: Actor, at: datetime) -> MandateOrder:
    try:
        with transaction.atomic():
            made.batch = hold_orders(organization, agreement=made.agreement, actor=actor, at=at)
            made.state = OrderState.WAITING if made.batch is None else OrderState.HELD
            made.save(force_insert=True)
    except IntegrityError:
        raise MandateRefused(EXISTS) from None
    if made.batch is not None:
        return made
    fact = MandateOrdered(account=made.account_id, order=made.id, verb=made.verb)
    record(organization, fact=fact, actor=actor, at=at)
    return made
