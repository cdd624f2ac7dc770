"""Who would be reminded on a day, of what, and why not: the same answer for the run, the preview and the letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.debited import at_bank
from selvbetjening.domain.billing.rules.letter import LetterText
from selvbetjening.domain.invoicing.models import Invoice, LateClaim
from selvbetjening.domain.invoicing.queries.late import claims_of
from selvbetjening.domain.invoicing.rules.collection import compensation, demand_deadline
from selvbetjening.domain.invoicing.rules.letters import Standing, Verdict, next_letter, reminder_deadline
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.queries.interest import interest_at
from selvbetjening.domain.payments.queries.standing import late_of, manner_of, standings
from selvbetjening.kernel.ids import OrganizationId

REMINDER_DEADLINE_DAYS = 10


@dataclass(frozen=True, slots=True)
class Due:
    """One invoice on one day: how it stands, what is decided, and the letter where one goes out.

    `interest_minor` and `compensation_minor` are what this letter newly claims. `missing` names what a demand lacks:
    then it is not sent.
    """

    invoice: Invoice
    standing: Standing
    verdict: Verdict
    today: date
    text: LetterText
    interest_minor: int = 0
    compensation_minor: int = 0

    @property
    def missing(self) -> tuple[str, ...]:
        """What the law wants in the letter and is not there (COL-1)."""
        return self.text.missing


@dataclass(frozen=True, slots=True)
class Candidate:
    """An overdue invoice with its account and what would happen to it on the day."""

    invoice: Invoice
    account: Account
    verdict: Verdict


def overdue(organization: OrganizationId, *, today: date, after: UUID | None = None, limit: int = 500) -> list[Invoice]:
    """Unpaid invoices whose due day is over, by id, without their snapshots; XB-24: with subscriptions or without."""
    found = Invoice.objects.filter(organization_id=organization, settled_minor__lt=F("total_minor"), due_on__lt=today)
    if after is not None:
        found = found.filter(id__gt=after)
    return list(found.order_by("id").defer("snapshot")[:limit])


def candidates(organization: OrganizationId, *, invoices: Sequence[Invoice], today: date) -> list[Candidate]:
    """What would happen to each of these invoices on the day, in their order."""
    owner = Organization.objects.get(id=organization)
    holders = {invoice.account_id for invoice in invoices}
    accounts = {each.id: each for each in Account.objects.filter(organization_id=organization, id__in=holders)}
    methods = _methods(owner, accounts.values())
    plain = standings(organization, invoices=invoices, today=today, methods=methods)
    stand = at_bank(organization, stand=plain, by_hand="invoice" in owner.choice("reminder_methods"))
    stand = {each.id: replace(stand[each.id], spared=not accounts[each.account_id].gets_reminders) for each in invoices}
    return [
        Candidate(
            invoice,
            accounts[invoice.account_id],
            next_letter(
                standing=stand[invoice.id],
                manner=manner_of(organization=owner, currency=invoice.currency),
                today=today,
            ),
        )
        for invoice in invoices
    ]


def due_of(organization: OrganizationId, *, invoice: UUID, today: date) -> Due:
    """Decide one invoice and write its letter, from what is in the database at this moment."""
    found = Invoice.objects.select_related("account").get(organization_id=organization, id=invoice)
    owner = Organization.objects.get(id=organization)
    methods = _methods(owner, [found.account])
    stand = standings(organization, invoices=[found], today=today, methods=methods)
    by_hand = "invoice" in owner.choice("reminder_methods")
    standing = at_bank(organization, stand=stand, by_hand=by_hand)[found.id]
    standing = replace(standing, spared=not found.account.gets_reminders)
    manner = manner_of(organization=owner, currency=found.currency)
    verdict = next_letter(standing=standing, manner=manner, today=today)
    claims = claims_of(organization, invoice=found.id)
    interest = _new_interest(organization, owner, found, claims, today)
    fixed = _new_compensation(owner, found, claims, today)
    text = _text(owner, found, standing, verdict, claims, {"interest": interest, "compensation": fixed}, today)
    return Due(found, standing, verdict, today, text, interest, fixed)


def _new_interest(
    organization: OrganizationId, owner: Organization, invoice: Invoice, claims: Sequence[LateClaim], today: date
) -> int:
    """Should minus was: all interest so far less what was claimed of it."""
    if not owner.choice("claim_interest"):
        return 0
    late = late_of(
        organization,
        invoice=invoice,
        roll=owner.choice("due_date_roll"),
        disputed_bears=owner.choice("interest_on_disputed"),
    )
    owed = interest_at(organization, late=late, until=today, party=invoice.account.party_type)
    return max(0, owed - sum(each.amount_minor - each.waived_minor for each in claims if each.kind == "interest"))


def _new_compensation(owner: Organization, invoice: Invoice, claims: Sequence[LateClaim], today: date) -> int:
    if not owner.choice("claim_compensation") or invoice.currency != "DKK":
        return 0
    return compensation(
        party=invoice.account.party_type,
        wanted=[(date.fromisoformat(day), minor) for day, minor in owner.choice("late_compensation")],
        on=today,
        already=any(each.kind == "compensation" for each in claims),
    )


def _text(
    owner: Organization,
    invoice: Invoice,
    standing: Standing,
    verdict: Verdict,
    claims: Sequence[LateClaim],
    new: dict[str, int],
    today: date,
) -> LetterText:
    left = {"fee": verdict.fee.minor, **new}
    for each in claims:
        kind = "fee" if each.kind == "collection" else each.kind
        left[kind] = left.get(kind, 0) + each.left_minor
    return LetterText(
        language=invoice.language,
        currency=invoice.currency,
        creditor=owner.name,
        creditor_address=", ".join(part for part in (owner.address_line, f"{owner.postal_code} {owner.city}") if part),
        creditor_cvr=owner.cvr,
        debtor=invoice.snapshot["buyer"]["name"],
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        letter=verdict.number,
        is_demand=verdict.is_demand,
        invoiced_minor=invoice.total_minor,
        paid_minor=invoice.settled_minor,
        disputed_minor=standing.disputed_minor,
        principal_minor=standing.left_minor - standing.disputed_minor,
        interest_minor=left["interest"],
        fees_minor=left["fee"],
        compensation_minor=left["compensation"],
        fee_minor=verdict.fee.minor,
        way_to_pay=_way_to_pay(owner, invoice),
        sent_on=today,
        deadline_on=_deadline(owner, verdict, today),
    )


def _deadline(owner: Organization, verdict: Verdict, today: date) -> date:
    if verdict.is_demand:
        return demand_deadline(sent_on=today, wanted_days=owner.choice("demand_days"))
    days = manner_of(organization=owner).days
    return reminder_deadline(sent_on=today, number=verdict.number, days=days, wanted_days=REMINDER_DEADLINE_DAYS)


def _way_to_pay(owner: Organization, invoice: Invoice) -> str:
    """The company's own words, and the payment slip of the invoice."""
    slip = (invoice.snapshot.get("payment") or {}).get("fik_line", "")
    return "\n".join(part for part in (owner.payment_instructions.strip(), slip) if part)


def _methods(owner: Organization, accounts: Iterable[Account]) -> dict[UUID, bool]:
    reminded = set(owner.choice("reminder_methods"))
    return {account.id: account.collection_method in reminded for account in accounts}
