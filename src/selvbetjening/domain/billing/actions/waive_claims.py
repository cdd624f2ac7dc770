"""Ask no more for the fees and the interest of one invoice: the company's own decision."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.claims import waive
from selvbetjening.domain.invoicing.events import LateClaimsWaived
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.queries.late import claims_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def waive_claims(organization: OrganizationId, *, invoice: UUID, actor: Actor, at: datetime) -> Money:
    """Waive all that is left beside the invoice; what was waived. The letters count as they were sent (DUN-2).

    Records `LateClaimsWaived` when something was. Raises `Invoice.DoesNotExist`.
    """
    with within(organization):
        found = Invoice.objects.defer("snapshot").get(organization_id=organization, id=invoice)
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=found.account_id)
        left = [(claim.id, claim.left_minor) for claim in claims_of(organization, invoice=invoice)]
        amount = Money(waive(organization, claims=left, at=at), found.currency)
        if amount.minor:
            fact = LateClaimsWaived(account=found.account_id, invoice=invoice, amount=amount)
            record(organization, fact=fact, actor=actor, at=at)
    return amount
