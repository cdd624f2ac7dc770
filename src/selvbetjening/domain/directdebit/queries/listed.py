"""Mandates as a list that a door filters, orders and pages (BP-81)."""

from django.db.models import QuerySet

from selvbetjening.domain.directdebit.models import Mandate as Mandate
from selvbetjening.kernel.ids import OrganizationId


def listed_mandates(organization: OrganizationId) -> "QuerySet[Mandate]":
    """All of the company's, ended ones too, with agreement and account."""
    return Mandate.objects.filter(organization_id=organization).select_related("agreement", "account").order_by()
