"""Ask, before anything is quoted, whether it can be invoiced when it is due (INV-3, INV-11, INV-13, INV-15)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.invoicing.queries.sale import sale_refusal
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def check_sale(organization: OrganizationId, *, account: UUID, terms: UUID, at: datetime) -> None:
    """Nothing where these terms may be sold to this account today. Changes nothing.

    Raises `Refused` (`seller_incomplete`, `exchange_rate`, `oss`, `oss_rate`, `not_a_business`, `no_vat_number`), and
    `DoesNotExist` of account and terms.
    """
    with within(organization):
        taxed = PlanTerms.objects.only("vat_category", "vat_basis_points", "currency")
        wanted = taxed.get(organization_id=organization, id=terms)
        reason = sale_refusal(
            organization,
            account=Account.objects.get(organization_id=organization, id=account),
            vat_category=wanted.vat_category,
            vat_basis_points=wanted.vat_basis_points,
            currency=wanted.currency,
            today=copenhagen_day(at),
        )
    if reason:
        raise Refused(reason)
