"""Decide about one invoice whose charge is due, and write the attempt down before the gateway hears of it (G2, G3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.release_for_card import release_for_card
from selvbetjening.domain.billing.queries.card_collections import Ready, held, ready
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.make_attempt import AttemptRefused, Wish, make_attempt
from selvbetjening.domain.payments.actions.move_collection import move_collection
from selvbetjening.domain.payments.events import ChargeFailed, CollectionGivenUp
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.payments.rules.collecting import Decision, decide, too_small
from selvbetjening.domain.payments.rules.failures import ONLY_EXPIRED
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def start_charge(
    organization: OrganizationId, *, collection: UUID, at: datetime, by_payer: bool = False
) -> UUID | None:
    """The attempt that is to be charged now, written and bound to the row; None where there is nothing to charge.

    Everything is read again under the account's lock, so of two at once the second finds the row running. What was too
    small before goes along (S9). `by_payer`: the payer asks for it now, whatever the plan and the method say. Records
    `ChargeFailed` and `CollectionGivenUp` where no card can pay. What Betalingsservice was asked for is never charged
    beside it: the payer's own wish takes it back where that is still possible, the plan leaves it alone (PY-11).
    """
    today = copenhagen_day(at)
    with within(organization):
        account = _held_account(organization, collection)
        rows = held(organization, account=account, collection=collection)
        if not rows or (not by_payer and rows[0].next_on and rows[0].next_on > today):
            return None
        # Not before the locks: what somebody settled while we waited is read as it is now.
        found, *others = ready(organization, account=account, rows=rows, today=today)
        if by_payer:
            found = replace(found, standing=replace(found.standing, by_card=True))
        decision = decide(standing=found.standing, today=today)
        if decision.verb != "charge":
            _leave(organization, found, decision, at)
            return None
        return _charge(organization, found, others, today, at, by_payer=by_payer)


def _held_account(organization: OrganizationId, collection: UUID) -> Account:
    """The account that the row is of, locked; a row never changes its account."""
    mine = CardCollection.objects.filter(organization_id=organization, id=collection)
    holders = Account.objects.filter(organization_id=organization, id__in=mine.values("account_id"))
    return holders.select_for_update(no_key=True).only("id", "collection_method").get()


def _charge(
    organization: OrganizationId,
    found: Ready,
    others: Sequence[Ready],
    today: date,
    at: datetime,
    *,
    by_payer: bool,
) -> UUID | None:
    same = [each for each in others if each.now.currency == found.now.currency]
    together = [found, *(each for each in same if decide(standing=each.standing, today=today).verb == "charge")]
    total = sum(each.now.minor for each in together)
    if small_one := too_small(total_minor=total, least_minor=found.least_minor, today=today):
        _leave(organization, found, small_one, at)
        return None
    if _is_at_bank(organization, together, by_payer, at):
        return None
    return _attempt(organization, together, at)


def _is_at_bank(organization: OrganizationId, together: Sequence[Ready], by_payer: bool, at: datetime) -> bool:
    """Whether Betalingsservice collects one of these, and goes on doing so."""
    asked = [each.row.invoice_id for each in together if each.at_bank]
    if not asked or not by_payer:
        return bool(asked)
    return bool(release_for_card(organization, account=together[0].row.account_id, invoices=asked, at=at))


def _attempt(organization: OrganizationId, together: Sequence[Ready], at: datetime) -> UUID | None:
    first = together[0]
    assert first.card is not None  # noqa: S101 - decided above
    assert first.card.gateway_account_id is not None  # noqa: S101 - `card_to_charge` takes no others
    wish = Wish(
        account=first.row.account_id,
        gateway_account=first.card.gateway_account_id,
        kind="charge",
        currency=first.now.currency,
        parts=[(each.row.invoice_id, each.now) for each in together],
        card=first.card,
    )
    try:
        made = make_attempt(organization, wish=wish, at=at)
    except AttemptRefused:
        return None  # somebody pays it at this moment: it is looked at again by the next sweep
    for each in together:
        move_collection(
            organization, collection=each.row.id, verb="run", attempt_id=made.id, next_on=None, reason=""
        )  # fmt: skip
    return made.id


def _leave(organization: OrganizationId, found: Ready, decision: Decision, at: datetime) -> None:
    """Nothing is charged: the row waits, is done, stops, or has no card."""
    row = found.row
    if decision.verb == "wait":
        row.next_on, row.reason = decision.next_on, decision.reason
        row.save(update_fields=["next_on", "reason"])
    elif decision.verb == "no_card":
        _without_card(organization, found, at)
    else:
        move_collection(organization, collection=row.id, verb=decision.verb, next_on=None, reason=decision.reason)


def _without_card(organization: OrganizationId, found: Ready, at: datetime) -> None:
    """CD-04: the company's choice decides whether the charge counts as failed, or the invoice is one paid by hand."""
    row = found.row
    failure = ONLY_EXPIRED if found.expired else "no_card"
    failing = Organization.objects.get(id=organization).choice("on_no_card") == "fail_and_remind"
    verb = "give_up" if failing else "stop"
    move_collection(organization, collection=row.id, verb=verb, next_on=None, reason="no_card", attempt_id=None)
    if failing:
        failed = ChargeFailed(
            account=row.account_id,
            attempt=None,
            invoice=row.invoice_id,
            amount=found.now,
            failure=failure,
            asks_new_card=True,
            next_on=None,
        )
        record(organization, fact=failed, actor=SYSTEM, at=at)
    over = CollectionGivenUp(account=row.account_id, invoice=row.invoice_id, amount=found.now, failure=failure)
    record(organization, fact=over, actor=SYSTEM, at=at)
