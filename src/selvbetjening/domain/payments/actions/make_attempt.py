"""Write down what a gateway is about to be asked, before it is asked (G2, G3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db import IntegrityError, connection

from selvbetjening.domain.payments.models import Attempt, AttemptPart, PaymentCard
from selvbetjening.domain.payments.queries.attempts import browser_digest
from selvbetjening.domain.payments.rules.references import reference
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

Kind = Literal["save", "pay", "charge"]
#: When the poller first reads an attempt that no notice told of.
FIRST_LOOK: Final = timedelta(minutes=2)
_NEXT: Final = """
    UPDATE payments_gatewayaccount SET serial = serial + 1 WHERE organization_id = %s AND id = %s RETURNING serial
"""


class AttemptRefused(Exception):
    """Nothing was written; `reason` is `live` (another attempt runs on an invoice), `nothing` or `card`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for. `parts`: invoice → amount, all in `currency`; empty to save a card only.

    `save_card` with the words agreed to (PY-09); `scope` are the subscriptions that then move, empty for all (PY-12).
    `at_once`: what the payer was shown that the saved card is charged for at once, beside this attempt.
    `browser` is a secret of the browser that pays, kept as a digest.
    """

    account: UUID
    gateway_account: UUID
    kind: Kind
    currency: str
    parts: Sequence[tuple[UUID, Money]] = ()
    card: PaymentCard | None = None
    save_card: bool = False
    consent: str = ""
    consent_version: str = ""
    scope: Sequence[UUID] = ()
    at_once: Sequence[tuple[UUID, Money]] = ()
    browser: str = ""


def make_attempt(organization: OrganizationId, *, wish: Wish, at: datetime) -> Attempt:
    """The attempt's row with its reference, `made`. Must be committed before the gateway is called.

    Two at once for one invoice: the partial unique index lets one through. Raises `AttemptRefused`, and ValueError for
    amounts in another currency.
    """
    total = _checked(wish)
    try:
        with within(organization):
            return _written(organization, wish, total, at)
    except IntegrityError as trouble:
        if "attempt_one_live_per_invoice" not in str(trouble):
            raise
        raise AttemptRefused("live") from trouble


def _written(organization: OrganizationId, wish: Wish, total: int, at: datetime) -> Attempt:
    made = Attempt(
        id=new_id(),
        organization_id=organization,
        account_id=wish.account,
        gateway_account_id=wish.gateway_account,
        kind=wish.kind,
        reference=_reference(organization, wish),
        amount_minor=total,
        currency=wish.currency,
        card=wish.card,
        save_card=wish.save_card,
        consent=wish.consent,
        consent_version=wish.consent_version,
        scope=[str(each) for each in wish.scope],
        at_once=[[str(invoice), amount.minor, amount.currency] for invoice, amount in wish.at_once],
        browser_digest=browser_digest(organization, secret=wish.browser),
        made_at=at,
        next_look_at=at + FIRST_LOOK,
    )
    made.save(force_insert=True)
    _write_parts(organization, made, wish)
    return made


def _checked(wish: Wish) -> int:
    """The sum of the parts, in minor units."""
    if any(amount.currency != wish.currency for _, amount in wish.parts):
        raise ValueError("an attempt is in one currency")
    total = sum(amount.minor for _, amount in wish.parts)
    if (wish.kind == "save") != (total == 0) or any(amount.minor <= 0 for _, amount in wish.parts):
        raise AttemptRefused("nothing")
    if wish.kind == "charge" and (wish.card is None or wish.card.state != "active"):
        raise AttemptRefused("card")
    return total


def _write_parts(organization: OrganizationId, made: Attempt, wish: Wish) -> None:
    parts = [
        AttemptPart(
            id=new_id(),
            organization_id=organization,
            attempt=made,
            invoice_id=invoice,
            position=position,
            amount_minor=amount.minor,
        )
        for position, (invoice, amount) in enumerate(wish.parts)
    ]
    AttemptPart.objects.bulk_create(parts)


def _reference(organization: OrganizationId, wish: Wish) -> str:
    """The next one of the gateway account; a serial that was given is never given again, whatever becomes of it."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [organization, wish.gateway_account])
        (serial,) = cursor.fetchone()
    return reference(prefix="S" if wish.kind == "save" else "F", serial=serial)
