"""Load the facts that an offer is computed from."""

from datetime import date
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.billing.rules.facts import Charged, Facts, ScheduledFacts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.quotes import Act
from selvbetjening.domain.billing.rules.standing import up_to_date
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.invoicing.models import InvoiceLine
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def facts_of(
    organization: OrganizationId,
    *,
    act: Act,
    account: UUID,
    today: date,
    subscription: Subscription | None = None,
    terms: UUID | None = None,
    quantity: int = 1,
) -> Facts:
    """Everything that decides what the act costs on `today`, the subscription as if billed up to it.

    Raises `PlanTerms.DoesNotExist`, `Account.DoesNotExist`.
    """
    holder = Account.objects.only("party_type").get(organization_id=organization, id=account)
    owner = Organization.objects.only("payment_terms_days").get(id=organization)
    mine = up_to_date(mine=_subscription(organization, subscription), today=today) if subscription else None
    return Facts(
        act=act,
        account=account,
        party_type=holder.party_type,
        payment_terms_days=owner.payment_terms_days,
        today=today,
        subscription=mine,
        target=_terms(catalog.terms(organization, terms=terms)) if terms else None,
        quantity=quantity,
    )


def _terms(terms: PlanTerms) -> TermsFacts:
    return TermsFacts(
        id=terms.id,
        plan_da=terms.plan.name("da"),
        plan_en=terms.plan.name("en"),
        unit_price=terms.unit_price,
        interval=terms.interval,
        vat_basis_points=terms.vat_basis_points,
        offered=terms.plan.self_service_enabled,
    )


def _subscription(organization: OrganizationId, mine: Subscription) -> SubscriptionFacts:
    waiting = subscriptions.scheduled_change(organization, subscription=mine.id)
    return SubscriptionFacts(
        id=mine.id,
        state=mine.state,
        terms=_terms(mine.terms),
        quantity=mine.quantity,
        anchor_day=mine.anchor_day,
        period_starts_on=mine.period_starts_on,
        renews_on=mine.renews_on,
        ends_on=mine.ends_on,
        scheduled=ScheduledFacts(waiting.id, _terms(waiting.terms), waiting.quantity, waiting.effective_on)
        if waiting
        else None,
        charged=_charged(organization, mine),
    )


def _charged(organization: OrganizationId, mine: Subscription) -> Charged | None:
    """The newest charge for the running period: the period itself, or the rest of it after a change, in all its lines.

    A change charges for every day up to the renewal on one invoice, at one VAT rate; so what counts is the newest
    invoice's. Found through the account's invoices, which have an index; lines have none by subscription.
    """
    lines = list(
        InvoiceLine.objects.filter(
            organization_id=organization,
            invoice__organization_id=organization,
            invoice__account_id=mine.account_id,
            subscription_id=mine.id,
            starts_on__gte=mine.period_starts_on,
            ends_on__lte=mine.renews_on,
            net_minor__gt=0,
        )
        .select_related("invoice")
        .defer("invoice__snapshot")
        .order_by("-invoice__number", "starts_on")
    )
    newest = [line for line in lines if line.invoice_id == lines[0].invoice_id]
    if newest and newest[0].starts_on and newest[-1].ends_on:
        paid = Money(sum(line.net_minor for line in newest), newest[0].invoice.currency)
        return Charged(paid, newest[0].starts_on, newest[-1].ends_on, newest[0].vat_basis_points)
    free = BilledPeriod.objects.filter(
        organization_id=organization, subscription_id=mine.id, ends_on=mine.renews_on, invoice_line__isnull=True
    ).first()
    if free is None:
        return None
    return Charged(Money.zero(mine.terms.currency), free.starts_on, free.ends_on, mine.terms.vat_basis_points)
