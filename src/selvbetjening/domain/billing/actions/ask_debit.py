"""Ask Betalingsservice for the money of an invoice: one amount, on one banking day (betalingsservice.md 4, 14)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from betalingsservice.calendar import NonBankingDay
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.events import DebitAsked
from selvbetjening.domain.billing.lifecycle import FAILED_DEBIT, DebitState
from selvbetjening.domain.billing.models import InvoiceCollection, MandateLink
from selvbetjening.domain.billing.queries.mandate_links import link_to_debit
from selvbetjening.domain.billing.rules.debit_texts import overview_lines
from selvbetjening.domain.billing.rules.debits import CURRENCY, Owed
from selvbetjening.domain.directdebit.actions.ask_collections import AskedCollection, Refused, ask_collections
from selvbetjening.domain.directdebit.models import Collection
from selvbetjening.domain.directdebit.queries import calendar, possible_days
from selvbetjening.domain.directdebit.rules.asking import PossibleDays
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import Invoice, InvoiceLine
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

#: So many days on are tried where the customer's earlier ones are taken (17.1: 8).
_DAYS: Final = 15
#: `late` and `closed_day`: the deadline passed while we asked, and the next look finds another day.
_WAITING: Final = frozenset({"far", "taken", "late", "closed_day"})


class CannotAsk(Exception):
    """Nothing was asked for. `waits`: it can be later; else the invoice is paid in another way. `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason, self.waits = reason, reason in _WAITING


def ask_debit(
    organization: OrganizationId, *, row: InvoiceCollection, owed: Owed, actor: Actor = SYSTEM, at: datetime
) -> None:
    """Ask for a waiting one, in the transaction of a caller who holds the account.

    On the invoice's due day, moved off closed days as the agreement says; where the deadline for that has passed, on
    the first day that is still possible, and on the next banking day where the customer has another collection on it.
    Records `DebitAsked`. Raises `CannotAsk`.
    """
    link = link_to_debit(organization, account=row.account_id, today=copenhagen_day(at))
    if link is None:
        raise CannotAsk("mandate")
    agreement = link.mandate.agreement
    wanted = calendar().payment_day(owed.due_on, rule=NonBankingDay(agreement.on_closed_day))
    found = _possible(organization, link, wanted, at)
    # A day on which the customer has another collection was not missed.
    is_late = found.first_on > wanted
    for _ in range(_DAYS):
        try:
            asked = _asked(organization, row, link, owed, found.first_on)
            (made,) = ask_collections(organization, agreement=agreement.id, asked=[asked], at=at)
        except Refused as refused:
            reason = refused.refusals[0].reason
            mine = [each for each in refused.refusals if each.standing]
            if reason != "taken" or _is_own(organization, row, [each.standing for each in mine]):
                raise CannotAsk(reason) from refused
            found = _possible(organization, link, found.first_on + timedelta(days=1), at)
        else:
            _written(organization, row, owed, made, found, is_late=is_late, actor=actor, at=at)
            return
    raise CannotAsk("taken")


def _possible(organization: OrganizationId, link: MandateLink, wanted: date, at: datetime) -> PossibleDays:
    found = possible_days(organization, agreement=link.mandate.agreement_id, from_on=wanted, at=at)
    if found is None:
        raise CannotAsk("far")
    return found


def _is_own(organization: OrganizationId, row: InvoiceCollection, standing: Sequence[object]) -> bool:
    """Whether what is in the way collects this very invoice: it is on its way out, and another day is no help."""
    mine = Collection.objects.filter(organization_id=organization, id__in=standing, invoice_id=row.invoice_id)
    return mine.exists()


def _asked(
    organization: OrganizationId, row: InvoiceCollection, link: MandateLink, owed: Owed, on: date
) -> AskedCollection:
    invoice = Invoice.objects.defer("snapshot").get(organization_id=organization, id=row.invoice_id)
    account = Account.objects.get(organization_id=organization, id=row.account_id)
    lines = InvoiceLine.objects.filter(organization_id=organization, invoice=invoice).order_by("position")
    home = account.billing_address
    # Abroad the postcode and the city stand in the address lines (U10).
    abroad = [f"{home.postal_code} {home.city}".strip()] if home.country != "DK" else []
    return AskedCollection(
        customer_number=link.mandate.customer_number,
        due_on=on,
        amount=Money(owed.now_minor, CURRENCY),
        reference=str(invoice.number),
        text_lines=overview_lines(
            number=invoice.number,
            company=organizations.get(organization).name,
            lines=list(lines.values_list("text", flat=True)),
            with_claims=owed.now_minor > owed.rest_minor,
            language=language_of(account.language),
        ),
        address=[part for part in (account.name, home.line, home.line_2, *abroad) if part],
        postcode=home.postal_code if home.country == "DK" else "",
        country=home.country,
        account=account.id,
        invoice=invoice.id,
    )


def _written(
    organization: OrganizationId,
    row: InvoiceCollection,
    owed: Owed,
    made: object,
    found: PossibleDays,
    *,
    is_late: bool,
    actor: Actor,
    at: datetime,
) -> None:
    mine = InvoiceCollection.objects.filter(organization_id=organization, invoice_id=row.invoice_id)
    failed = mine.filter(state__in=FAILED_DEBIT).exists()
    again = failed or mine.filter(state=DebitState.WITHDRAWN).exists()
    # What failed on its day was not too late for it.
    is_late = is_late and not failed
    mine.filter(id=row.id, state=DebitState.WAITING).update(
        state=DebitState.ASKED,
        reason="",
        collection_id=made,
        amount_minor=owed.now_minor,
        due_on=owed.due_on,
        pays_on=found.first_on,
        is_late=is_late,
        open_until=found.hand_in_before,
        moved_at=at,
    )
    fact = DebitAsked(
        account=row.account_id,
        invoice=row.invoice_id,
        amount=Money(owed.now_minor, CURRENCY),
        pays_on=found.first_on,
        is_late=is_late,
        again=again,
    )
    record(organization, fact=fact, actor=actor, at=at)
