"""A card was just saved: what was shown to be charged at once becomes due (SB-32)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.new_card import new_card
from selvbetjening.domain.payments.actions.move_collection import move_collection
from selvbetjening.domain.payments.models import Attempt, CardCollection
from selvbetjening.domain.payments.rules.collecting import LEAST
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def retry_as_shown(organization: OrganizationId, *, attempt: Attempt, only: str, at: datetime) -> list[UUID]:
    """Charge a card just saved for what its owner was shown beforehand (`Attempt.at_once`), and no more; which.

    An invoice that was given up meanwhile, that is more than was shown, or that is in another currency than the `only`
    one of the card, is left to its own plan. `attempt` has the box ticked: without it nothing is charged at once.
    The charges are due today then; the caller, or the next sweep, lets them be made.
    """
    shown = {UUID(invoice): Money(minor, currency) for invoice, minor, currency in attempt.at_once}
    if not shown:
        return []
    with within(organization):
        account = attempt.account_id
        Account.objects.select_for_update(no_key=True).only("id").get(organization_id=organization, id=account)
        now = new_card(organization, account=account, today=copenhagen_day(at), switched=False).parts
        wanted = [
            invoice
            for invoice, amount in now
            if invoice in shown
            and amount.currency == shown[invoice].currency
            and amount.minor <= shown[invoice].minor
            and only in ("", amount.currency)
        ]
        mine = CardCollection.objects.filter(organization_id=organization, account_id=account, state="waiting")
        return [row.invoice_id for row in mine.filter(invoice_id__in=wanted).order_by("id") if _again(row, at)]


def _again(row: CardCollection, at: datetime) -> bool:
    """With a new plan of tries; what was too small alone goes along by itself."""
    if row.reason == LEAST:
        return False
    return wake(OrganizationId(row.organization_id), row=row, tries=0, at=at)


def wake(organization: OrganizationId, *, row: CardCollection, tries: int, at: datetime) -> bool:
    """Let the row be charged today, with so many tries behind it; False where its state has no way there."""
    today = copenhagen_day(at)
    if row.state != "waiting":
        return move_collection(organization, collection=row.id, verb="resume", next_on=today, tries=tries, reason="")
    row.next_on, row.tries, row.reason = today, tries, ""
    row.save(update_fields=["next_on", "tries", "reason"])
    return True
