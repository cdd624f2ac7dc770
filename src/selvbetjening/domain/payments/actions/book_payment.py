"""Book money that came in for an invoice, however it came."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.claims import settle_claims
from selvbetjening.domain.invoicing.actions.settle import NotSettled, settle
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.queries.corrections import replacement
from selvbetjening.domain.invoicing.queries.late import open_claims
from selvbetjening.domain.invoicing.rules.retention import retain_until
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.put_right import put_right
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.events import PaymentRecorded
from selvbetjening.domain.payments.models import ClaimPayment, Payment
from selvbetjening.domain.payments.rules import Refused, check_payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money


def book_payment(
    organization: OrganizationId,
    *,
    method: str,
    invoice: UUID,
    amount: Money,
    paid_on: date,
    reference: str,
    actor: Actor,
    at: datetime,
) -> Payment:
    """Record that `amount` came in for the invoice and settle it by that much; a part is fine.

    The invoice itself is paid first, then what was claimed beside it because it was late; fees and interest that the
    day of payment shows to be wrong are waived before. What is more goes to the account's balance (PY-06) and pays
    its other open invoices; the one that replaced this one, where the customer had it corrected, first (CM-07).
    `reference` is the bank's, the gateway's or the payer's own id and is used once for each `method` (`manual`, or a
    gateway's name): the same payment again returns the first, two at once record one. Records `PaymentRecorded`, and
    `CreditUsed` for what the rest paid. Raises `payments.rules.Refused` (`amount`, `reference`, `reference_used` when
    it belongs to another payment), `invoicing.actions.settle.NotSettled` (`currency`) and `Invoice.DoesNotExist`.
    """
    check_payment(amount=amount, reference=reference)
    with within(organization):
        made = _made(organization, method, invoice, amount, paid_on, reference.strip(), actor, at)
        # The row first: a second one with this reference waits here for the first one's commit, and then yields.
        Payment.objects.bulk_create([made], ignore_conflicts=True)
        kept = Payment.objects.get(organization_id=organization, method=method, reference=made.reference)
        if kept.id == made.id:
            _settle(organization, made, amount, actor, at)
        elif (kept.invoice_id, kept.amount_minor, kept.currency) != (invoice, amount.minor, amount.currency):
            raise Refused("reference_used")
    return kept


def _made(
    organization: OrganizationId,
    method: str,
    invoice: UUID,
    amount: Money,
    paid_on: date,
    reference: str,
    actor: Actor,
    at: datetime,
) -> Payment:
    """The payment's row. Holds the account, so that what is open does not change before it is settled."""
    found = Invoice.objects.defer("snapshot").get(organization_id=organization, id=invoice)
    Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=found.account_id)
    found.refresh_from_db(fields=["settled_minor"])
    if found.currency != amount.currency:
        raise NotSettled("currency")
    owner = Organization.objects.get(id=organization)
    if not Payment.objects.filter(organization_id=organization, method=method, reference=reference).exists():
        coming = (paid_on, min(amount.minor, found.outstanding.minor))
        put_right(organization, invoice=found, coming=coming, actor=actor, at=at)
    needed = found.outstanding + open_claims(organization, invoice=invoice, currency=found.currency).total
    return Payment(
        id=new_id(),
        organization_id=organization,
        account_id=found.account_id,
        invoice_id=invoice,
        method=method,
        amount_minor=amount.minor,
        overpaid_minor=max(0, amount.minor - needed.minor),
        used_minor=0,
        currency=amount.currency,
        paid_on=paid_on,
        reference=reference,
        recorded_at=at,
        retain_until=retain_until(on=paid_on, financial_year_ends=owner.choice("financial_year_end")),
    )


def _settle(organization: OrganizationId, made: Payment, amount: Money, actor: Actor, at: datetime) -> None:
    needed = amount - Money(made.overpaid_minor, amount.currency)
    rest = Invoice.objects.defer("snapshot").get(organization_id=organization, id=made.invoice_id).outstanding
    settled = settle(organization, invoice=made.invoice_id, amount=min(needed, rest))
    _settle_claims(organization, made, needed - min(needed, rest))
    fact = PaymentRecorded(
        account=settled.account_id,
        payment=made.id,
        invoice=made.invoice_id,
        amount=amount,
        paid_on=made.paid_on,
        settled=settled.outstanding.is_zero,
    )
    record(organization, fact=fact, actor=actor, at=at)
    if made.overpaid_minor:
        newer = replacement(organization, invoice=made.invoice_id)
        use_credit(organization, account=settled.account_id, first=[newer] if newer else [], actor=actor, at=at)


def _settle_claims(organization: OrganizationId, made: Payment, amount: Money) -> None:
    """The invoice first, which stops the interest; then fees, compensation and interest, each with its own posting."""
    parts = settle_claims(organization, invoice=made.invoice_id, amount=amount)
    ClaimPayment.objects.bulk_create(
        ClaimPayment(
            id=new_id(),
            organization_id=organization,
            payment=made,
            claim_id=claim,
            amount_minor=minor,
            currency=made.currency,
            paid_on=made.paid_on,
        )
        for claim, minor in parts
    )
