"""What production waits for: a test that was accepted (BP-50)."""

from typing import Final

from selvbetjening.domain.access.queries import production
from selvbetjening.domain.deliveries.lifecycle import DeliveryState
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.kernel.ids import OrganizationId

#: Here the file was accepted, in whole or in part.
ACCEPTED: Final = (DeliveryState.ACCEPTED, DeliveryState.PROCESSING, DeliveryState.PROCESSED)


def accepted_test(organization: OrganizationId) -> Delivery | None:
    """The company's newest test delivery that was accepted."""
    rows = Delivery.objects.filter(organization_id=organization, environment="test", state__in=ACCEPTED)
    return rows.order_by("-number").first()


def last_test(organization: OrganizationId) -> Delivery | None:
    """The newest test delivery, whatever became of it."""
    return Delivery.objects.filter(organization_id=organization, environment="test").order_by("-number").first()


def refuse_closed(organization: OrganizationId, *, environment: str) -> None:
    """Raise `Refused("production_closed")` for a real file of a company that sends tests only.

    Inside the company's transaction: asked when an upload begins, and again in the transaction that delivers.
    """
    if environment != "test" and not production.is_open(organization):
        raise Refused("production_closed")
