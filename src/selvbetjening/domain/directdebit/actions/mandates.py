"""Mandates: enrol a customer, make those active whose day has come, end one (betalingsservice.md 8, 9.1, 15, 16)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from betalingsservice import identifiers
from betalingsservice.deadlines import registered_on
from selvbetjening.domain.directdebit.events import MandateEnded, MandateEnrolled
from selvbetjening.domain.directdebit.lifecycle import LIVE_MANDATE, MANDATE, AgreementState, MandateState
from selvbetjening.domain.directdebit.models import CreditorAgreement, Mandate, MandateEvent
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.queries.asking import live_mandates
from selvbetjening.domain.directdebit.rules.dates import effective_day
from selvbetjening.domain.directdebit.rules.mandates import CREDITOR, CUSTOMER, EXISTS, end_told, number, raw, stops_on
from selvbetjening.domain.history.actions.record import record, record_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

By = Literal["bank", "creditor", "bs"]
CODES: dict[By, str] = {"bank": "0232", "creditor": "0233", "bs": "0234"}


class MandateRefused(Exception):
    """The customer cannot be enrolled; `code` is the creditor API's (13)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def enrol(
    organization: OrganizationId,
    *,
    agreement: UUID,
    customer_number: str,
    account: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Mandate:
    """A customer agrees to be debited: pending, and active from the banking day on which it is registered (9.1).

    Records `MandateEnrolled`. Raises `MandateRefused`.
    """
    folded = identifiers.fold_customer_number(customer_number)
    if identifiers.customer_number(folded) is not identifiers.Verdict.GOOD:
        raise MandateRefused(CUSTOMER)
    with within(organization):
        serial = next_serials(organization, agreement=agreement, count=1)
        try:
            with transaction.atomic():
                made = Mandate.objects.create(
                    organization_id=organization, agreement_id=agreement, account_id=account, customer_number=folded,
                    match_key=identifiers.match_key(folded), mandate_number=number(serial=serial),
                    registers_on=registered_on(at, calendar=calendar()), made_at=at, last_event_at=at,
                )  # fmt: skip
        except IntegrityError:
            raise MandateRefused(EXISTS) from None
        record(organization, fact=MandateEnrolled(account=account, mandate=made.id), actor=actor, at=at)
    return made


def enrol_many(
    organization: OrganizationId,
    *,
    agreement: UUID,
    customers: Sequence[tuple[str, UUID]],
    actor: Actor,
    at: datetime,
) -> dict[int, str]:
    """`enrol` for customer numbers and their accounts, in the open transaction; the code of each refused, by place.

    Records `MandateEnrolled`. Raises `MandateRefused` without such an agreement.
    """
    folded = [identifiers.fold_customer_number(each) for each, _account in customers]
    keys = [identifiers.match_key(each) for each in folded]
    serial = next_serials(organization, agreement=agreement, count=len(customers))  # locks the agreement's row
    taken = set(live_mandates(organization, agreement=agreement, keys=set(keys)))
    registers_on, refused, made = registered_on(at, calendar=calendar()), dict[int, str](), []
    for place, (_number, account) in enumerate(customers):
        if identifiers.customer_number(folded[place]) is not identifiers.Verdict.GOOD:
            refused[place] = CUSTOMER
        elif keys[place] in taken:
            refused[place] = EXISTS
        else:
            taken.add(keys[place])
            made.append(
                Mandate(
                    organization_id=organization, agreement_id=agreement, account_id=account,
                    customer_number=folded[place], match_key=keys[place], mandate_number=number(serial=serial + place),
                    registers_on=registers_on, made_at=at, last_event_at=at,
                )
            )  # fmt: skip
    Mandate.objects.bulk_create(made, batch_size=1_000)
    facts = [MandateEnrolled(account=each.account_id, mandate=each.id) for each in made]
    record_many(organization, facts=facts, actor=actor, at=at)
    return refused


def next_serials(organization: OrganizationId, *, agreement: UUID, count: int) -> int:
    """Take so many mandate numbers of an active agreement, in the open transaction; the serial of the first one.

    The agreement's row is locked with it. Raises `MandateRefused` without one.
    """
    mine = CreditorAgreement.objects.filter(
        organization_id=organization, id=agreement, state=AgreementState.ACTIVE, role="operator"
    )
    if not mine.update(last_mandate=F("last_mandate") + count):
        raise MandateRefused(CREDITOR)
    last: int = mine.values_list("last_mandate", flat=True).get()
    return last - count + 1


def activate(organization: OrganizationId, *, today: date, at: datetime) -> int:
    """Make the pending mandates active that are registered by today, and let 0603 tell of them (0231); how many."""
    days = calendar()
    with within(organization):
        due = Mandate.objects.select_for_update(skip_locked=True).filter(
            organization_id=organization, state=MandateState.PENDING, registers_on__lte=today
        )
        found = list(due.order_by("id"))
        for mandate in found:
            mandate.state = MANDATE.after(MandateState.PENDING, "activate")
            mandate.told_raw = raw(day=effective_day(registered_on=mandate.registers_on or today, calendar=days))
            mandate.last_event_at = at
        Mandate.objects.bulk_update(found, ["state", "told_raw", "last_event_at"], batch_size=1_000)
        tell(organization, mandates=found, code="0231", at=at)
    return len(found)


def end_mandate(organization: OrganizationId, *, mandate: UUID, by: By, actor: Actor, at: datetime) -> bool:
    """End a live mandate; payments from three banking days on are no longer made (U24). False where it was ended.

    A pending one ends untold, since nobody was told that it began. Records `MandateEnded`.
    """
    days, today = calendar(), copenhagen_day(at)
    with within(organization):
        mine = Mandate.objects.select_for_update().filter(organization_id=organization, state__in=LIVE_MANDATE)
        found = mine.filter(id=mandate).first()
        if found is None:
            return False
        was_told = found.state == MandateState.ACTIVE
        found.state = MANDATE.after(MandateState(found.state), f"end_by_{by}")
        found.ends_raw = raw(day=end_told(today=today, calendar=days))
        found.stops_on, found.last_event_at = stops_on(today=today, calendar=days), at
        found.save(update_fields=["state", "ends_raw", "stops_on", "last_event_at"])
        if was_told:
            tell(organization, mandates=[found], code=CODES[by], at=at)
        fact = MandateEnded(account=found.account_id, mandate=found.id, by=by)
        record(organization, fact=fact, actor=actor, at=at)
    return True


def tell(organization: OrganizationId, *, mandates: Sequence[Mandate], code: str, at: datetime) -> None:
    """Let the next 0603 tell of these mandates, in the open transaction."""
    MandateEvent.objects.bulk_create(
        [
            MandateEvent(
                organization_id=organization, mandate=each, agreement_id=each.agreement_id, code=code,
                customer_number=each.customer_number, told_raw=each.told_raw, ends_raw=each.ends_raw, at=at,
                source_delivery=each.source_delivery, source_line=each.source_line,
            )
            for each in mandates
        ],
        batch_size=1_000,
    )  # fmt: skip
