"""What an address names, found in the visitor's own company; everything else is not there (SEC-19)."""

from uuid import UUID

from django.http import Http404

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.kernel.ids import OrganizationId


def account_of(organization: OrganizationId, account: UUID) -> accounts.Account:
    """One account of the company. Raises Http404."""
    try:
        return accounts.get_account(organization, account=account)
    except accounts.Account.DoesNotExist:
        raise Http404 from None


def invoice_of(organization: OrganizationId, account: UUID, invoice: UUID) -> invoicing.Invoice:
    """One invoice of this account. Raises Http404."""
    try:
        return invoicing.get(organization, account=account, invoice=invoice)
    except invoicing.Invoice.DoesNotExist:
        raise Http404 from None
