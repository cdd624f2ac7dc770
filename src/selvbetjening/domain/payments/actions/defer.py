"""Give a customer some more days for one invoice, inside the company's limits (CM-06)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.events import InvoiceDeferred
from selvbetjening.domain.payments.models import Deferral
from selvbetjening.domain.payments.queries.respites import Asked, asked, may_defer
from selvbetjening.domain.payments.rules.respite import NoRespite
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id


def defer(
    organization: OrganizationId, *, account: UUID, invoice: UUID, today: date, actor: Actor, at: datetime
) -> Deferral:
    """Move the invoice's due day by the company's number of days; no reminder and no interest until then.

    Once for each invoice, and so often a year for each account. Records `InvoiceDeferred`. Raises `NoRespite` and
    `Invoice.DoesNotExist`, also for another account's invoice.
    """
    with within(organization):
        found: Asked = hold(organization, account=account, invoice=invoice, today=today)
        offer = may_defer(organization, asked=found)
        if offer.reason or offer.until_on is None:
            raise NoRespite(offer.reason)
        made = Deferral.objects.create(
            id=new_id(),
            organization_id=organization,
            account_id=account,
            invoice_id=invoice,
            from_on=today,
            until_on=offer.until_on,
            made_at=at,
        )
        fact = InvoiceDeferred(account=account, invoice=invoice, until_on=made.until_on)
        record(organization, fact=fact, actor=actor, at=at)
    return made


def hold(organization: OrganizationId, *, account: UUID, invoice: UUID, today: date) -> Asked:
    """Lock the account, so that no payment, letter or second wish comes between, and read how the invoice stands."""
    Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
    owner = Organization.objects.get(id=organization)
    return asked(organization, owner=owner, account=account, invoice=invoice, today=today)
