"""Mandates that were ordered: what is under way, what was refused, and when what is ordered now counts."""

import json
from collections.abc import Collection as Group
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from betalingsservice.deadlines import collectable_from, registered_on
from selvbetjening.domain.directdebit.lifecycle import LIVE_MANDATE, OPEN_ORDER, OrderState
from selvbetjening.domain.directdebit.models import CreditorAgreement, Mandate
from selvbetjening.domain.directdebit.models import MandateOrder as MandateOrder
from selvbetjening.domain.directdebit.queries.agreements import calendar
from selvbetjening.domain.directdebit.queries.asking import days_of
from selvbetjening.domain.directdebit.rules.asking import possible
from selvbetjening.domain.directdebit.rules.handing_in import leaves_at
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal

UNDER_WAY: Final = OPEN_ORDER
#: On their way: nobody has to say yes to them any more.
GOING: Final = (OrderState.WAITING, OrderState.WRITTEN)
#: A refusal that nobody did anything about is not shown for ever.
_SHOWN_FOR: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """When an order made now counts. Until `undo_until` it can be taken back; about `registered_on` the mandate is
    active; `first_on` is the first day on which something can be taken by it, None where none is within 90 days."""

    undo_until: datetime
    registered_on: date
    first_on: date | None


def counts_from(organization: OrganizationId, *, agreement: CreditorAgreement, at: datetime) -> Counts:
    """The days of a mandate that is asked for at a moment (9.1, 14.2); ours are registered without a file.

    Raises ValueError for another company's agreement.
    """
    if agreement.organization_id != organization:
        raise ValueError("another company's agreement")
    days = calendar()
    is_external = agreement.role == "external"
    leaves = leaves_at(made_at=at, is_test=agreement.is_test, calendar=days) if is_external else at
    registered = registered_on(leaves, calendar=days)
    sent_on = collectable_from(registered, calendar=days)
    found = possible(from_on=sent_on, at=start_of_day(sent_on), days=days_of(agreement=agreement))
    undo_until = leaves if is_external else start_of_day(registered)
    return Counts(undo_until=undo_until, registered_on=registered, first_on=found.first_on if found else None)


def open_orders(
    organization: OrganizationId, *, account: UUID | None = None, today: date, limit: int = 100
) -> list[MandateOrder]:
    """What is under way, and what was refused and not put right since; newest first, of one account where it is said.

    A refused one is put right by a later order of the same customer, or by her mandate.
    """
    same = {
        "organization_id": organization, "agreement_id": OuterRef("agreement_id"), "match_key": OuterRef("match_key"),
    }  # fmt: skip
    later = MandateOrder.objects.filter(**same, verb=OuterRef("verb"), made_at__gt=OuterRef("made_at"))
    live = Mandate.objects.filter(**same, state__in=LIVE_MANDATE)
    lately = Q(state=OrderState.REFUSED, made_at__gte=start_of_day(today - _SHOWN_FOR))
    refused = lately & Q(~Exists(later)) & (Q(verb="end") | Q(~Exists(live)))
    mine = MandateOrder.objects.filter(Q(state__in=UNDER_WAY) | refused, organization_id=organization)
    mine = mine.filter(account_id=account) if account else mine
    return list(mine.select_related("agreement", "account").order_by("-made_at", "id")[:limit])


def get_order(organization: OrganizationId, *, order: UUID) -> MandateOrder:
    """One order with its agreement. Raises `MandateOrder.DoesNotExist`."""
    return MandateOrder.objects.select_related("agreement").get(organization_id=organization, id=order)


def masked_account(organization: OrganizationId, *, order: MandateOrder) -> str:
    """The account that was named, all but its last four digits covered; empty where it is forgotten."""
    if not order.sealed or order.organization_id != organization:
        return ""
    details = json.loads(unseal(bytes(order.sealed), purpose=order.purpose))
    return f"{details['branch']} ••••••{details['account'][-4:]}"


def leaves(organization: OrganizationId, *, order: MandateOrder) -> datetime:
    """Until when it can be taken back. Raises ValueError for another company's."""
    if order.organization_id != organization:
        raise ValueError("another company's order")
    return leaves_at(made_at=order.counts_from, is_test=order.agreement.is_test, calendar=calendar())


def is_enrolling(organization: OrganizationId, *, account: UUID, at: datetime) -> bool:
    """Whether a mandate of the account is asked for, or registered on a day to come."""
    return bool(pending_of(organization, account=account)) or any(
        each.verb == "register" and each.state in UNDER_WAY
        for each in open_orders(organization, account=account, today=copenhagen_day(at))
    )


def is_held(organization: OrganizationId, *, account: UUID) -> bool:
    """Whether something that was ordered for the account waits for a second person's yes."""
    mine = MandateOrder.objects.filter(organization_id=organization, account_id=account, state=OrderState.HELD)
    return mine.exists()


def enrolling(organization: OrganizationId, *, accounts: Group[UUID]) -> set[UUID]:
    """Of which of these accounts a mandate is asked for, or registered on a day to come (`is_enrolling`)."""
    mine = {"organization_id": organization, "account_id__in": accounts}
    ordered = MandateOrder.objects.filter(**mine, verb="register", state__in=UNDER_WAY)
    pending = Mandate.objects.filter(**mine, state="pending")
    return {each for rows in (ordered, pending) for each in rows.values_list("account_id", flat=True)}


def pending_of(organization: OrganizationId, *, account: UUID) -> Mandate | None:
    """The account's mandate that is registered on a day to come; None without one."""
    mine = Mandate.objects.filter(organization_id=organization, account_id=account, state="pending")
    return mine.select_related("agreement").order_by("-made_at").first()
