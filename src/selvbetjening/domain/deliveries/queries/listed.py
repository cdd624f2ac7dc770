"""Deliveries and receipts as lists that a door filters, orders and pages (BP-81)."""

from django.db.models import QuerySet

from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt, OutFile
from selvbetjening.kernel.ids import OrganizationId


def listed_deliveries(organization: OrganizationId) -> QuerySet[Delivery]:
    """All of the company's, without what the check found in them."""
    return Delivery.objects.filter(organization_id=organization).defer("content").order_by()


def listed_receipts(organization: OrganizationId) -> QuerySet[DeliveryReceipt]:
    """All that are signed: what is not signed yet says nothing to anybody."""
    return DeliveryReceipt.objects.filter(organization_id=organization).exclude(signature="").order_by()


def listed_out_files(organization: OrganizationId) -> QuerySet[OutFile]:
    """All that were laid ready to be fetched, those whose bytes are deleted too."""
    return OutFile.objects.filter(organization_id=organization).order_by()
