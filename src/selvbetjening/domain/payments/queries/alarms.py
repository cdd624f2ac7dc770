"""What waits for somebody: facts that did not fit, invoices that rest, chargebacks."""

from dataclasses import dataclass

from selvbetjening.domain.payments.models import Attempt, Chargeback, CollectionPause, GatewayFact, Payment
from selvbetjening.domain.payments.queries.reversals import payments_at
from selvbetjening.kernel.ids import OrganizationId

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Alarm:
    """A fact that did not fit, and the attempt or the payment of ours that it was about, where there is one."""

    fact: GatewayFact
    asked: Attempt | None
    payment: Payment | None


def open_alarms(organization: OrganizationId) -> list[Alarm]:
    """The parked facts that nobody has looked at, the oldest first (G5)."""
    parked = GatewayFact.objects.filter(organization_id=organization, outcome="parked", resolved_at__isnull=True)
    found = list(parked.select_related("gateway_account").order_by("taken_at"))
    wanted = [fact.attempt_id for fact in found if fact.attempt_id]
    attempts = Attempt.objects.filter(organization_id=organization, id__in=wanted).select_related("account")
    by_id = {attempt.id: attempt for attempt in attempts}
    return [
        Alarm(
            fact, by_id.get(fact.attempt_id) if fact.attempt_id else None, next(iter(_paid(organization, fact)), None)
        )
        for fact in found
    ]


def _paid(organization: OrganizationId, fact: GatewayFact) -> list[Payment]:
    gateway, of_payment = fact.gateway_account.gateway, fact.as_data().get("of_payment", "")
    return payments_at(organization, gateway=gateway, external_id=of_payment)


def resolved_alarms(organization: OrganizationId) -> list[GatewayFact]:
    """The newest that were looked at."""
    found = GatewayFact.objects.filter(organization_id=organization, outcome="parked", resolved_at__isnull=False)
    return list(found.order_by("-resolved_at")[:_SHOWN])


def open_pauses(organization: OrganizationId) -> list[CollectionPause]:
    """The invoices that rest until the company decides, the oldest first, with account and invoice."""
    mine = CollectionPause.objects.filter(organization_id=organization, lifted_at__isnull=True)
    return list(mine.select_related("account", "invoice").defer("invoice__snapshot").order_by("made_at"))


def chargebacks(organization: OrganizationId) -> list[Chargeback]:
    """The newest chargebacks, with account and payment."""
    mine = Chargeback.objects.filter(organization_id=organization).select_related("account", "payment__invoice")
    return list(mine.defer("payment__invoice__snapshot").order_by("-opened_at")[:_SHOWN])


def waiting(organization: OrganizationId) -> int:
    """How many alarms and pauses wait, for the company's page."""
    parked = GatewayFact.objects.filter(organization_id=organization, outcome="parked", resolved_at__isnull=True)
    resting = CollectionPause.objects.filter(organization_id=organization, lifted_at__isnull=True)
    return parked.count() + resting.count()
