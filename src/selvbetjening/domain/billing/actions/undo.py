"""Take back what an act did, while the company lets it (CM-03)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.bill_due import close_undos
from selvbetjening.domain.billing.models import GivenBack, Undo
from selvbetjening.domain.billing.queries.ahead import is_billed_ahead
from selvbetjening.domain.billing.queries.debit_terms import debit_of
from selvbetjening.domain.billing.queries.unpaid_before import unpaid_when_given_back
from selvbetjening.domain.billing.rules.lines import draft_line
from selvbetjening.domain.billing.rules.particulars import wanted_from
from selvbetjening.domain.billing.rules.policy import Policy
from selvbetjening.domain.billing.rules.quotes import QuoteView, offer_from_json
from selvbetjening.domain.catalog.actions.give_back_coupon import give_back_coupon
from selvbetjening.domain.invoicing.actions.credit import credit_in_full
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.queries.chargeable import ways_to_pay
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.actions.amend import Standing, amend
from selvbetjening.domain.subscriptions.actions.drop_discounts import drop_discounts
from selvbetjening.domain.subscriptions.actions.put_back import put_back
from selvbetjening.domain.subscriptions.events import ActUndone
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_RUNS = ("active", "cancelled")
_REASON = ("Ændringen er fortrudt", "The change was undone")


@dataclass(frozen=True, slots=True)
class Undone:
    """What was issued to take the act back: a credit note of its invoice, an invoice for what it had given back."""

    credit_note: UUID | None
    invoice: UUID | None


def undo(organization: OrganizationId, *, account: UUID, subscription: UUID, actor: Actor, at: datetime) -> Undone:
    """Let the subscription be as it was before its latest act, and take back what the act charged and gave back.

    The act's invoice is credited in full, and what it gave back by credit notes is charged again: the balance is what
    it was, to the øre. Twice the same, two at once: one is refused. Records `ActUndone` and what the called actions
    record. Raises `Refused` (`undo_closed`: too late, a later act, a renewal, a company that has delivered) and
    `Subscription.DoesNotExist`.
    """
    with within(organization):
        mine = subscriptions.locked(organization, account=account, subscription=subscription)
        found = Undo.objects.filter(organization_id=organization, subscription_id=mine.id, closed_reason="")
        row = found.select_related("quote").first()
        if row is None or at >= row.open_until or not _as_left(organization, mine, row, at):
            raise Refused("undo_closed")
        holder = Account.objects.get(organization_id=organization, id=account)
        shown = offer_from_json(content=row.quote.content["offer"], id=row.quote.id, valid_until=row.open_until)
        done = Undone(
            _credit(organization, holder, row, actor, at), _charge_again(organization, holder, mine, shown, actor, at)
        )
        _restore(organization, mine, row, shown, actor, at)
        close_undos(organization, subscriptions=[mine.id], reason="undone", at=at)
        first = [done.invoice] if done.invoice else []
        use_credit(organization, account=holder.id, actor=actor, at=at, first=first)
    return done


def close_undo(organization: OrganizationId, *, subscription: UUID, at: datetime) -> None:
    """The company has delivered on the latest act: it cannot be undone any more (CM-03)."""
    with within(organization):
        close_undos(organization, subscriptions=[subscription], reason="fulfilled", at=at)


def _as_left(organization: OrganizationId, mine: Subscription, row: Undo, at: datetime) -> bool:
    """Whether the subscription stands as the act left it, its invoice too, and nothing is due or billed ahead."""
    owner = Organization.objects.only("choices").get(id=organization)
    by = copenhagen_day(at) + timedelta(days=Policy.of(owner.choice, noted=mine.noted).invoice_days_before)
    due = (mine.renews_on <= by or is_billed_ahead(organization, subscription=mine)) and mine.state in _RUNS
    if due or Standing.of(mine) != Standing.from_json(row.after["row"]):
        return False
    if row.quote.invoice_id is None:
        return True
    return Invoice.objects.filter(organization_id=organization, id=row.quote.invoice_id, credited_minor=0).exists()


def _credit(organization: OrganizationId, holder: Account, row: Undo, actor: Actor, at: datetime) -> UUID | None:
    """Credit the act's invoice; what it gave back of earlier lines is charged by those lines again."""
    invoice = row.quote.invoice_id
    if invoice is None:
        return None
    reason = _REASON[holder.language == "en"]
    made = credit_in_full(organization, account=holder.id, invoice=invoice, reason=reason, actor=actor, at=at)
    if row.quote.content["offer"].get("papers") == "invoice":
        GivenBack.objects.filter(organization_id=organization, quote=row.quote).update(undone_at=at)
    return made.credit_note


def _charge_again(
    organization: OrganizationId, holder: Account, mine: Subscription, shown: QuoteView, actor: Actor, at: datetime
) -> UUID | None:
    """An invoice for what the act gave back by credit notes, line for line."""
    if shown.papers != "credit" or not shown.credit:
        return None
    again = [
        replace(line, kind="charge", quantity=-line.quantity, net=-line.net, credits_line=None) for line in shown.credit
    ]
    said = [replace(line, **_words(line.text_da, line.text_en)) for line in again]
    lines = [draft_line(line=line, subscription=mine.id, language=holder.language) for line in said]
    owner, today = Organization.objects.get(id=organization), copenhagen_day(at)
    ways = ways_to_pay(
        organization, owner=owner, accounts=[holder], methods=[mine.collection_method], today=today
    )  # fmt: skip
    charged = ways.by_card(account=holder, method=mine.collection_method, currency=shown.net.currency)
    debit = debit_of(
        organization, account=holder, currency=shown.net.currency, methods=[mine.collection_method], by_card=charged,
        today=today,
    )  # fmt: skip
    particulars = wanted_from(noted=mine.noted).particulars
    draft = Draft(holder, shown.net.currency, lines, charged, debit, particulars)
    owed_by = unpaid_when_given_back(organization, quote=shown.id, until=date.min)
    to_pay = owner.payment_terms_days if particulars.days_to_pay is None else particulars.days_to_pay
    usual = today + timedelta(days=to_pay)
    due_on = min(usual, owed_by) if owed_by else None
    return issue(organization, drafts=[draft], issued_on=today, actor=actor, at=at, due_on=due_on)[0].invoice


def _words(da: str, en: str) -> dict[str, Any]:
    return {"text_da": da.replace("Tilbage for", "Igen"), "text_en": en.replace("Unused time on", "Again:")}


def _restore(
    organization: OrganizationId, mine: Subscription, row: Undo, shown: QuoteView, actor: Actor, at: datetime
) -> None:
    before = Standing.from_json(row.before["row"]) if row.before["row"] else _never(Standing.of(mine))
    fact = ActUndone(account=mine.account_id, subscription=mine.id, act=shown.act)
    amend(organization, subscription=mine, standing=before, verb="", facts=[fact], actor=actor, at=at)
    put_back(organization, subscription=mine.id, planned=row.before.get("planned"), removed=row.before.get("removed"))
    given = row.before.get("discount")
    if given or row.before["row"] is None:
        dropped = drop_discounts(organization, subscription=mine.id, only=given)
        for coupon in dropped:
            give_back_coupon(organization, coupon=coupon, actor=actor, at=at)


def _never(standing: Standing) -> Standing:
    """One whose start is undone has ended before it began."""
    return replace(standing, state="ended", ends_on=standing.period_starts_on)
