"""Ask an external Betalingsservice for many customers' mandates at once (0605, betalingsservice.md 9.1)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from betalingsservice import identifiers
from selvbetjening.domain.directdebit.actions.hold_orders import hold_orders
from selvbetjening.domain.directdebit.actions.mandates import MandateRefused
from selvbetjening.domain.directdebit.events import MandateOrdered
from selvbetjening.domain.directdebit.lifecycle import OrderState
from selvbetjening.domain.directdebit.models import CreditorAgreement, MandateOrder, OrderBatch
from selvbetjening.domain.directdebit.queries.asking import live_mandates
from selvbetjening.domain.directdebit.queries.ordered import UNDER_WAY
from selvbetjening.domain.directdebit.rules.mandates import CREDITOR, CUSTOMER, EXISTS, Act, Consent, Live, registration
from selvbetjening.domain.directdebit.rules.written import BankDetails, plain
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import seal

_TABLE: Final = "directdebit_mandateorder"
_COLUMNS: Final = (
    "id", "organization_id", "agreement_id", "account_id", "verb", "customer_number", "match_key", "mandate_number",
    "sealed", "agreed_at", "consent", "state", "code", "made_at", "batch_id",
)  # fmt: skip
#: What earlier calls of one act found out by agreement: what its orders wait in, if others must say yes.
Batches = dict[UUID, OrderBatch | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One customer's mandate, as `order_mandate` takes it."""

    account: UUID
    customer_number: str
    details: BankDetails
    agreed_at: datetime
    consent: Consent


def order_many(
    organization: OrganizationId,
    *,
    agreement: UUID,
    wanted: Sequence[Wanted],
    batches: Batches,
    actor: Actor,
    at: datetime,
) -> dict[int, str]:
    """`order_mandate` for all of them, in the open transaction and a handful of statements.

    Gives back the code of each that is refused, by its place; the others are asked for, or wait in the batch that
    `batches` has for the agreement and gets at the first. Records `MandateOrdered`, or `MandateOrdersHeld`. Raises
    `MandateRefused` without such an agreement.
    """
    mine = CreditorAgreement.objects.filter(
        organization_id=organization, id=agreement, role="external", state="active"
    ).first()
    if mine is None:
        raise MandateRefused(CREDITOR)
    folded = [identifiers.fold_customer_number(each.customer_number) for each in wanted]
    keys = [identifiers.match_key(each) for each in folded]
    refused = _refused(organization, mine.id, wanted, folded, keys)
    good = {place: (each, folded[place], keys[place]) for place, each in enumerate(wanted) if place not in refused}
    if good and agreement not in batches:
        batches[agreement] = hold_orders(organization, agreement=mine, actor=actor, at=at)
    batch = batches.get(agreement)
    made = [_order(mine, each, number, key, batch, at) for each, number, key in good.values()]
    insert_many(table=_TABLE, columns=_COLUMNS, rows=_values(made))
    if batch is None:
        facts = [MandateOrdered(account=each.account_id, order=each.id, verb=each.verb) for each in made]
        record_many(organization, facts=facts, actor=actor, at=at)
    return refused


def _order(
    mine: CreditorAgreement, wanted: Wanted, number: str, key: str, batch: OrderBatch | None, at: datetime
) -> MandateOrder:
    made = MandateOrder(
        organization_id=mine.organization_id, agreement=mine, account_id=wanted.account, verb="register",
        customer_number=number, match_key=key, agreed_at=wanted.agreed_at, consent=wanted.consent, made_at=at,
        batch=batch, state=OrderState.WAITING if batch is None else OrderState.HELD,
    )  # fmt: skip
    made.sealed = seal(json.dumps(asdict(plain(details=wanted.details))), purpose=made.purpose)
    return made


def _refused(
    organization: OrganizationId, agreement: UUID, wanted: Sequence[Wanted], folded: Sequence[str], keys: Sequence[str]
) -> dict[int, str]:
    live = live_mandates(organization, agreement=agreement, keys=set(keys))
    open_ = MandateOrder.objects.filter(
        organization_id=organization, agreement_id=agreement, match_key__in=keys, verb="register", state__in=UNDER_WAY
    )
    taken: set[str] = set(open_.values_list("match_key", flat=True))
    refused: dict[int, str] = {}
    for place, each in enumerate(wanted):
        key = keys[place]
        if identifiers.customer_number(folded[place]) is not identifiers.Verdict.GOOD:
            refused[place] = CUSTOMER
        elif key in taken:
            refused[place] = EXISTS
        else:
            stands = Live(mandate_number=live[key].mandate_number) if key in live else None
            decision = registration(live=stands, **asdict(plain(details=each.details)))
            if decision.act is Act.REGISTER:
                taken.add(key)
            else:
                refused[place] = decision.code
    return refused


def _values(made: Sequence[MandateOrder]) -> Iterator[tuple[Any, ...]]:
    for each in made:
        yield tuple(getattr(each, name) for name in _COLUMNS)
